package net.qhaigc.springai.gemini.client.error;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.zip.ZipException;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;

import org.springframework.ai.model.ApiKey;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Turns an exception of the network, of the HTTP client or of an {@link ApiKey} into a
 * transient or a permanent failure. {@link GatewayErrors} does the same for a response
 * that is an error or cannot be used.
 */
public final class TransportErrors {

	private TransportErrors() {
	}

	/**
	 * Return whether a connection was closed before the first byte of a response.
	 * @param failure the exception of the HTTP client
	 * @return true if the connection was closed and no byte of a response was received
	 */
	public static boolean isClosedBeforeResponse(Throwable failure) {
		return failure instanceof WebClientRequestException && (failure.getCause() instanceof PrematureCloseException
				|| failure.getCause() instanceof AbortedException
				|| ExceptionRules.isConnectionReset(failure.getCause())
				|| ExceptionRules.isPooledConnectionClosed(failure.getCause()));
	}

	/**
	 * Return the failure for an exception.
	 * @param exception the exception; returned unchanged if it is already a failure of
	 * this library
	 * @return a transient or a permanent failure
	 */
	public static RuntimeException of(Throwable exception) {
		if (exception instanceof QhaigcTransientException || exception instanceof QhaigcNonTransientException) {
			return (RuntimeException) exception;
		}
		Throwable cause = (exception instanceof WebClientRequestException && exception.getCause() != null)
				? exception.getCause() : exception;
		if (cause instanceof QhaigcTransientException || cause instanceof QhaigcNonTransientException) {
			return (RuntimeException) cause;
		}
		if (ExceptionRules.hasCause(cause, OutOfMemoryError.class::isInstance)) {
			return outOfMemory(cause);
		}
		if (ExceptionRules.hasCause(cause,
				(ex) -> ex instanceof CertificateException || ex instanceof CertPathValidatorException
						|| ExceptionRules.isNamed(ex, "SSLPeerUnverifiedException"))) {
			return permanent("tls_error",
					"The gateway's certificate is not trusted: " + ExceptionRules.describe(cause)
							+ ". Check qhaigc.base-url, or set qhaigc.ssl.bundle to an SSL bundle that trusts"
							+ " the certificate",
					cause);
		}
		if (ExceptionRules.hasCause(cause, NotSslRecordException.class::isInstance)) {
			return permanent("tls_error",
					"The server at qhaigc.base-url does not use TLS. Check the scheme (https) and the port in qhaigc.base-url",
					cause);
		}
		if (ExceptionRules.hasCause(cause, ExceptionRules::reportsInvalidHttp)) {
			return permanent("not_http", "The server at qhaigc.base-url did not return a valid HTTP response ("
					+ ExceptionRules.describe(cause) + "). Check qhaigc.base-url", cause);
		}
		if (ExceptionRules.hasCause(cause, (ex) -> ex instanceof TooLongFrameException
				|| ExceptionRules.isNamed(ex, "MessageConstraintException", "HeaderListConstraintException"))) {
			return permanent("response_head_too_large",
					"The status line and the headers of the response are too large: " + ExceptionRules.describe(cause)
							+ ". Check qhaigc.base-url",
					cause);
		}
		if (ExceptionRules.isNamed(cause, "PoolShutdownException", "IOReactorShutdownException")) {
			return clientClosed(cause);
		}
		if (cause instanceof ProxyConnectException && String.valueOf(cause.getMessage()).contains("status: 407")) {
			return permanent("proxy_authentication",
					"The proxy requires authentication (407): " + ExceptionRules.describe(cause)
							+ ". Set the proxy's username and password (qhaigc.proxy.username and"
							+ " qhaigc.proxy.password)",
					cause);
		}
		return ExceptionRules.isTransient(cause) ? ConnectionErrors.of(cause) : permanent("unexpected",
				"The exchange with the gateway failed: " + ExceptionRules.limit(cause.toString()), cause);
	}

