package net.qhaigc.springai.gemini.options;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How a spoken answer sounds: one voice, or a voice for each speaker.
 *
 * @param voice the name of a prebuilt voice, such as {@code Kore}; null with speakers
 * @param speakers the speakers' names, as they stand in the prompt, and their voices;
 * empty with one voice
 * @param languageCode the language, such as {@code en-US}; null leaves it to the model
 */
public record Speech(@Nullable String voice, Map<String, String> speakers, @Nullable String languageCode) {

	/**
	 * Makes a way of speaking.
	 * @throws IllegalArgumentException if there are a voice and speakers
	 */
	public Speech {
		speakers = (speakers != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(speakers)) : Map.of();
		Assert.isTrue(voice == null || speakers.isEmpty(),
				() -> "%s takes one voice or several speakers, not both".formatted(Settings.named("speech")));
	}

	/**
	 * One voice for all.
	 * @param voice the name of a prebuilt voice
	 * @return a way of speaking
	 */
	public static Speech voice(String voice) {
		return new Speech(voice, Map.of(), null);
	}

	/**
	 * A voice for each speaker.
	 * @param speakers the speakers' names and their voices
	 * @return a way of speaking
	 */
	public static Speech speakers(Map<String, String> speakers) {
		return new Speech(null, speakers, null);
	}

	/**
	 * The same in a language.
	 * @param languageCode such as {@code en-US}
	 * @return a way of speaking
	 */
	public Speech withLanguageCode(String languageCode) {
		return new Speech(this.voice, this.speakers, languageCode);
	}

}
