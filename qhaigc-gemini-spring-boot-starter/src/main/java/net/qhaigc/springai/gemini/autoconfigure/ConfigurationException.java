package net.qhaigc.springai.gemini.autoconfigure;

/**
 * Thrown when a property is missing or has an invalid value. The message names the
 * property and never contains the API key.
 */
public final class ConfigurationException extends IllegalArgumentException {

	private final String action;

	/**
	 * Create an exception.
	 * @param message the message, which names the property
	 * @param action what users can do to correct the configuration
	 */
	public ConfigurationException(String message, String action) {
		super(message);
		this.action = action;
	}

	private ConfigurationException(IllegalArgumentException cause) {
		super(cause.getMessage(), cause);
		this.action = "Correct the value of the property.";
	}

	/**
	 * Return an exception with the message of the given exception.
	 * @param cause an exception whose message names the property; returned unchanged if
	 * it is a {@code ConfigurationException}
	 * @return the exception to throw
	 */
	public static ConfigurationException of(IllegalArgumentException cause) {
		return (cause instanceof ConfigurationException ex) ? ex : new ConfigurationException(cause);
	}

	/** Return an exception whose message also names the prefix of the property. */
	ConfigurationException withPrefix(String prefix) {
		return new ConfigurationException("Invalid configuration under '%s': %s".formatted(prefix, getMessage()),
				this.action);
	}

	/**
	 * Return what users can do to correct the configuration.
	 * @return the action
	 */
	public String getAction() {
		return this.action;
	}

}
