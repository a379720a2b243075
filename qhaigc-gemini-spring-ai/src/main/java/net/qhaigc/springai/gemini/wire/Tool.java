package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code Tool}, which holds functions or one server tool. The settings of a
 * server tool are free-form JSON; an empty object enables the tool with its default
 * settings.
 */
public sealed interface Tool {

	/**
	 * Functions that the application runs.
	 *
	 * @param functionDeclarations the functions
	 */
	record Functions(List<FunctionDeclaration> functionDeclarations) implements Tool {

		public Functions {
			functionDeclarations = List.copyOf(functionDeclarations);
		}

	}

	/**
	 * Grounding with Google Search.
	 *
	 * @param googleSearch the settings
	 */
	record GoogleSearch(Map<String, Object> googleSearch) implements Tool {

	}

	/**
	 * Retrieval of the content of the URLs in the prompt.
	 *
	 * @param urlContext the settings
	 */
	record UrlContext(Map<String, Object> urlContext) implements Tool {

	}

	/**
	 * Python code that the model writes and the server runs.
	 *
	 * @param codeExecution the settings
	 */
	record CodeExecution(Map<String, Object> codeExecution) implements Tool {

	}

	/**
	 * Grounding with Google Maps.
	 *
	 * @param googleMaps the settings
	 */
	record GoogleMaps(Map<String, Object> googleMaps) implements Tool {

	}

	/**
	 * Search in file search stores.
	 *
	 * @param fileSearch the settings
	 */
	record FileSearch(Map<String, Object> fileSearch) implements Tool {

	}

	/**
	 * Control of a browser, a mobile device or a desktop.
	 *
	 * @param computerUse the settings
	 */
	record ComputerUse(Map<String, Object> computerUse) implements Tool {

	}

	/**
	 * A tool in the JSON format of Google's {@code Tool}.
	 *
	 * @param fields the fields of the tool
	 */
	record Raw(@JsonValue Map<String, ? extends @Nullable Object> fields) implements Tool {

	}

	/**
	 * Google's {@code FunctionDeclaration}: a function that the model may call.
	 *
	 * @param name a name that matches {@code [A-Za-z_][A-Za-z0-9_:.-]{0,127}}
	 * @param description a description; the model reads it
	 * @param parameters the parameters; null if there are none, or if
	 * {@code parametersJsonSchema} is set
	 * @param parametersJsonSchema the parameters as JSON Schema
	 */
	record FunctionDeclaration(String name, @Nullable String description, @Nullable Schema parameters,
			@Nullable Map<String, Object> parametersJsonSchema) {

	}

}
