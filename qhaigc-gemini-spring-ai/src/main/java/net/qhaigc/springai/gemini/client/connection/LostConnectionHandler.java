package net.qhaigc.springai.gemini.client.connection;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.Connection;
import reactor.netty.channel.AbortedException;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Reports, earlier than Reactor Netty does, that a connection was closed or failed before
 * the response to a request was received, or that the response cannot be decoded.
 */
@ChannelHandler.Sharable
final class LostConnectionHandler extends ChannelInboundHandlerAdapter {

	private static final AttributeKey<ResponseOrConnectionLoss> LISTENER = AttributeKey
		.valueOf(LostConnectionHandler.class, "listener");

	/**
	 * Set the listener, which is notified if the connection is lost before the response
	 * to the request is received, or if the response cannot be decoded.
	 */
	static void listen(ClientHttpRequest request, ResponseOrConnectionLoss listener) {
		if (request.getNativeRequest() instanceof Connection connection) {
			connection.channel().attr(LISTENER).set(listener);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse response) {
			if (response.decoderResult().isFailure() && report(context, response.decoderResult().cause())) {
				ReferenceCountUtil.release(message);
				context.close();
				return;
			}
			context.channel().attr(LISTENER).set(null);
		}
		context.fireChannelRead(message);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (report(context, cause)) {
			context.close();
		}
		else {
			context.fireExceptionCaught(cause);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		report(context, new PrematureClose());
		context.fireChannelInactive();
	}

	/**
	 * Report a failure to the request that has no response yet, if there is one. A
	 * request that has already ended, for example because it was cancelled, ignores the
	 * failure.
	 * @return whether there is a request without a response; an exception is then not
	 * passed on to Reactor Netty, which would only log it
	 */
	private static boolean report(ChannelHandlerContext context, Throwable cause) {
		ResponseOrConnectionLoss listener = context.channel().attr(LISTENER).get();
		if (listener != null) {
			listener.fail(cause);
		}
		return listener != null;
	}

	/**
	 * Replaces Reactor Netty's {@code PrematureCloseException}, which cannot be created
	 * here. Like that exception, it has no stack trace.
	 */
	@SuppressWarnings("serial")
	private static final class PrematureClose extends AbortedException {

		private PrematureClose() {
			super("Connection prematurely closed BEFORE response");
		}

		@Override
		public synchronized Throwable fillInStackTrace() {
			return this;
		}

	}

}
