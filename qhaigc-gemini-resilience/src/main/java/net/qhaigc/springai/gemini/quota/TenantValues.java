package net.qhaigc.springai.gemini.quota;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A value for each tenant, which is identified by its quota key, and one value for all
 * requests without a quota key. If there are too many tenants, the value of the tenant
 * whose last request was longest ago is removed.
 *
 * @param <T> the type of the values
 */
final class TenantValues<T> {

	private final T common;

	private final Function<String, T> factory;

	private final Map<String, T> values;

	TenantValues(int max, T common, Function<String, T> factory) {
		this.common = common;
		this.factory = factory;
		this.values = new LinkedHashMap<>(16, 0.75f, true) {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
				return size() > max;
			}

		};
	}

	static int checkMax(int max) {
		if (max <= 0) {
			throw new IllegalArgumentException("qhaigc.quota.max-tenants must be positive, but is " + max);
		}
		return max;
	}

	T of(@Nullable String key) {
		if (key == null) {
			return this.common;
		}
		synchronized (this.values) {
			return this.values.computeIfAbsent(key, this.factory);
		}
	}

	/** Return the value for all requests without a quota key. */
	T common() {
		return this.common;
	}

}
