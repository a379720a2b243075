package net.qhaigc.springai.gemini.options;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The place and the language that server tools such as Google Maps assume.
 *
 * @param latitude -90 to 90 degrees; null together with the longitude
 * @param longitude -180 to 180 degrees; null together with the latitude
 * @param languageCode such as {@code en-US}; null for none
 */
public record RetrievalConfig(@Nullable Double latitude, @Nullable Double longitude, @Nullable String languageCode) {

	/**
	 * Makes a place.
	 * @throws IllegalArgumentException if a number is out of its range, or one of the two
	 * is missing
	 */
	public RetrievalConfig {
		new Range(-90, 90).check("retrievalConfig.latitude", latitude);
		new Range(-180, 180).check("retrievalConfig.longitude", longitude);
		Assert.isTrue((latitude == null) == (longitude == null),
				() -> "%s needs both latitude and longitude, or neither".formatted(Settings.named("retrievalConfig")));
	}

	/**
	 * A place.
	 * @param latitude -90 to 90 degrees
	 * @param longitude -180 to 180 degrees
	 * @return the place
	 */
	public static RetrievalConfig at(double latitude, double longitude) {
		return new RetrievalConfig(latitude, longitude, null);
	}

	/**
	 * The same in a language.
	 * @param languageCode such as {@code en-US}
	 * @return the place and the language
	 */
	public RetrievalConfig withLanguageCode(String languageCode) {
		return new RetrievalConfig(this.latitude, this.longitude, languageCode);
	}

}
