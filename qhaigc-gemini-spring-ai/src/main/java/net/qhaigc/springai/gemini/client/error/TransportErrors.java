package net.qhaigc.springai.gemini.client.error;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.timeout.ReadTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.retry.TransientAiException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Turns an exception of the network, of the HTTP client or of an {@link ApiKey} into a
 * transient or a permanent failure. {@link GatewayErrors} does so if there is a response.
 */
public final class TransportErrors {

	private TransportErrors() {
	}

	/**
	 * Whether a connection was closed before the first byte of a response.
	 * @param failure the exception of the HTTP client
	 * @return true if no byte of a response was received
	 */
	public static boolean isClosedBeforeResponse(Throwable failure) {
		return failure instanceof WebClientRequestException && (failure.getCause() instanceof PrematureCloseException
				|| failure.getCause() instanceof AbortedException || isReset(failure.getCause()));
	}

	/**
	 * Return the failure for an exception.
	 * @param exception the exception; returned unchanged if it is a failure already
	 * @return a transient or a permanent failure
	 */
	public static RuntimeException of(Throwable exception) {
		if (exception instanceof QhaigcTransientException || exception instanceof QhaigcNonTransientException) {
			return (RuntimeException) exception;
		}
		Throwable cause = (exception instanceof WebClientRequestException && exception.getCause() != null)
				? exception.getCause() : exception;
		if (hasCause(cause, (ex) -> ex instanceof CertificateException || ex instanceof CertPathValidatorException)) {
			return permanent("tls_error",
					"The gateway's certificate is not trusted: " + cause.getMessage()
							+ ". Check qhaigc.base-url, or set qhaigc.ssl.bundle to an SSL bundle that trusts it",
					cause);
		}
		if (hasCause(cause, NotSslRecordException.class::isInstance)) {
			return permanent("tls_error",
					"The server at qhaigc.base-url does not use TLS. Check https in qhaigc.base-url", cause);
		}
		if (String.valueOf(cause.getMessage()).startsWith("invalid version format")) {
			return permanent("not_http", "The server at qhaigc.base-url did not return a valid HTTP response ("
					+ cause.getMessage() + "). Check qhaigc.base-url", cause);
		}
		if (isNamed(cause, "PoolShutdownException")) {
			return clientClosed(cause);
		}
		if (cause instanceof ProxyConnectException && String.valueOf(cause.getMessage()).contains("status: 407")) {
			return permanent("proxy_authentication", "The proxy requires authentication (407): " + cause.getMessage()
					+ ". Set the proxy's username and password", cause);
		}
		return isTransient(cause) ? transientFailure(cause)
				: permanent("unexpected", "The exchange with the gateway failed: " + cause, cause);
	}

	/**
	 * Return an exception that {@link #of} turns into a transient failure, because an
	 * exception during a response, such as an invalid chunk size, can be temporary.
	 * @param exception the exception during a response
	 * @return the exception, wrapped if it is not transient
	 */
	public static Throwable duringResponse(Throwable exception) {
		return isTransient(exception) ? exception : new IOException(exception.toString(), exception);
	}

	/**
	 * Return the failure of a request to a client that is closed.
	 * @param cause the underlying exception, or null
	 * @return a permanent failure
	 */
	public static QhaigcNonTransientException clientClosed(@Nullable Throwable cause) {
		return permanent("client_closed",
				"The client of the gateway is closed. Build a new one, or close this one after its last response",
				cause);
	}

	/**
	 * Return the failure of an {@link ApiKey} that threw an exception.
	 * @param exception the exception
	 * @return a transient or a permanent failure
	 */
	public static RuntimeException apiKeyUnavailable(RuntimeException exception) {
		String message = "The ApiKey did not return an API key: " + exception;
		return isTransient(exception) ? transientFailure("api_key_unavailable", message, exception)
				: permanent("api_key_unavailable", message, exception);
	}

