package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.TransportErrors;

/**
 * The API key of a client or of one request. The value of an {@link ApiKey} is resolved
 * for each attempt, since it can change.
 */
final class RequestApiKey {

	static final String MISSING_KEY = "An API key is required. Set qhaigc.api-key (environment variable QHAIGC_API_KEY)";

	private final ApiKey source;

	private final Duration timeout;

	private final ClientSchedulers schedulers;

	/**
	 * Create an API key.
	 * @param source returns the API key
	 * @param timeout how long the source can take to return a key; zero for no timeout
	 * @param schedulers the threads of the client
	 */
	RequestApiKey(ApiKey source, Duration timeout, ClientSchedulers schedulers) {
		this.source = source;
		this.timeout = timeout;
		this.schedulers = schedulers;
	}

	/** Return an API key with the same timeout. */
	RequestApiKey withSource(ApiKey source) {
		return new RequestApiKey(source, this.timeout, this.schedulers);
	}

	/** Return the key. A source that can block is not called on an event loop. */
	Mono<String> resolve() {
		return (this.source instanceof SimpleApiKey) ? Mono.fromCallable(this::value)
				: withTimeout(fetch()).publishOn(this.schedulers.signals());
	}

	/** A failure after the timeout is a value, since Reactor would log an exception. */
	private Mono<String> fetch() {
		return Mono.fromCallable(() -> {
			try {
				return Mono.just(value());
			}
			catch (RuntimeException ex) {
				return Mono.<String>error(ex);
			}
		}).subscribeOn(this.schedulers.keys()).flatMap(Function.identity());
	}

	private Mono<String> withTimeout(Mono<String> key) {
		return TimeLimit
			.of(key.flux(), this.timeout, this.schedulers, "api_key_timeout",
					"The ApiKey did not return an API key within %d ms (qhaigc.response-timeout)")
			.singleOrEmpty();
	}

	private String value() {
		String key = sourceValue();
		if (key == null || key.isBlank()) {
			throw GatewayErrors.invalidRequest(MISSING_KEY, null);
		}
		if (!isPrintable(key)) {
			throw GatewayErrors.invalidRequest("The API key contains a space, a line break or another character that "
					+ "is not allowed in an API key. Check qhaigc.api-key", null);
		}
		return key;
	}

	private static boolean isPrintable(String key) {
		for (int i = 0; i < key.length(); i++) {
			if (key.charAt(i) <= ' ' || key.charAt(i) >= 127) {
				return false;
			}
		}
		return true;
	}

	private @Nullable String sourceValue() {
		try {
			return this.source.getValue();
		}
		catch (RuntimeException ex) {
			throw TransportErrors.apiKeyUnavailable(ex);
		}
	}

}
