package net.qhaigc.springai.gemini.client.connection;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/**
 * The part of {@link ConnectionGuard} before the decoder. Bytes that arrive while no
 * response is expected close the connection. Bytes after the end of a response may also
 * remain in the decoder, which does not expose them. So after each response the decoder
 * is given an interim response to decode: unless it returns exactly that, it was not at
 * the start of a message. (Line breaks before a message are ignored.)
 */
final class ResponseBoundary extends ChannelInboundHandlerAdapter {

	private static final byte[] PROBE = "HTTP/1.1 102 Processing\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final ByteBuf SUCCESS = Unpooled
		.unreleasableBuffer(Unpooled.copiedBuffer("HTTP/1.1 2", StandardCharsets.US_ASCII));

	private final ConnectionGuard guard;

	private boolean decoding;

	private boolean probing;

	private boolean atStart;

	ResponseBoundary(ConnectionGuard guard) {
		this.guard = guard;
	}

	/** Whether bytes are being decoded, so that more messages may follow at once. */
	boolean isDecoding() {
		return this.decoding;
	}

	boolean isProbing() {
		return this.probing;
	}

	/** Notes what the probe was decoded to. */
	void decoded(HttpObject message) {
		if (message instanceof HttpResponse response) {
			this.atStart = response.decoderResult().isSuccess()
					&& response.status().equals(HttpResponseStatus.PROCESSING)
					&& response.status().reasonPhrase().equals(HttpResponseStatus.PROCESSING.reasonPhrase())
					&& response.protocolVersion().equals(HttpVersion.HTTP_1_1);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object bytes) {
		if (!this.guard.isResponseExpected()) {
			boolean response = isSuccessfulResponse(bytes);
			ReferenceCountUtil.release(bytes);
			this.guard.receivedUnexpectedly(response);
			return;
		}
		this.decoding = true;
		context.fireChannelRead(bytes);
		this.decoding = false;
		if (this.guard.hasWholeResponse()) {
			this.guard.deliverEnd(isAtStart(context));
		}
	}

	/** Servers also announce errors on an idle connection before they close it. */
	private static boolean isSuccessfulResponse(Object bytes) {
		return bytes instanceof ByteBuf buffer && buffer.readableBytes() >= SUCCESS.readableBytes()
				&& ByteBufUtil.equals(buffer, buffer.readerIndex(), SUCCESS, 0, SUCCESS.readableBytes());
	}

	private boolean isAtStart(ChannelHandlerContext context) {
		this.atStart = false;
		this.probing = true;
		context.fireChannelRead(Unpooled.wrappedBuffer(PROBE));
		this.probing = false;
		return this.atStart;
	}

}
