package net.qhaigc.springai.gemini.options;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A tool that Google provides. Google's servers run it while the model generates the
 * response, except for {@link ComputerUse}, whose steps the application executes.
 */
public sealed interface ServerTool {

	/**
	 * Create a tool for grounding with Google Search, with the model's default search
	 * types and without a time range.
	 * @return the tool
	 */
	static GoogleSearch googleSearch() {
		return new GoogleSearch(false, false, null, null);
	}

	/**
	 * Create a tool that retrieves the content of the URLs in the prompt.
	 * @return the tool
	 */
	static UrlContext urlContext() {
		return new UrlContext();
	}

	/**
	 * Create a tool that executes Python code that the model generates.
	 * @return the tool
	 */
	static CodeExecution codeExecution() {
		return new CodeExecution();
	}

	/**
	 * Create a tool for grounding with Google Maps.
	 * @return the tool
	 */
	static GoogleMaps googleMaps() {
		return new GoogleMaps(null);
	}

	/**
	 * Create a tool that searches file search stores.
	 * @param storeNames names of the stores, such as {@code fileSearchStores/my-store}
	 * @return the tool
	 * @throws IllegalArgumentException if there is no name
	 */
	static FileSearch fileSearch(String... storeNames) {
		return new FileSearch(List.of(storeNames), null, null);
	}

	/**
	 * Create a tool with which the model controls a browser, a mobile device or a
	 * desktop.
	 * @param environment what the model controls
	 * @return the tool
	 */
	static ComputerUse computerUse(ComputerUse.Environment environment) {
		return new ComputerUse(environment, List.of(), null, List.of());
	}

	/**
	 * Grounding with Google Search: Google's {@code googleSearch}.
	 *
	 * @param webSearch whether to request web pages explicitly; if neither web pages nor
	 * images are requested, the model's default applies
	 * @param imageSearch whether to request images explicitly
	 * @param from start of the time range of the results; null if and only if {@code to}
	 * is null
	 * @param to end of the time range of the results; null if and only if {@code from} is
	 * null
	 */
	record GoogleSearch(boolean webSearch, boolean imageSearch, @Nullable Instant from,
			@Nullable Instant to) implements ServerTool {

		/**
		 * Create a tool for grounding with Google Search.
		 * @throws IllegalArgumentException if only one end of the time range is set
		 */
		public GoogleSearch {
			Assert.isTrue((from == null) == (to == null),
					() -> "%s: Google Search requires both ends of the time range, or neither"
						.formatted(OptionValues.nameWithProperty("serverTools")));
		}

		/**
		 * Return this tool with a time range.
		 * @param from start of the time range of the results
		 * @param to end of the time range of the results
		 * @return a new tool
		 */
		public GoogleSearch between(Instant from, Instant to) {
			return new GoogleSearch(this.webSearch, this.imageSearch, from, to);
		}

		/**
		 * Return this tool with both web pages and images requested explicitly.
		 * @return a new tool
		 */
		public GoogleSearch withImages() {
			return new GoogleSearch(true, true, this.from, this.to);
		}

	}

	/**
	 * Retrieval of the content of the URLs in the prompt: Google's {@code urlContext}.
	 */
	record UrlContext() implements ServerTool {

	}

	/**
	 * Execution of Python code that the model generates: Google's {@code codeExecution}.
	 */
	record CodeExecution() implements ServerTool {

	}

	/**
	 * Grounding with Google Maps: Google's {@code googleMaps}.
	 *
	 * @param enableWidget whether the response contains a token with which a web page can
	 * show the map widget; null for Google's default
	 */
	record GoogleMaps(@Nullable Boolean enableWidget) implements ServerTool {

	}

	/**
	 * Search in file search stores: Google's {@code fileSearch}.
	 *
	 * @param storeNames names of the stores, at least one
	 * @param topK maximum number of document chunks to retrieve; null for Google's
	 * default
	 * @param metadataFilter filter in Google's list-filter syntax (AIP-160); null for
	 * none
	 */
	record FileSearch(List<String> storeNames, @Nullable Integer topK,
			@Nullable String metadataFilter) implements ServerTool {

		/**
		 * Create a tool that searches file search stores.
		 * @throws IllegalArgumentException if there is no store
		 */
		public FileSearch {
			storeNames = (storeNames != null) ? List.copyOf(storeNames) : List.of();
			Assert.notEmpty(storeNames, () -> "%s: file search requires at least one store"
				.formatted(OptionValues.nameWithProperty("serverTools")));
		}

	}

	/**
	 * Control of a browser, a mobile device or a desktop: Google's {@code computerUse}.
	 * The model returns its steps as function calls, which the application executes.
	 *
	 * @param environment what the model controls
	 * @param excludedPredefinedFunctions names of the predefined functions that the model
	 * must not call
	 * @param enablePromptInjectionDetection whether the server detects prompt injection;
	 * null for Google's default
	 * @param disabledSafetyPolicies Google's names of the safety policies to disable
	 */
	record ComputerUse(Environment environment, List<String> excludedPredefinedFunctions,
			@Nullable Boolean enablePromptInjectionDetection,
			List<String> disabledSafetyPolicies) implements ServerTool {

		/**
		 * Create a tool with which the model controls an environment.
		 * @throws IllegalArgumentException if the environment is missing
		 */
		public ComputerUse {
			Assert.notNull(environment, () -> "%s: computer use requires an environment"
				.formatted(OptionValues.nameWithProperty("serverTools")));
			excludedPredefinedFunctions = (excludedPredefinedFunctions != null)
					? List.copyOf(excludedPredefinedFunctions) : List.of();
			disabledSafetyPolicies = (disabledSafetyPolicies != null) ? List.copyOf(disabledSafetyPolicies) : List.of();
		}

		/** Google's {@code computerUse.environment}. */
		public enum Environment {

			/** A browser. */
			BROWSER,

			/** A mobile device. */
			MOBILE,

			/** A desktop. */
			DESKTOP

		}

	}

}
