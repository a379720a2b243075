package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;

/**
 * The gateway's key, asked for anew at each attempt, since an {@link ApiKey} may renew
 * it.
 */
final class BearerKey {

	private final ApiKey source;

	BearerKey(ApiKey source) {
		this.source = source;
	}

	/** The key; one that may have to be fetched is not fetched on an event loop. */
	Mono<String> read() {
		Mono<String> key = Mono.fromCallable(this::checked);
		return (this.source instanceof SimpleApiKey) ? key : key.subscribeOn(Threads.KEYS).publishOn(Threads.WORK);
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
