package net.qhaigc.springai.gemini.client.connection;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpClientUpgradeHandler;
import io.netty.handler.codec.http.HttpContentDecompressor;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;

import org.springframework.http.client.reactive.ClientHttpRequest;

import net.qhaigc.springai.gemini.client.error.Redactor;
import net.qhaigc.springai.gemini.client.error.TransportErrors;

/**
 * Adds handlers to each connection of Reactor Netty before a request is written to it,
 * even if the application provides the connector. The handlers ensure that each response
 * is delivered to its own request, redact the API key, and report failures of the
 * connection.
 */
public final class ConnectionGuards {

	private static final String NAME = "qhaigc.connectionGuard";

	private static final ChannelHandler REDACTION = new RedactionHandler();

	private static final ChannelHandler CLOSE_ON_EXCEPTION = new CloseOnException();

	private static final ChannelHandler LOST_CONNECTION = new LostConnectionHandler();

	private final ReuseSuspension reuseSuspension = new ReuseSuspension(System::nanoTime);

	/** Guard the connection that a request is about to be written to. */
	public void add(ClientHttpRequest request, Redactor redactor) {
		if (request.getNativeRequest() instanceof Connection connection) {
			RedactionHandler.set(connection.channel(), redactor);
			ChannelPipeline pipeline = connection.channel().pipeline();
			if (pipeline.get(NAME) == null) {
				add(pipeline);
			}
		}
	}

	/** Close the idle HTTP/1.1 connections that have been used before. */
	public void closeIdle() {
		this.reuseSuspension.closeIdle();
	}

	private void add(ChannelPipeline pipeline) {
		ChannelHandlerContext codec = pipeline.context(HttpClientCodec.class);
		if (codec != null) {
			ConnectionGuard guard = new ConnectionGuard(this.reuseSuspension);
			pipeline.addBefore(codec.name(), null, guard.boundary())
				.addAfter(codec.name(), NAME, guard)
				.addAfter(codec.name(), null, REDACTION);
		}
		else if (pipeline.get(NettyPipeline.H2ToHttp11Codec) != null) {
			pipeline.addAfter(NettyPipeline.H2ToHttp11Codec, NAME, new InterimResponseFilter())
				.addAfter(NettyPipeline.H2ToHttp11Codec, null, REDACTION);
		}
		if (pipeline.get(NettyPipeline.HttpDecompressor) instanceof HttpContentDecompressor) {
			pipeline.replace(NettyPipeline.HttpDecompressor, NettyPipeline.HttpDecompressor, new StrictDecompressor());
		}
		if (pipeline.get(NettyPipeline.ReactiveBridge) != null
				&& pipeline.get(HttpClientUpgradeHandler.class) == null) {
			pipeline.addBefore(NettyPipeline.ReactiveBridge, null, CLOSE_ON_EXCEPTION)
				.addBefore(NettyPipeline.ReactiveBridge, null, LOST_CONNECTION);
		}
	}

	/**
	 * Closes the connection after a failure in its handlers, such as a failure to
	 * decompress a response. Without this handler, Reactor Netty would only report the
	 * failure, and the connection would never return to the pool.
	 */
	@ChannelHandler.Sharable
	private static final class CloseOnException extends ChannelInboundHandlerAdapter {

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			// Reactor Netty would rethrow an OutOfMemoryError, and the exchange would not
			// end.
			context
				.fireExceptionCaught((cause instanceof OutOfMemoryError) ? TransportErrors.outOfMemory(cause) : cause);
			context.close();
		}

	}

}
