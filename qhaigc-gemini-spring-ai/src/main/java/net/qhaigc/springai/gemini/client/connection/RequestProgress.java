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

	/**
	 * The number of content bytes that are still to be written; a very large number if
	 * the request does not declare its length.
	 */
	private long remaining;

	/**
	 * Completes when the whole request has been written to the socket, or when writing
	 * fails; null until the last message of the request is about to be written.
	 */
	private @Nullable ChannelPromise sent;

	/**
	 * Record that a message is about to be written.
	 * @return the promise with which to write the message
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

	/** Whether the whole request has been written, or writing it has failed. */
	boolean isWritingFinished() {
		return this.sent != null && this.sent.isDone();
	}

}
