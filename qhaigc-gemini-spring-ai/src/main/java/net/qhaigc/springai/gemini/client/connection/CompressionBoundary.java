package net.qhaigc.springai.gemini.client.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.ZlibDecoder;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the end of compressed data, which may consist of several gzip members. The
 * decoder does not expose whether it has reached the end of a member. Therefore, this
 * class passes a probe (a complete gzip member) to the decoder: unless the decoder
 * returns exactly the content of the probe, the decoder was still inside the previous
 * member.
 */
final class CompressionBoundary extends ChannelInboundHandlerAdapter {

	private static final String PROBE_CONTENT = "probe";

	private static final byte[] PROBE = gzip(PROBE_CONTENT);

	private final EmbeddedChannel channel;

	private final ZlibDecoder decoder;

	private @Nullable StringBuilder probeOutput;

	private CompressionBoundary(EmbeddedChannel channel, ZlibDecoder decoder) {
		this.channel = channel;
		this.decoder = decoder;
	}

	/**
	 * Add a boundary after the decoder of a channel.
	 * @return the boundary; null if there is no decoder for gzip or deflate
	 */
	static @Nullable CompressionBoundary addTo(@Nullable EmbeddedChannel channel) {
		ZlibDecoder decoder = (channel != null) ? channel.pipeline().get(ZlibDecoder.class) : null;
		if (channel == null || decoder == null) {
			return null;
		}
		CompressionBoundary boundary = new CompressionBoundary(channel, decoder);
		channel.pipeline().addLast(boundary);
		return boundary;
	}

	/**
	 * Whether the data received so far is complete. The decoder cannot be used after this
	 * check, since it may have received the probe.
	 */
	boolean isReached() {
		if (this.decoder.isClosed()) {
			return true;
		}
		StringBuilder output = new StringBuilder();
		this.probeOutput = output;
		try {
			this.channel.writeInbound(Unpooled.wrappedBuffer(PROBE));
		}
		catch (RuntimeException ex) {
			return false;
		}
		return output.toString().equals(PROBE_CONTENT);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.probeOutput == null) {
			context.fireChannelRead(message);
			return;
		}
		if (message instanceof ByteBuf buffer) {
			this.probeOutput.append(buffer.toString(StandardCharsets.ISO_8859_1));
		}
		ReferenceCountUtil.release(message);
	}

	private static byte[] gzip(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
