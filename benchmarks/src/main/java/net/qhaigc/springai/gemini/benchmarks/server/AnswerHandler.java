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
 * Answers the requests of one connection. Each chunk of a stream is flushed by itself.
 */
final class AnswerHandler extends ChannelInboundHandlerAdapter {

	private final CloseTimes closeTimes;

	private String path = "";

	/** The stream that is being sent. */
	private @Nullable Answer answer;

	private int sent;

	AnswerHandler(CloseTimes closeTimes) {
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
		Answer asked = this.path.equals("/last-close") ? Answers.number(this.closeTimes.last())
				: Answers.forPath(this.path);
		context.writeAndFlush(asked.head().retainedDuplicate());
		if (!asked.chunks().isEmpty()) {
			this.answer = asked;
			this.sent = 0;
			send(context);
		}
	}

	/** A write may call this again, by way of the channel's writability. */
	private void send(ChannelHandlerContext context) {
		while (this.answer != null && context.channel().isWritable()) {
			Answer current = this.answer;
			ByteBuf chunk = current.chunks().get(this.sent++);
			boolean last = (this.sent == current.chunks().size());
			if (last) {
				this.answer = null;
			}
			ChannelFuture written = context.writeAndFlush(chunk.retainedDuplicate());
			if (last && current.cut()) {
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
