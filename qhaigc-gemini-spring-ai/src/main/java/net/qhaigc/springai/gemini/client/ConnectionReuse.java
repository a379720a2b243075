package net.qhaigc.springai.gemini.client;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Whether a request went out on a connection that had served another. Such a one may have
 * been closed by then, unread; on a new one the gateway has begun to work.
 */
final class ConnectionReuse {

	private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(ConnectionReuse.class, "used");

	private volatile boolean isNew;

	/** Notes the connection. */
	void sending(ClientHttpRequest request) {
		if (request.getNativeRequest() instanceof Connection connection) {
			this.isNew = socket(connection.channel()).attr(USED).getAndSet(true) == null;
		}
	}

	/** Streams of HTTP/2 have a channel each, within that of their connection. */
	private static Channel socket(Channel channel) {
		return (channel.parent() != null) ? channel.parent() : channel;
	}

	/** True also where it is not known, as with another HTTP client than Netty's. */
	boolean isPossible() {
		return !this.isNew;
	}

}
