package net.qhaigc.springai.gemini.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * From which probability on a kind of harmful content is blocked. There is at most one
 * for each category: of several the last one counts.
 *
 * @param category the kind of content
 * @param threshold the probability
 */
public record SafetySetting(Category category, Threshold threshold) {

	/**
	 * Makes a setting.
	 * @throws IllegalArgumentException if the category or the threshold is missing
	 */
	public SafetySetting {
		Assert.isTrue(category != null && threshold != null,
				() -> "%s: each needs a category and a threshold".formatted(Settings.named("safetySettings")));
	}

	static List<SafetySetting> combine(List<SafetySetting> mine, List<SafetySetting> theirs) {
		Map<Category, SafetySetting> both = new LinkedHashMap<>();
		mine.forEach((setting) -> both.put(setting.category(), setting));
		theirs.forEach((setting) -> both.put(setting.category(), setting));
		return new ArrayList<>(both.values());
	}

	/** The kind of content. */
	public enum Category {

		/** Harassment. */
		HARASSMENT,

		/** Hate speech. */
		HATE_SPEECH,

		/** Sexually explicit content. */
		SEXUALLY_EXPLICIT,

		/** Dangerous content. */
		DANGEROUS_CONTENT,

		/** Attempts to get around the model's rules. */
		JAILBREAK,

		/** Content that may harm civic integrity; Google has deprecated it. */
		CIVIC_INTEGRITY

	}

	/** The probability from which on content is blocked. */
	public enum Threshold {

		/** Low and above. */
		BLOCK_LOW_AND_ABOVE,

		/** Medium and above. */
		BLOCK_MEDIUM_AND_ABOVE,

		/** High alone. */
		BLOCK_ONLY_HIGH,

		/** Nothing is blocked. */
		BLOCK_NONE,

		/** The filter is off. */
		OFF

	}

}
