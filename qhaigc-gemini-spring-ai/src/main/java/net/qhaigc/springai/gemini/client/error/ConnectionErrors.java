package net.qhaigc.springai.gemini.client.error;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

import io.netty.handler.proxy.ProxyConnectException;

/**
 * Converts exceptions of the network and of the HTTP client to
 * {@link QhaigcTransientException}s.
 */
final class ConnectionErrors {

	private ConnectionErrors() {
	}

	static QhaigcTransientException of(Throwable cause) {
		String text = ExceptionRules.describe(cause);
		if (ExceptionRules.isNamed(cause, "PoolAcquireTimeoutException", "ConnectionRequestTimeoutException",
				"DeadlineTimeoutException")) {
			return failure("pool_exhausted", "No connection to the gateway became available in time: " + text
					+ ". Increase qhaigc.pool.max-connections, or send fewer concurrent requests", cause);
		}
		if (ExceptionRules.isNamed(cause, "PoolAcquirePendingLimitException", "ChannelPoolFullException")) {
			return failure("pool_exhausted",
					"All connections to the gateway are in use, and the queue for them is full. Increase "
							+ "qhaigc.pool.max-connections or qhaigc.pool.max-pending, or send fewer concurrent requests",
					cause);
		}
		if (cause instanceof UnknownHostException) {
			return failure("unknown_host",
					"The host of the gateway could not be resolved: " + text + ". Check qhaigc.base-url", cause);
		}
		if (ExceptionRules.isConnectTimeout(cause)) {
			return failure("connect_timeout",
					"The connection to the gateway was not established within qhaigc.connect-timeout: " + text
							+ ". Check qhaigc.base-url and the network",
					cause);
		}
		if (text.contains("handshake")) {
			return failure("tls_handshake", "The TLS handshake with the server at qhaigc.base-url failed: " + text
					+ ". Check the scheme (https) and the port in qhaigc.base-url", cause);
		}
		if (cause instanceof ProxyConnectException) {
			return failure("proxy_error", "The proxy did not connect to the gateway: " + text
					+ ". Check qhaigc.base-url and the rules of the proxy", cause);
		}
		if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
			return failure("connection_refused", "The connection to the gateway failed: " + text
					+ ". Check qhaigc.base-url, and the proxy if there is one", withoutFrames(cause));
		}
		if (ExceptionRules.isReadTimeout(cause)) {
			return failure("response_timeout", "The gateway sent no data within the read timeout of the HTTP "
					+ "connector. The request may have been charged", cause);
		}
		return failure("connection_closed", "The connection to the gateway was closed prematurely: " + text, cause);
	}

	/**
	 * Remove the stack frames of Netty or of the JDK. They contain no information about a
	 * refused connection, but Spring AI would log them after each failed retry.
	 */
	private static Throwable withoutFrames(Throwable exception) {
		exception.setStackTrace(new StackTraceElement[0]);
		if (exception.getCause() instanceof ConnectException cause) {
			cause.setStackTrace(new StackTraceElement[0]);
		}
		return exception;
	}

	private static QhaigcTransientException failure(String code, String message, Throwable cause) {
		return new QhaigcTransientException(message, GatewayProblem.withoutResponse(code, message), cause);
	}

}
