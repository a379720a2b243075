package net.qhaigc.springai.gemini.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * The probability of harm at or above which content of a harm category is blocked:
 * Google's {@code SafetySetting}. A list must not contain two settings for one category.
 * If the options of a request are combined with those of the model, the settings of the
 * request replace the settings of the model for the same categories.
 *
 * @param category category of harmful content
 * @param threshold probability of harm at or above which content is blocked
 */
public record SafetySetting(Category category, Threshold threshold) {

	/**
	 * Create a safety setting.
	 * @throws IllegalArgumentException if the category or the threshold is missing
	 */
	public SafetySetting {
		Assert.isTrue(category != null && threshold != null,
				() -> "%s: each setting requires a category and a threshold"
					.formatted(OptionValues.nameWithProperty("safetySettings")));
	}

	static List<SafetySetting> combine(List<SafetySetting> current, List<SafetySetting> overrides) {
		Map<Category, SafetySetting> combined = new LinkedHashMap<>();
		current.forEach((setting) -> combined.put(setting.category(), setting));
		overrides.forEach((setting) -> combined.put(setting.category(), setting));
		return new ArrayList<>(combined.values());
	}

	/** Google's {@code HarmCategory}. */
	public enum Category {

		/** Harassment. */
		HARASSMENT,

		/** Hate speech. */
		HATE_SPEECH,

		/** Sexually explicit content. */
		SEXUALLY_EXPLICIT,

		/** Dangerous content. */
		DANGEROUS_CONTENT,

		/** Attempts to bypass the safety rules of the model. */
		JAILBREAK,

		/** Content that may harm civic integrity; deprecated by Google. */
		CIVIC_INTEGRITY

	}

	/** Google's {@code HarmBlockThreshold}. */
	public enum Threshold {

		/** Block content with a low, medium or high probability. */
		BLOCK_LOW_AND_ABOVE,

		/** Block content with a medium or high probability. */
		BLOCK_MEDIUM_AND_ABOVE,

		/** Block content with a high probability. */
		BLOCK_ONLY_HIGH,

		/** Block nothing. */
		BLOCK_NONE,

		/** Turn off the filter. */
		OFF

	}

}
