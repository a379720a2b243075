package net.qhaigc.springai.gemini.benchmarks.server;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Sends the responses on one connection. Each chunk of a stream is flushed separately.
 */
final class ResponseHandler extends ChannelInboundHandlerAdapter {

	private final LastCloseTime lastCloseTime;

	private String path = "";

	/** The response whose chunks are being sent; null if there is none. */
	private @Nullable CannedResponse response;

	private int sentChunks;

	ResponseHandler(LastCloseTime lastCloseTime) {
		this.lastCloseTime = lastCloseTime;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest request) {
			this.path = request.uri();
		}
		if (message instanceof LastHttpContent) {
			respond(context);
		}
		ReferenceCountUtil.release(message);
	}

	private void respond(ChannelHandlerContext context) {
		CannedResponse requested = this.path.equals("/last-close")
				? CannedResponses.ofNumber(this.lastCloseTime.nanoTime()) : CannedResponses.forPath(this.path);
		context.writeAndFlush(requested.head().retainedDuplicate());
		if (!requested.chunks().isEmpty()) {
			this.response = requested;
			this.sentChunks = 0;
			send(context);
		}
	}

	/**
	 * The fields are updated before each write, because a write can call this method
	 * recursively through channelWritabilityChanged.
	 */
	private void send(ChannelHandlerContext context) {
		while (this.response != null && context.channel().isWritable()) {
			CannedResponse current = this.response;
			ByteBuf chunk = current.chunks().get(this.sentChunks++);
			boolean last = (this.sentChunks == current.chunks().size());
			if (last) {
				this.response = null;
			}
			ChannelFuture written = context.writeAndFlush(chunk.retainedDuplicate());
			if (last && current.incomplete()) {
				written.addListener(ChannelFutureListener.CLOSE);
			}
			if (!last && current.intervalMillis() > 0) {
				context.executor().schedule(() -> send(context), current.intervalMillis(), TimeUnit.MILLISECONDS);
				return;
			}
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.response != null && this.response.intervalMillis() == 0) {
			send(context);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.response != null) {
			this.response = null;
			this.lastCloseTime.recordNow();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
		context.close();
	}

}
