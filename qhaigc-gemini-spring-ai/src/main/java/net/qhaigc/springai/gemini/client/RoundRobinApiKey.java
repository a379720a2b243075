package net.qhaigc.springai.gemini.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.ApiKey;

/**
 * Several API keys of the same gateway, between which requests alternate
 * ({@code qhaigc.api-keys}). Use an instance in place of a single key for a client or a
 * request, or return it from an {@link net.qhaigc.springai.gemini.ApiKeyResolver
 * ApiKeyResolver}.
 * <p>
 * An API key that the gateway rejects, or whose account has insufficient credit, is not
 * used for one minute. An API key that is not permitted to use a model is not used for
 * this model for one minute. An API key that the gateway rate-limits is not used for the
 * model of the request until the time that the gateway specifies, or for five seconds if
 * the gateway specifies no time. A request that fails for one of these reasons is
 * immediately sent again with the next key, unless a stream has already emitted an
 * element. If all keys are rate-limited, a request fails with a
 * {@link net.qhaigc.springai.gemini.client.error.QhaigcTransientException
 * QhaigcTransientException} that contains the delay until one of the keys is used again.
 * The client retries the request after this delay, as after any other rate limit.
 * <p>
 * Instances are thread-safe. A failed request affects only the instance that supplied its
 * API key, not other instances with the same key.
 */
public final class RoundRobinApiKey implements ApiKey {

	private final List<SuspendableApiKey> keys;

	private final AtomicInteger position = new AtomicInteger();

	private RoundRobinApiKey(List<String> apiKeys, LongSupplier nanoTime) {
		List<SuspendableApiKey> suspendable = new ArrayList<>();
		for (int i = 0; i < apiKeys.size(); i++) {
			suspendable.add(new SuspendableApiKey(apiKeys.get(i), i, nanoTime));
		}
		this.keys = List.copyOf(suspendable);
	}

	/**
	 * Return API keys to alternate between.
	 * @param apiKeys at least one API key, without duplicates
	 * @return the API keys
	 * @throws IllegalArgumentException if there is no key, or a blank or repeated one
	 */
	public static RoundRobinApiKey of(List<String> apiKeys) {
		return of(apiKeys, System::nanoTime);
	}

	static RoundRobinApiKey of(List<String> apiKeys, LongSupplier nanoTime) {
		if (apiKeys.isEmpty()) {
			throw new IllegalArgumentException("At least one API key is required");
		}
		Set<String> distinct = new HashSet<>();
		for (int i = 0; i < apiKeys.size(); i++) {
			if (apiKeys.get(i).isBlank()) {
				throw new IllegalArgumentException("The API key at index %d is blank".formatted(i));
			}
			if (!distinct.add(apiKeys.get(i).strip())) {
				throw new IllegalArgumentException("The API key at index %d is a duplicate".formatted(i));
			}
		}
		return new RoundRobinApiKey(apiKeys, nanoTime);
	}

	/**
	 * Return the next API key, for code outside this library.
	 * @return an API key that can be used, or if there is none, the one that can be used
	 * soonest
	 */
	@Override
	public String getValue() {
		SuspendableApiKey ready = next("");
		return ((ready != null) ? ready : earliest("")).value().getValue();
	}

	/** Return the next key that can be used; null if there is none. */
	@Nullable SuspendableApiKey next(String model) {
		int start = this.position.getAndUpdate((current) -> (current + 1) % this.keys.size());
		for (int i = 0; i < this.keys.size(); i++) {
			SuspendableApiKey key = this.keys.get((start + i) % this.keys.size());
			if (key.remainingSuspension(model).isZero()) {
				return key;
			}
		}
		return null;
	}

	/**
	 * Return the key that can be used soonest. Rejected keys are taken into account only
	 * if all keys are rejected.
	 */
	SuspendableApiKey earliest(String model) {
		Comparator<SuspendableApiKey> rateLimitedFirst = Comparator.comparing((key) -> key.isRejected(model));
		return this.keys.stream()
			.min(rateLimitedFirst.thenComparing((SuspendableApiKey key) -> key.remainingSuspension(model)))
			.orElseThrow();
	}

	List<SuspendableApiKey> keys() {
		return this.keys;
	}

	@Override
	public String toString() {
		return "RoundRobinApiKey[" + this.keys.size() + " keys]";
	}

}
