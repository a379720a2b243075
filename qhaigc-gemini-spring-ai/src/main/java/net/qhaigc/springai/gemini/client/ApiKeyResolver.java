package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;

/**
 * The gateway's key, asked for anew at each attempt, since an {@link ApiKey} may renew
 * it.
 */
final class ApiKeyResolver {

	private final ApiKey source;

	private final Duration limit;

	/**
	 * The key of a source.
	 * @param source gives the key
	 * @param limit how long one that has to be fetched is waited for; zero for ever
	 */
	ApiKeyResolver(ApiKey source, Duration limit) {
		this.source = source;
		this.limit = limit;
	}

	/** The key; one that may have to be fetched is not fetched on an event loop. */
	Mono<String> read() {
		return (this.source instanceof SimpleApiKey) ? Mono.fromCallable(this::checked)
				: inTime(fetched()).publishOn(ClientSchedulers.WORK);
	}

	/** A failure is given on as a value: thrown too late, it would be logged as lost. */
	private Mono<String> fetched() {
		return Mono.fromCallable(() -> {
			try {
				return Mono.just(checked());
			}
			catch (RuntimeException ex) {
				return Mono.<String>error(ex);
			}
		}).subscribeOn(ClientSchedulers.KEYS).flatMap(Function.identity());
	}

	private Mono<String> inTime(Mono<String> key) {
		return TimeLimit
			.of(key.flux(), this.limit, "key_timeout", "The ApiKey gave no key for the gateway",
					"qhaigc.response-timeout")
			.singleOrEmpty();
	}

	private String checked() {
		String key = value();
		if (key == null || key.isBlank()) {
			throw GatewayErrors.badRequest(
					"There is no key for the gateway: set qhaigc.api-key (environment variable QHAIGC_API_KEY)", null);
		}
		if (!isPrintable(key)) {
			throw GatewayErrors.badRequest("The key for the gateway holds a space, a line break or another character "
					+ "that no key has: check qhaigc.api-key", null);
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

	private @Nullable String value() {
		try {
			return this.source.getValue();
		}
		catch (RuntimeException ex) {
			throw TransportErrors.ofKey(ex);
		}
	}

}
