package net.qhaigc.springai.gemini.autoconfigure;

/**
 * What is configured cannot be used. The message names the property and never holds the
 * key.
 */
final class ConfigurationException extends IllegalArgumentException {

	private final String action;

	ConfigurationException(String message, String action) {
		super(message);
		this.action = action;
	}

	private ConfigurationException(IllegalArgumentException cause) {
		super(cause.getMessage(), cause);
		this.action = "Correct the property.";
	}

	/** What the library found wrong with a value, in its own words. */
	static ConfigurationException of(IllegalArgumentException cause) {
		return (cause instanceof ConfigurationException same) ? same : new ConfigurationException(cause);
	}

	/** The same, found below a prefix. */
	ConfigurationException in(String prefix) {
		return new ConfigurationException("Below '%s': %s".formatted(prefix, getMessage()), this.action);
	}

	/** What the user should do. */
	String action() {
		return this.action;
	}

}
