package net.qhaigc.springai.gemini.client;

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

import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * Turns what the network and the HTTP client throw into one of the two exceptions.
 */
final class TransportErrors {

	private TransportErrors() {
	}

	/** A connection that was closed before any byte of the answer came. */
	static boolean isClosedBeforeAnswer(Throwable failure) {
		return failure instanceof WebClientRequestException && (failure.getCause() instanceof PrematureCloseException
				|| failure.getCause() instanceof AbortedException || isReset(failure.getCause()));
	}

	static RuntimeException of(Throwable failure) {
		if (failure instanceof QhaigcTransientException || failure instanceof QhaigcNonTransientException) {
			return (RuntimeException) failure;
		}
		Throwable cause = (failure instanceof WebClientRequestException && failure.getCause() != null)
				? failure.getCause() : failure;
		if (has(cause, (ex) -> ex instanceof CertificateException || ex instanceof CertPathValidatorException)) {
			return lasting("tls_error", "The gateway's certificate is not trusted: " + cause.getMessage()
					+ ". Check qhaigc.base-url, or name a bundle that trusts it in qhaigc.ssl.bundle", cause);
		}
		if (has(cause, NotSslRecordException.class::isInstance)) {
			return lasting("tls_error", "The gateway does not speak TLS: check https in qhaigc.base-url", cause);
		}
		if (String.valueOf(cause.getMessage()).startsWith("invalid version format")) {
			return lasting("no_http", "What answers is no gateway, since it does not speak HTTP (" + cause.getMessage()
					+ "): check qhaigc.base-url", cause);
		}
		if (isNamed(cause, "PoolShutdownException")) {
			return ofClosed(cause);
		}
		if (cause instanceof ProxyConnectException && String.valueOf(cause.getMessage()).contains("status: 407")) {
			return lasting("proxy_authentication", "The proxy wants to know who asks: " + cause.getMessage()
					+ ". Set the proxy's username and password", cause);
		}
		return mayPass(cause) ? passing(cause)
				: lasting("unexpected", "The exchange with the gateway failed: " + cause, cause);
	}

	/** What ends an answer that has begun, such as a chunk that is none, may pass. */
	static Throwable ofAnswer(Throwable failure) {
		return mayPass(failure) ? failure : new IOException(failure.toString(), failure);
	}

	/** What somebody gets who asks a client that was closed, or was closed meanwhile. */
	static RuntimeException ofClosed(@Nullable Throwable cause) {
		return lasting("client_closed",
				"The client of the gateway was closed: build another, or close it after its last answer", cause);
	}

	/** What an {@link ApiKey} throws in place of a key. */
	static RuntimeException ofKey(RuntimeException failure) {
		String message = "The ApiKey gave no key for the gateway: " + failure;
		return mayPass(failure) ? passing("no_key", message, failure) : lasting("no_key", message, failure);
	}

	private static boolean mayPass(Throwable failure) {
		return has(failure,
				(ex) -> ex instanceof IOException || ex instanceof TimeoutException
						|| ex instanceof ReadTimeoutException || ex instanceof AbortedException
						|| ex instanceof TransientAiException || isPoolFull(ex));
	}

	private static boolean isPoolFull(Throwable failure) {
		return isNamed(failure, "PoolAcquirePendingLimitException") || isNamed(failure, "PoolAcquireTimeoutException");
	}

	/** Reactor Netty hides the types of its pool inside itself. */
	private static boolean isNamed(Throwable failure, String type) {
		return failure.getClass().getSimpleName().equals(type);
	}

	private static QhaigcTransientException passing(Throwable cause) {
		if (isNamed(cause, "PoolAcquireTimeoutException")) {
			return passing("pool_exhausted",
					"No connection to the gateway became free within " + PoolSettings.MAX_PENDING_TIME.toSeconds()
							+ " s: raise qhaigc.pool.max-connections, or ask for less at a time",
					cause);
		}
		if (isPoolFull(cause)) {
			return passing("pool_exhausted",
					"All connections to the gateway are busy, and so is the queue for them: "
							+ "raise qhaigc.pool.max-connections or qhaigc.pool.max-pending, or ask for less at a time",
					cause);
		}
		if (cause instanceof UnknownHostException) {
			return passing("unknown_host",
					"The gateway's host is unknown: " + cause.getMessage() + ". Check qhaigc.base-url", cause);
		}
		if (cause instanceof ConnectTimeoutException) {
			return passing("connect_timeout", "The gateway could not be reached within qhaigc.connect-timeout: "
					+ cause.getMessage() + ". Check qhaigc.base-url and the way out to it", cause);
		}
		if (cause instanceof ProxyConnectException) {
			return passing("proxy_error", "The proxy does not lead to the gateway: " + cause.getMessage()
					+ ". Check qhaigc.base-url, and what the proxy lets through", cause);
		}
		if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
			return passing("connection_refused", "The gateway cannot be reached: " + cause.getMessage()
					+ ". Check qhaigc.base-url, and the proxy if there is one", cause);
		}
		if (cause instanceof ReadTimeoutException) {
			return passing("response_timeout", "The gateway was silent for longer than qhaigc.read-timeout", cause);
		}
		return passing("connection_closed", "The connection to the gateway broke: " + cause.getMessage(), cause);
	}

	private static QhaigcTransientException passing(String code, String message, Throwable cause) {
		return new QhaigcTransientException(message, problem(code, message), cause);
	}

	private static QhaigcNonTransientException lasting(String code, String message, @Nullable Throwable cause) {
		return new QhaigcNonTransientException(message, problem(code, message), cause);
	}

	/** A problem of which there is no answer to tell more. */
	static GatewayProblem problem(String code, String message) {
		return new GatewayProblem(0, code, null, message, null, null, null);
	}

	private static boolean isReset(@Nullable Throwable failure) {
		String message = (failure instanceof IOException) ? failure.getMessage() : null;
		return message != null && (message.contains("Connection reset") || message.contains("Broken pipe"));
	}

	private static boolean has(Throwable failure, Predicate<Throwable> test) {
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (test.test(cause)) {
				return true;
			}
		}
		return false;
	}

}
