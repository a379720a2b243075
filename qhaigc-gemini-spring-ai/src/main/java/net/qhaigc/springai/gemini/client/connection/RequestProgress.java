package net.qhaigc.springai.gemini.client.connection;

import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * How much of a request has been written to its connection.
 */
final class RequestProgress {

	/** How many bytes of the content are to be written, as far as is known. */
	private long remaining;

	/** Completes when the whole request has been written to the socket. */
	private @Nullable ChannelPromise sent;

	/**
	 * Records that a message is about to be written.
	 * @return the promise to write it with
	 */
	ChannelPromise track(Object message, ChannelPromise promise) {
		if (message instanceof HttpRequest request) {
			this.sent = null;
			this.remaining = HttpUtil.getContentLength(request, Long.MAX_VALUE);
		}
		if (message instanceof HttpContent content) {
			this.remaining -= content.content().readableBytes();
		}
		if (this.sent == null && (this.remaining <= 0 || message instanceof LastHttpContent)) {
			this.sent = promise.unvoid();
			return this.sent;
		}
		return promise;
	}

	boolean isSent() {
		return this.sent != null && this.sent.isDone();
	}

}
