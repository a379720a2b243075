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
 * Responds to the requests of one connection. Each chunk of a stream is flushed
 * individually.
 */
final class ResponseHandler extends ChannelInboundHandlerAdapter {

	private final CloseTimes closeTimes;

	private String path = "";

	/** The stream that is being sent; null if there is none. */
	private @Nullable PreparedResponse answer;

	private int sent;

	ResponseHandler(CloseTimes closeTimes) {
		this.closeTimes = closeTimes;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest request) {
			this.path = request.uri();
		}
		if (message instanceof LastHttpContent) {
			answer(context);
		}
		ReferenceCountUtil.release(message);
	}

	private void answer(ChannelHandlerContext context) {
		PreparedResponse response = this.path.equals("/last-close") ? Responses.number(this.closeTimes.last())
				: Responses.forPath(this.path);
		context.writeAndFlush(response.head().retainedDuplicate());
		if (!response.chunks().isEmpty()) {
			this.answer = response;
			this.sent = 0;
			send(context);
		}
	}

	/** A write can call this method again, through {@link #channelWritabilityChanged}. */
	private void send(ChannelHandlerContext context) {
		while (this.answer != null && context.channel().isWritable()) {
			PreparedResponse current = this.answer;
			ByteBuf chunk = current.chunks().get(this.sent++);
			boolean last = (this.sent == current.chunks().size());
			if (last) {
				this.answer = null;
			}
			ChannelFuture written = context.writeAndFlush(chunk.retainedDuplicate());
			if (last && current.endsPrematurely()) {
				written.addListener(ChannelFutureListener.CLOSE);
			}
			if (!last && current.millisApart() > 0) {
				context.executor().schedule(() -> send(context), current.millisApart(), TimeUnit.MILLISECONDS);
				return;
			}
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.answer != null && this.answer.millisApart() == 0) {
			send(context);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.answer != null) {
			this.answer = null;
			this.closeTimes.closed();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
		context.close();
	}

}
