package net.qhaigc.springai.gemini.codec.warning;

import org.jspecify.annotations.Nullable;

/**
 * Warns, once for each option, that an endpoint does not support an option that is set.
 */
public final class IgnoredOptions {

	private final String endpoint;

	private final String otherEndpoint;

	private final WarnOnce warnings;

	private IgnoredOptions(String endpoint, String otherEndpoint, WarnOnce warnings) {
		this.endpoint = endpoint;
		this.otherEndpoint = otherEndpoint;
		this.warnings = warnings;
	}

	/**
	 * Create the warnings for the native endpoint.
	 * @param warnings logs each warning only once
	 * @return the warnings
	 */
	public static IgnoredOptions ofNativeEndpoint(WarnOnce warnings) {
		return new IgnoredOptions("native", "unified", warnings);
	}

	/**
	 * Create the warnings for the unified endpoint.
	 * @param warnings logs each warning only once
	 * @return the warnings
	 */
	public static IgnoredOptions ofUnifiedEndpoint(WarnOnce warnings) {
		return new IgnoredOptions("unified", "native", warnings);
	}

	/**
	 * Warn about an option if it is set.
	 * @param option the name of the option
	 * @param value the value of the option; null if it is not set
	 */
	public void warnIfSet(String option, @Nullable Object value) {
		if (value != null) {
			this.warnings.warn("ignored by " + this.endpoint, option,
					"Option '%s' is ignored: the %s endpoint does not support it. Set qhaigc.endpoint=%s to send it"
						.formatted(option, this.endpoint, this.otherEndpoint));
		}
	}

}
