package net.qhaigc.springai.gemini.client.connection;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Records whether a request is sent on a connection that has already served a response.
 * The gateway may have closed such a connection before reading the request. If a new
 * connection is closed before the response, by contrast, the gateway has probably read
 * the request.
 */
public final class ConnectionReuse {

	private static final AttributeKey<Boolean> SERVED_RESPONSE = AttributeKey.valueOf(ConnectionReuse.class,
			"servedResponse");

	private volatile @Nullable Channel channel;

	private volatile boolean isNew;

	/** Record the connection of the request. */
	public void recordConnection(ClientHttpRequest request) {
		if (request.getNativeRequest() instanceof Connection connection) {
			Channel socket = wholeConnection(connection.channel());
			this.isNew = !socket.hasAttr(SERVED_RESPONSE);
			this.channel = socket;
		}
	}

	/** Record that a response has begun. */
	public void recordResponse() {
		Channel socket = this.channel;
		if (socket != null && this.isNew) {
			socket.attr(SERVED_RESPONSE).set(true);
		}
	}

	/**
	 * Return the channel of the whole connection. With HTTP/2, each stream has a child
	 * channel of its own.
	 */
	private static Channel wholeConnection(Channel channel) {
		return (channel.parent() != null) ? channel.parent() : channel;
	}

	/**
	 * Return whether the connection may have served the response to an earlier request.
	 * Always true for HTTP clients other than Reactor Netty.
	 */
	public boolean mayHaveServedResponse() {
		return !this.isNew;
	}

}
