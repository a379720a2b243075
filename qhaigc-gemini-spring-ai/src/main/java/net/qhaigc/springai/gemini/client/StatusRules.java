package net.qhaigc.springai.gemini.client;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which statuses may pass by themselves, with what the user says against it.
 *
 * @param onHttpCodes statuses that count as passing
 * @param onClientErrors whether each 4xx counts as passing
 * @param excludeOnHttpCodes statuses that count as lasting
 */
record StatusRules(Set<Integer> onHttpCodes, boolean onClientErrors, Set<Integer> excludeOnHttpCodes) {

	static final StatusRules DEFAULT = new StatusRules(Set.of(), false, Set.of());

	private static final Set<Integer> TRANSIENT_CLIENT_ERRORS = Set.of(408, 409, 425, 429);

	/** What the user decided for this status, or null. */
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
	 * Whether a status may pass by itself. So may an error behind a status of success:
	 * the gateway had taken the request.
	 */
	static boolean isTransient(int status) {
		return (status >= 200 && status < 300) || status >= 500 || TRANSIENT_CLIENT_ERRORS.contains(status);
	}

}
