package net.qhaigc.springai.gemini.client.connection;

import java.util.List;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses responses, and fails if the compressed data of a response is incomplete.
 * Netty's own decompressor treats incomplete data as complete.
 */
final class StrictDecompressor extends HttpContentDecompressor {

	private @Nullable CompressionBoundary boundary;

	private boolean hasContent;

	private boolean compressed;

	private boolean passedThrough;

	StrictDecompressor() {
		super(false, 0);
	}

	/** The content of a response that is not compressed passes through. */
	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		if (!this.compressed && message instanceof HttpContent && !(message instanceof HttpMessage)) {
			this.passedThrough = true;
			context.fireChannelRead(message);
		}
		else {
			super.channelRead(context, message);
		}
	}

	/**
	 * Netty's method is not called after content has passed through. Since Netty's
	 * decompressor has not seen this content, the method would request more data,
	 * regardless of back-pressure.
	 */
	@Override
	public void channelReadComplete(ChannelHandlerContext context) throws Exception {
		if (this.passedThrough) {
			this.passedThrough = false;
			context.fireChannelReadComplete();
		}
		else {
			super.channelReadComplete(context);
		}
	}

	@Override
	protected @Nullable EmbeddedChannel newContentDecoder(String contentEncoding) throws Exception {
		EmbeddedChannel decoder = super.newContentDecoder(contentEncoding);
		this.compressed = (decoder != null);
		this.boundary = CompressionBoundary.addTo(decoder);
		this.hasContent = false;
		return decoder;
	}

	@Override
	protected void decode(ChannelHandlerContext context, HttpObject message, List<Object> out) throws Exception {
		if (this.boundary == null || !(message instanceof HttpContent content)) {
			super.decode(context, message, out);
			return;
		}
		this.hasContent |= content.content().isReadable();
		if (!(message instanceof LastHttpContent)) {
			super.decode(context, message, out);
			return;
		}
		super.decode(context, new DefaultHttpContent(content.content()), out);
		boolean complete = !this.hasContent || this.boundary.isReached();
		this.boundary = null;
		if (!complete) {
			throw new PrematureChannelClosureException("The compressed data of the response is incomplete");
		}
		super.decode(context, LastHttpContent.EMPTY_LAST_CONTENT, out);
	}

}
