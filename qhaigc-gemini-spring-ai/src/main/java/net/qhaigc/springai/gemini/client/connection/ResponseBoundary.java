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
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link ConnectionGuard} before the decoder. It closes the connection if
 * bytes arrive while no response is expected. It also detects whether bytes remain in the
 * decoder after the end of a response, although the decoder does not expose such bytes.
 * No bytes remain if all bytes since the previous response have been decoded. If this is
 * not known, the handler passes a probe, which is an artificial interim response, to the
 * decoder. If the decoder returns anything other than exactly this response, bytes had
 * remained. Remaining line breaks are not detected, since the decoder ignores line breaks
 * before a message.
 */
final class ResponseBoundary extends ChannelInboundHandlerAdapter {

	private static final byte[] PROBE = "HTTP/1.1 102 Processing\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final ByteBuf SUCCESS = Unpooled
		.unreleasableBuffer(Unpooled.copiedBuffer("HTTP/1.1 2", StandardCharsets.US_ASCII));

	private final ConnectionGuard guard;

	private boolean decoding;

	/** The bytes that are being decoded, if the decoder has no other bytes. */
	private @Nullable ByteBuf bytes;

	/** Whether the decoder has decoded all of its bytes. */
	private boolean drained;

	/** Whether the response ended together with the bytes that were being decoded. */
	private boolean endedAtLastByte;

	private boolean probing;

	/** Whether the decoder was at the start of a message when it received the probe. */
	private boolean atStart;

	ResponseBoundary(ConnectionGuard guard) {
		this.guard = guard;
	}

	/**
	 * Whether bytes are being decoded, in which case more messages can follow
	 * immediately.
	 */
	boolean isDecoding() {
		return this.decoding;
	}

	boolean isProbing() {
		return this.probing;
	}

	/** Record that the decoder returned the end of a response. */
	void recordEndOfResponse() {
		this.endedAtLastByte = this.bytes != null && !this.bytes.isReadable();
	}

	/** Record the message into which the probe was decoded. */
	void recordProbe(HttpObject message) {
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
			boolean isSuccessfulResponse = isSuccessfulResponse(bytes);
			ReferenceCountUtil.release(bytes);
			this.guard.closeAfterUnexpectedBytes(isSuccessfulResponse);
			return;
		}
		decode(context, bytes);
		if (this.guard.hasCompleteResponse()) {
			this.drained = this.endedAtLastByte || probeDecoder(context);
			this.guard.deliverEnd(this.drained);
		}
	}

	/**
	 * If the decoder has no other bytes, it reads from a contiguous buffer directly
	 * rather than from a copy, so the reader index of the buffer shows whether all bytes
	 * have been decoded.
	 */
	private void decode(ChannelHandlerContext context, Object bytes) {
		this.decoding = true;
		this.endedAtLastByte = false;
		if (this.drained && bytes instanceof ByteBuf buffer && buffer.isContiguous()) {
			this.bytes = buffer.retain();
			try {
				context.fireChannelRead(buffer);
				this.drained &= !buffer.isReadable();
			}
			finally {
				this.bytes = null;
				buffer.release();
			}
		}
		else {
			this.drained = false;
			context.fireChannelRead(bytes);
		}
		this.decoding = false;
	}

	/**
	 * Whether the bytes begin a response with a successful status. A response with an
	 * error status does not suspend the reuse of connections, because servers also send
	 * such a response before they close an idle connection.
	 */
	private static boolean isSuccessfulResponse(Object bytes) {
		return bytes instanceof ByteBuf buffer && buffer.readableBytes() >= SUCCESS.readableBytes()
				&& ByteBufUtil.equals(buffer, buffer.readerIndex(), SUCCESS, 0, SUCCESS.readableBytes());
	}

	/**
	 * Pass the probe to the decoder, and return whether the decoder was at the start of a
	 * message.
	 */
	private boolean probeDecoder(ChannelHandlerContext context) {
		this.atStart = false;
		this.probing = true;
		context.fireChannelRead(Unpooled.wrappedBuffer(PROBE));
		this.probing = false;
		return this.atStart;
	}

}
