package net.qhaigc.springai.gemini.options;

/**
 * Whether the ids of function calls are sent with the history.
 */
public enum FunctionCallIds {

	/** Send the ids that the model returned, and no generated ones; the default. */
	ECHO,

	/** Send no ids, as some gateways for Vertex AI require. */
	NEVER

}
