package net.qhaigc.springai.gemini.client;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Whether a request goes out on a connection that has brought an answer before. Such a
 * one may have been closed by now, unread; on a new one the gateway has begun to work.
 */
final class ConnectionReuse {

	private static final AttributeKey<Boolean> SERVED_RESPONSE = AttributeKey.valueOf(ConnectionReuse.class, "proved");

	private volatile @Nullable Channel channel;

	private volatile boolean isNew;

	/** Notes the connection. */
	void sending(ClientHttpRequest request) {
		if (request.getNativeRequest() instanceof Connection connection) {
			Channel socket = socket(connection.channel());
			this.isNew = !socket.hasAttr(SERVED_RESPONSE);
			this.channel = socket;
		}
	}

	/** Notes that an answer has begun. */
	void answered() {
		Channel socket = this.channel;
		if (socket != null && this.isNew) {
			socket.attr(SERVED_RESPONSE).set(true);
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
