package net.qhaigc.springai.gemini.options;

/**
 * Whether the IDs of function calls are sent with the history.
 */
public enum FunctionCallIds {

	/**
	 * Send the IDs that the model returned, but not those that this library generated;
	 * the default.
	 */
	ECHO,

	/** Send no IDs, as some gateways for Vertex AI require. */
	NEVER

}