	/**
	 * Return the failure of an exchange that exceeded a timeout.
	 * @param code the code of the problem
	 * @param message which timeout was exceeded
	 * @return a transient failure
	 */
	public static QhaigcTransientException timeout(String code, String message) {
		return new QhaigcTransientException(message, GatewayProblem.withoutResponse(code, message), null);
	}

	/**
	 * Return the failure of a call whose thread was interrupted.
	 * @param cause the interruption
	 * @return a permanent failure, so that nobody retries the call
	 */
	public static QhaigcNonTransientException interrupted(InterruptedException cause) {
		return permanent("interrupted",
				"The thread was interrupted while it waited for the gateway's response. The request was cancelled",
				cause);
	}

	private static boolean isTransient(Throwable exception) {
		return hasCause(exception,
				(ex) -> ex instanceof IOException || ex instanceof TimeoutException
						|| ex instanceof ReadTimeoutException || ex instanceof AbortedException
						|| ex instanceof TransientAiException || isPoolExhausted(ex));
	}

	private static boolean isPoolExhausted(Throwable exception) {
		return isNamed(exception, "PoolAcquirePendingLimitException")
				|| isNamed(exception, "PoolAcquireTimeoutException");
	}

	/**
	 * Compares simple names, because the exceptions of Reactor Netty's pool are internal.
	 */
	private static boolean isNamed(Throwable exception, String type) {
		return exception.getClass().getSimpleName().equals(type);
	}

	private static QhaigcTransientException transientFailure(Throwable cause) {
		if (isNamed(cause, "PoolAcquireTimeoutException")) {
			return transientFailure("pool_exhausted", "No connection to the gateway became available in time: "
					+ cause.getMessage() + ". Increase qhaigc.pool.max-connections, or send fewer concurrent requests",
					cause);
		}
		if (isPoolExhausted(cause)) {
			return transientFailure("pool_exhausted",
					"All connections to the gateway are in use, and the queue for them is full. Increase "
							+ "qhaigc.pool.max-connections or qhaigc.pool.max-pending, or send fewer concurrent requests",
					cause);
		}
		if (cause instanceof UnknownHostException) {
			return transientFailure("unknown_host",
					"The host of the gateway could not be resolved: " + cause.getMessage() + ". Check qhaigc.base-url",
					cause);
		}
		if (cause instanceof ConnectTimeoutException) {
			return transientFailure("connect_timeout",
					"The connection to the gateway was not established within qhaigc.connect-timeout: "
							+ cause.getMessage() + ". Check qhaigc.base-url and the network",
					cause);
		}
		if (cause instanceof ProxyConnectException) {
			return transientFailure("proxy_error", "The proxy did not connect to the gateway: " + cause.getMessage()
					+ ". Check qhaigc.base-url and the rules of the proxy", cause);
		}
		if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
			return transientFailure("connection_refused", "The connection to the gateway failed: " + cause.getMessage()
					+ ". Check qhaigc.base-url, and the proxy if there is one", cause);
		}
		if (cause instanceof ReadTimeoutException) {
			return transientFailure("response_timeout",
					"The gateway sent no data within the read timeout of the HTTP connector", cause);
		}
		return transientFailure("connection_closed",
				"The connection to the gateway was closed prematurely: " + cause.getMessage(), cause);
	}

	private static QhaigcTransientException transientFailure(String code, String message, Throwable cause) {
		return new QhaigcTransientException(message, GatewayProblem.withoutResponse(code, message), cause);
	}

	private static QhaigcNonTransientException permanent(String code, String message, @Nullable Throwable cause) {
		return new QhaigcNonTransientException(message, GatewayProblem.withoutResponse(code, message), cause);
	}

	private static boolean isReset(@Nullable Throwable failure) {
		String message = (failure instanceof IOException) ? failure.getMessage() : null;
		return message != null && (message.contains("Connection reset") || message.contains("Broken pipe"));
	}

	private static boolean hasCause(Throwable failure, Predicate<Throwable> predicate) {
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (predicate.test(cause)) {
				return true;
			}
		}
		return false;
	}

}