	/**
	 * Return the failure for an exception that occurred while a response was received.
	 * Most of these failures are transient. For example, even an invalid size of an HTTP
	 * chunk can be a temporary error. A failure is permanent only if the body is not
	 * compressed although the headers state that it is, if there is not enough memory for
	 * the body, or if the exception is already a permanent failure.
	 * @param exception the exception that ended the response
	 * @param bodyReceived whether any part of the body was received
	 * @return a transient or a permanent failure
	 */
	public static RuntimeException duringResponse(Throwable exception, boolean bodyReceived) {
		if (!bodyReceived && ExceptionRules.hasCause(exception,
				(ex) -> ex instanceof DecompressionException || ex instanceof ZipException)) {
			return permanent("invalid_compression",
					"The response has a Content-Encoding header, but its body is not compressed as this header states: "
							+ ExceptionRules.describe(exception)
							+ ". Correct the configuration of the gateway, or of a proxy in front of it",
					exception);
		}
		RuntimeException failure = of(exception);
		return (failure instanceof QhaigcTransientException || failure == exception
				|| ExceptionRules.hasCause(exception, OutOfMemoryError.class::isInstance)) ? failure
						: ConnectionErrors.of(exception);
	}

	/**
	 * Return the failure of an exchange for which the application does not have enough
	 * memory.
	 * @param cause the exception or error of the failed allocation
	 * @return a permanent failure
	 */
	public static QhaigcNonTransientException outOfMemory(Throwable cause) {
		return permanent("out_of_memory",
				"There is not enough memory for the request or the response: " + ExceptionRules.describe(cause)
						+ ". Increase the memory of the application, reduce qhaigc.max-response-size, or send fewer "
						+ "concurrent requests",
				cause);
	}

	/**
	 * Return the failure of a request for which a closed client was used.
	 * @param cause the underlying exception, or null
	 * @return a permanent failure
	 */
	public static QhaigcNonTransientException clientClosed(@Nullable Throwable cause) {
		return permanent("client_closed",
				"The client of the gateway is closed. Build a new client, or close this one only after its last response",
				cause);
	}

	/**
	 * Return the failure of a request that was running when its client was closed. The
	 * failure has no stack trace, because the stack trace of closing the client would be
	 * repeated in many log messages.
	 * @param responseReceived whether the response had begun
	 * @return a permanent failure
	 */
	public static QhaigcNonTransientException clientClosedDuringExchange(boolean responseReceived) {
		QhaigcNonTransientException failure = permanent("client_closed",
				"The client was closed "
						+ (responseReceived ? "while the response was being received" : "before the response began")
						+ ". To let running requests finish, use "
						+ "QhaigcClient.close(Duration) or spring.lifecycle.timeout-per-shutdown-phase",
				null);
		failure.setStackTrace(new StackTraceElement[0]);
		return failure;
	}

	/**
	 * Return the failure of an {@link ApiKey} that threw an exception.
	 * @param exception the exception
	 * @return a transient or a permanent failure
	 */
	public static RuntimeException apiKeyUnavailable(RuntimeException exception) {
		String message = "The ApiKey did not return an API key: " + ExceptionRules.limit(exception.toString());
		return ExceptionRules.isTransient(exception) ? new QhaigcTransientException(message,
				GatewayProblem.withoutResponse("api_key_unavailable", message), exception)
				: permanent("api_key_unavailable", message, exception);
	}

	/**
	 * Return the failure of an exchange that exceeded a timeout.
	 * @param code the code of the problem
	 * @param message the message, which names the timeout
	 * @return a transient failure
	 */
	public static QhaigcTransientException timeout(String code, String message) {
		return new QhaigcTransientException(message, GatewayProblem.withoutResponse(code, message), null);
	}

	/**
	 * Return the failure of a request that is not sent because its
	 * {@code RequestCondition} no longer allows it.
	 * @return a transient failure
	 */
	public static QhaigcTransientException notSent() {
		String message = "The request was not sent, because its RequestCondition no longer allows it";
		return new QhaigcTransientException(message, GatewayProblem.withoutResponse("request_not_sent", message), null);
	}

	/**
	 * Return the failure of a call whose thread was interrupted.
	 * @param cause the interruption
	 * @return a permanent failure, so that the call is not retried
	 */
	public static QhaigcNonTransientException interrupted(InterruptedException cause) {
		return permanent("interrupted",
				"The thread was interrupted while it waited for the gateway's response. The request was cancelled",
				cause);
	}

	private static QhaigcNonTransientException permanent(String code, String message, @Nullable Throwable cause) {
		return new QhaigcNonTransientException(message, GatewayProblem.withoutResponse(code, message), cause);
	}

}
