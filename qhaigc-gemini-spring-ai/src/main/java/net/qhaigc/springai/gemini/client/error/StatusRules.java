package net.qhaigc.springai.gemini.client.error;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The HTTP statuses of transient failures, and those that the user declared transient or
 * permanent. A status that the user declared both transient and permanent is transient.
 *
 * @param onHttpCodes statuses that are transient
 * @param onClientErrors whether all 4xx statuses are transient
 * @param excludeOnHttpCodes statuses that are permanent
 */
public record StatusRules(Set<Integer> onHttpCodes, boolean onClientErrors, Set<Integer> excludeOnHttpCodes) {

	/** Rules without any statuses declared by the user. */
	public static final StatusRules DEFAULT = new StatusRules(Set.of(), false, Set.of());

	private static final Set<Integer> TRANSIENT_CLIENT_ERRORS = Set.of(408, 409, 425, 429);

	/**
	 * The statuses after which a request fails again unless it is changed.
	 */
	private static final Set<Integer> REJECTED_REQUESTS = Set.of(301, 302, 303, 307, 308, 400, 405, 406, 411, 413, 414,
			415, 417, 422, 431);

	/**
	 * Copy the given sets.
	 */
	public StatusRules {
		onHttpCodes = Set.copyOf(onHttpCodes);
		excludeOnHttpCodes = Set.copyOf(excludeOnHttpCodes);
	}

	/**
	 * Return true if the user declared the status transient, false if the user declared
	 * it permanent, and null if the user declared neither.
	 */
	@Nullable Boolean override(int status) {
		if (this.onHttpCodes.contains(status)) {
			return true;
		}
		if (this.onClientErrors && status >= 400 && status < 500) {
			return true;
		}
		return this.excludeOnHttpCodes.contains(status) ? false : null;
	}

	/**
	 * Whether a status is transient by default. An error in a response with a successful
	 * status is transient, because the gateway had accepted the request.
	 */
	static boolean isTransient(int status) {
		return (status >= 200 && status < 300) || status >= 500 || TRANSIENT_CLIENT_ERRORS.contains(status);
	}

	/**
	 * Whether a status is transient if the gateway specifies a delay before a retry. A
	 * request that is malformed or too large, or that has to be sent to a different URL,
	 * fails after this delay too.
	 */
	static boolean isTransientAfterRequestedDelay(int status) {
		return !REJECTED_REQUESTS.contains(status);
	}

}
