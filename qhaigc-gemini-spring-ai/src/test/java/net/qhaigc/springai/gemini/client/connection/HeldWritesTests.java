package net.qhaigc.springai.gemini.client.connection;

import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeldWrites}.
 */
class HeldWritesTests {

	private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelDuplexHandler());

	private final HeldWrites writes = new HeldWrites(this.channel.pipeline().firstContext());

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void writesHeldMessagesInOrder() {
		this.writes.start();
		this.writes.write("first", this.channel.newPromise());
		this.writes.write("second", this.channel.newPromise());
		assertThat(this.channel.outboundMessages()).isEmpty();
		this.writes.release();
		assertThat(this.channel.outboundMessages()).containsExactly("first", "second");
		assertThat(this.writes.isHolding()).isFalse();
	}

	@Test
	void failsHeldMessagesAndReleasesTheirBuffers() {
		ByteBuf buffer = Unpooled.copiedBuffer("request", StandardCharsets.US_ASCII);
		ChannelPromise promise = this.channel.newPromise();
		this.writes.start();
		this.writes.write(buffer, promise);
		this.writes.fail();
		assertThat(promise.cause()).isInstanceOf(ClosedChannelException.class);
		assertThat(buffer.refCnt()).isZero();
		assertThat(this.writes.isHolding()).isFalse();
		assertThat(this.channel.outboundMessages()).isEmpty();
	}

}
