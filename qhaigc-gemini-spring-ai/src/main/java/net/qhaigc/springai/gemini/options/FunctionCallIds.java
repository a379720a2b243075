package net.qhaigc.springai.gemini.options;

/**
 * Whether the ids of function calls go back to the model.
 */
public enum FunctionCallIds {

	/** The ids that the model itself had sent go back, and no others; the default. */
	ECHO,

	/** No ids are sent, as some gateways in front of Vertex AI want it. */
	NEVER

}
