package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Google's {@code Tool}: function declarations or one server tool. The settings of a
 * server tool are free-form; an empty map switches it on.
 *
 * @param functionDeclarations functions that the application runs
 * @param googleSearch grounding with Google Search
 * @param urlContext reading of addresses named in the prompt
 * @param codeExecution Python that the server runs
 * @param googleMaps grounding with Google Maps
 * @param fileSearch search in file search stores
 * @param computerUse control of a browser or a desktop
 */
public record Tool(@Nullable List<FunctionDeclaration> functionDeclarations, @Nullable Map<String, Object> googleSearch,
		@Nullable Map<String, Object> urlContext, @Nullable Map<String, Object> codeExecution,
		@Nullable Map<String, Object> googleMaps, @Nullable Map<String, Object> fileSearch,
		@Nullable Map<String, Object> computerUse) {

	/**
	 * A tool made of functions.
	 * @param functions the functions
	 * @return the tool
	 */
	public static Tool ofFunctions(List<FunctionDeclaration> functions) {
		return new Tool(List.copyOf(functions), null, null, null, null, null, null);
	}

	/**
	 * A function that the model may call.
	 *
	 * @param name {@code [A-Za-z_][A-Za-z0-9_:.-]{0,127}}
	 * @param description what the function does; the model reads it
	 * @param parameters its parameters; null if it has none, or if
	 * {@code parametersJsonSchema} has them
	 * @param parametersJsonSchema its parameters as JSON Schema
	 */
	public record FunctionDeclaration(String name, @Nullable String description, @Nullable Schema parameters,
			@Nullable Object parametersJsonSchema) {

	}

}
