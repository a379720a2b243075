package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.TransportErrors;
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;
import net.qhaigc.springai.gemini.client.scheduling.TimeLimit;

/**
 * The API key of a client or of one request. The value of an {@link ApiKey} is resolved
 * for each attempt, since it can change.
 */
final class RequestApiKey {

	/**
	 * The default description of where the key of a client comes from.
	 */
	static final String DEFAULT_SOURCE = "qhaigc.api-key";

	/** The default description of where several keys of a client come from. */
	static final String DEFAULT_KEYS_SOURCE = "qhaigc.api-keys";

	static final String MISSING_KEY_MESSAGE = "An API key is required. "
			+ "Set qhaigc.api-key (environment variable QHAIGC_API_KEY)";

	private static final String QUOTES = "\"'`\u201c\u201d\u2018\u2019";

	private final ApiKey apiKey;

	private final String source;

	private final Duration timeout;

	private final ClientSchedulers schedulers;

	/**
	 * Create an API key.
	 * @param apiKey returns the API key
	 * @param source where the API key comes from, for messages
	 * @param timeout how long the {@link ApiKey} can take to return a key; zero for no
	 * timeout
	 * @param schedulers the threads of the client
	 */
	RequestApiKey(ApiKey apiKey, String source, Duration timeout, ClientSchedulers schedulers) {
		this.apiKey = apiKey;
		this.source = source;
		this.timeout = timeout;
		this.schedulers = schedulers;
	}

	/**
	 * Return the key of a request, which is this key unless the request has its own key.
	 */
	RequestApiKey forRequest(GatewayRequest request) {
		ApiKey own = request.apiKey();
		return (own != null) ? new RequestApiKey(own, request.apiKeySource(), this.timeout, this.schedulers) : this;
	}

	/**
	 * Return the failover between several keys; null if there is only one key.
	 * @param model the model of the request; empty if it has none
	 */
	@Nullable ApiKeyFailover failover(String model) {
		return (this.apiKey instanceof RoundRobinApiKey keys)
				? new ApiKeyFailover(keys, this.source, model,
						(key) -> new RequestApiKey(key.value(), key.source(this.source), this.timeout, this.schedulers))
				: null;
	}

	/** Return where the key comes from. */
	String source() {
		return this.source;
	}

	/**
	 * Resolve the key, and start the exchange with it. An {@link ApiKey} that may block
	 * is not called on an event loop.
	 */
	<T> Flux<T> resolve(Function<String, Flux<T>> exchange) {
		return (this.apiKey instanceof SimpleApiKey) ? Flux.defer(() -> exchange.apply(value()))
				: this.schedulers.unlessClosed(withTimeout(fetch()).publishOn(this.schedulers.signals()))
					.flatMapMany(exchange);
	}

	/**
	 * The callable returns the failure of the {@link ApiKey} as a failed {@code Mono},
	 * since Reactor would log an exception that the callable throws after the timeout.
	 */
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
		return this.timeout.isZero() ? key
				: TimeLimit.of(key.flux(), this.timeout, this.schedulers, () -> TimeLimit.timeout("api_key_timeout",
						"The ApiKey did not return an API key within %d ms (qhaigc.response-timeout)", this.timeout))
					.singleOrEmpty();
	}

	private String value() {
		String key = unvalidatedValue();
		if (key == null || key.isBlank()) {
			throw GatewayErrors.invalidRequest(missingKeyMessage(), null);
		}
		String error = validate(key, this.source);
		if (error != null) {
			throw GatewayErrors.invalidRequest(error, null);
		}
		return key.strip();
	}

	/**
	 * Validate an API key that is not blank. Whitespace around it is ignored.
	 * @param key the API key
	 * @param source where the API key comes from
	 * @return what is wrong, without the API key; null if the API key is valid
	 */
	static @Nullable String validate(String key, String source) {
		String stripped = key.strip();
		if (stripped.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
			return "The API key begins with 'Bearer ', which the client adds. Remove it from " + source;
		}
		if (QUOTES.indexOf(stripped.charAt(0)) >= 0 || QUOTES.indexOf(stripped.charAt(stripped.length() - 1)) >= 0) {
			return "The API key is in quotes. Remove them from " + source;
		}
		return isPrintable(stripped) ? null : "The API key contains a space, a line break or another character that "
				+ "is not allowed in an API key. Check " + source;
	}

	private String missingKeyMessage() {
		return this.source.equals(DEFAULT_SOURCE) ? MISSING_KEY_MESSAGE
				: "An API key is required, but there is none. Check " + this.source;
	}

	private static boolean isPrintable(String key) {
		for (int i = 0; i < key.length(); i++) {
			if (key.charAt(i) <= ' ' || key.charAt(i) >= 127) {
				return false;
			}
		}
		return true;
	}

	private @Nullable String unvalidatedValue() {
		try {
			return this.apiKey.getValue();
		}
		catch (RuntimeException ex) {
			throw TransportErrors.apiKeyUnavailable(ex);
		}
	}

}
