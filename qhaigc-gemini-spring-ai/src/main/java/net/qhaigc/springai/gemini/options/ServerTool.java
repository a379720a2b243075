package net.qhaigc.springai.gemini.options;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A tool that the server runs by itself while it answers.
 */
public sealed interface ServerTool {

	/**
	 * Grounding with Google Search.
	 * @return the tool
	 */
	static GoogleSearch googleSearch() {
		return new GoogleSearch(false, false, null, null);
	}

	/**
	 * Reading of the addresses that stand in the prompt.
	 * @return the tool
	 */
	static UrlContext urlContext() {
		return new UrlContext();
	}

	/**
	 * Python that the model writes and the server runs.
	 * @return the tool
	 */
	static CodeExecution codeExecution() {
		return new CodeExecution();
	}

	/**
	 * Grounding with Google Maps.
	 * @return the tool
	 */
	static GoogleMaps googleMaps() {
		return new GoogleMaps(null);
	}

	/**
	 * Search in file search stores.
	 * @param storeNames the stores, such as {@code fileSearchStores/my-store}
	 * @return the tool
	 */
	static FileSearch fileSearch(String... storeNames) {
		return new FileSearch(List.of(storeNames), null, null);
	}

	/**
	 * Control of a browser, a phone or a desktop.
	 * @param environment what is controlled
	 * @return the tool
	 */
	static ComputerUse computerUse(ComputerUse.Environment environment) {
		return new ComputerUse(environment, List.of(), null, List.of());
	}

	/**
	 * Grounding with Google Search.
	 *
	 * @param webSearch whether web pages are asked for by name; with neither kind the
	 * model's default holds
	 * @param imageSearch whether images are asked for by name
	 * @param from the earliest time of what is found; null together with {@code to}
	 * @param to the latest time of what is found; null together with {@code from}
	 */
	record GoogleSearch(boolean webSearch, boolean imageSearch, @Nullable Instant from,
			@Nullable Instant to) implements ServerTool {

		/**
		 * Makes the tool.
		 * @throws IllegalArgumentException if only one of the two times is there
		 */
		public GoogleSearch {
			Assert.isTrue((from == null) == (to == null),
					() -> "%s: Google Search needs both ends of the time range, or neither"
						.formatted(Settings.named("serverTools")));
		}

		/**
		 * The same limited to a time range.
		 * @param from the earliest time of what is found
		 * @param to the latest time of what is found
		 * @return the tool
		 */
		public GoogleSearch between(Instant from, Instant to) {
			return new GoogleSearch(this.webSearch, this.imageSearch, from, to);
		}

		/**
		 * The same with images beside web pages.
		 * @return the tool
		 */
		public GoogleSearch withImages() {
			return new GoogleSearch(true, true, this.from, this.to);
		}

	}

	/** Reading of the addresses that stand in the prompt. */
	record UrlContext() implements ServerTool {

	}

	/** Python that the model writes and the server runs. */
	record CodeExecution() implements ServerTool {

	}

	/**
	 * Grounding with Google Maps.
	 *
	 * @param enableWidget whether the answer has a token for a map to show; null for the
	 * default
	 */
	record GoogleMaps(@Nullable Boolean enableWidget) implements ServerTool {

	}

	/**
	 * Search in file search stores.
	 *
	 * @param storeNames the stores, at least one
	 * @param topK how many chunks to find; null for the default
	 * @param metadataFilter a filter in Google's list-filter syntax; null for none
	 */
	record FileSearch(List<String> storeNames, @Nullable Integer topK,
			@Nullable String metadataFilter) implements ServerTool {

		/**
		 * Makes the tool.
		 * @throws IllegalArgumentException if there is no store
		 */
		public FileSearch {
			storeNames = (storeNames != null) ? List.copyOf(storeNames) : List.of();
			Assert.notEmpty(storeNames,
					() -> "%s: file search needs at least one store".formatted(Settings.named("serverTools")));
		}

	}

	/**
	 * Control of a browser, a phone or a desktop. The model's steps come as function
	 * calls that the application carries out.
	 *
	 * @param environment what is controlled
	 * @param excludedPredefinedFunctions steps that the model is not to take
	 * @param enablePromptInjectionDetection whether the server looks for prompt
	 * injection; null for the default
	 * @param disabledSafetyPolicies Google's names of the policies to switch off
	 */
	record ComputerUse(Environment environment, List<String> excludedPredefinedFunctions,
			@Nullable Boolean enablePromptInjectionDetection,
			List<String> disabledSafetyPolicies) implements ServerTool {

		/**
		 * Makes the tool.
		 * @throws IllegalArgumentException if the environment is missing
		 */
		public ComputerUse {
			Assert.notNull(environment,
					() -> "%s: computer use needs an environment".formatted(Settings.named("serverTools")));
			excludedPredefinedFunctions = (excludedPredefinedFunctions != null)
					? List.copyOf(excludedPredefinedFunctions) : List.of();
			disabledSafetyPolicies = (disabledSafetyPolicies != null) ? List.copyOf(disabledSafetyPolicies) : List.of();
		}

		/** What is controlled. */
		public enum Environment {

			/** A browser. */
			BROWSER,

			/** A phone. */
			MOBILE,

			/** A desktop. */
			DESKTOP

		}

	}

}
