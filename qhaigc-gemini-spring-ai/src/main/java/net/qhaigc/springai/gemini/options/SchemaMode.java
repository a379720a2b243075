package net.qhaigc.springai.gemini.options;

/**
 * The format in which the schemas of tools and of structured output are sent.
 */
public enum SchemaMode {

	/**
	 * {@link #JSON_SCHEMA} if the schema is recursive or contains an object without
	 * properties, and the model is Gemini 2.5 or newer; otherwise {@link #SCHEMA}. The
	 * default.
	 */
	AUTO,

	/** Google's {@code Schema}, translated from JSON Schema. */
	SCHEMA,

	/** JSON Schema, without the keywords that Google rejects. */
	JSON_SCHEMA

}
