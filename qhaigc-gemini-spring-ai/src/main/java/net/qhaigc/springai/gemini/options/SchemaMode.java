package net.qhaigc.springai.gemini.options;

/**
 * The form in which the schemas of tools and of structured output are sent.
 */
public enum SchemaMode {

	/**
	 * {@link #SCHEMA}, but {@link #JSON_SCHEMA} where the schema is recursive and the
	 * model is Gemini 2.5 or newer; the default.
	 */
	AUTO,

	/** Google's {@code Schema}, into which JSON Schema is translated. */
	SCHEMA,

	/** JSON Schema as it is, but for what Google refuses. */
	JSON_SCHEMA

}
