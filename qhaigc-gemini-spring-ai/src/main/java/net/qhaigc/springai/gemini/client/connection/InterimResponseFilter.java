package net.qhaigc.springai.gemini.client.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;

/**
 * Drops the interim responses of one HTTP/2 stream.
 */
final class InterimResponseFilter extends ChannelInboundHandlerAdapter {

	private final InterimResponses interim = new InterimResponses();

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpObject http && this.interim.belongsToInterimResponse(http)) {
			ReferenceCountUtil.release(message);
			context.read();
		}
		else {
			context.fireChannelRead(message);
		}
	}

}
