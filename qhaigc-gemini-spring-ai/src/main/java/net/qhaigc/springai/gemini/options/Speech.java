package net.qhaigc.springai.gemini.options;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Voices of spoken responses: Google's {@code speechConfig}, with either one voice or a
 * voice for each speaker.
 *
 * @param voice name of a prebuilt voice, such as {@code Kore}; null if speakers are set,
 * or for the model's default
 * @param speakers prebuilt voices, keyed by the names of the speakers in the prompt;
 * empty if there is one voice
 * @param languageCode spoken language, such as {@code en-US}; null for the model's
 * default
 */
public record Speech(@Nullable String voice, Map<String, String> speakers, @Nullable String languageCode) {

	/**
	 * Create a speech configuration.
	 * @throws IllegalArgumentException if both a voice and speakers are set
	 */
	public Speech {
		speakers = (speakers != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(speakers)) : Map.of();
		Assert.isTrue(voice == null || speakers.isEmpty(), () -> "%s takes either a voice or speakers, not both"
			.formatted(OptionValues.nameWithProperty("speech")));
	}

	/**
	 * Create a configuration with one voice.
	 * @param voice name of a prebuilt voice, such as {@code Kore}
	 * @return the configuration
	 */
	public static Speech voice(String voice) {
		return new Speech(voice, Map.of(), null);
	}

	/**
	 * Create a configuration with a voice for each speaker.
	 * @param speakers prebuilt voices, keyed by the names of the speakers in the prompt
	 * @return the configuration
	 */
	public static Speech speakers(Map<String, String> speakers) {
		return new Speech(null, speakers, null);
	}

	/**
	 * Return this configuration with a language.
	 * @param languageCode spoken language, such as {@code en-US}
	 * @return a new configuration
	 */
	public Speech withLanguageCode(String languageCode) {
		return new Speech(this.voice, this.speakers, languageCode);
	}

}
