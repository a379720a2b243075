package net.qhaigc.springai.gemini.client.connection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeepAlive}.
 */
class KeepAliveTests {

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);

	private final KeepAlive keepAlive = new KeepAlive(this.nanoTime::get);

	@Test
	void isNotSuspendedInitially() {
		assertThat(this.keepAlive.isSuspended()).isFalse();
	}

	@Test
	void isSuspendedForTenMinutes() {
		this.keepAlive.suspend();
		pass(Duration.ofMinutes(10).minusNanos(1));
		assertThat(this.keepAlive.isSuspended()).isTrue();
		pass(Duration.ofNanos(1));
		assertThat(this.keepAlive.isSuspended()).isFalse();
	}

	@Test
	void extendsSuspensionOnEachUnrequestedResponse() {
		this.keepAlive.suspend();
		pass(Duration.ofMinutes(9));
		this.keepAlive.suspend();
		pass(Duration.ofMinutes(9));
		assertThat(this.keepAlive.isSuspended()).isTrue();
	}

	private void pass(Duration time) {
		this.nanoTime.addAndGet(time.toNanos());
	}

}
