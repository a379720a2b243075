package net.qhaigc.springai.gemini.options;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Location and language of the user, for server tools such as Google Maps: Google's
 * {@code toolConfig.retrievalConfig}.
 *
 * @param latitude latitude in degrees, -90 to 90; null if and only if the longitude is
 * null
 * @param longitude longitude in degrees, -180 to 180; null if and only if the latitude is
 * null
 * @param languageCode language, such as {@code en-US}; null for no language
 */
public record RetrievalConfig(@Nullable Double latitude, @Nullable Double longitude, @Nullable String languageCode) {

	/**
	 * Create a retrieval configuration.
	 * @throws IllegalArgumentException if a coordinate is out of range, or if one
	 * coordinate is set without the other
	 */
	public RetrievalConfig {
		new Range(-90, 90).check("retrievalConfig.latitude", latitude);
		new Range(-180, 180).check("retrievalConfig.longitude", longitude);
		Assert.isTrue((latitude == null) == (longitude == null),
				() -> "%s requires both latitude and longitude, or neither"
					.formatted(OptionValues.nameWithProperty("retrievalConfig")));
	}

	/**
	 * Create a location without a language.
	 * @param latitude latitude in degrees, -90 to 90
	 * @param longitude longitude in degrees, -180 to 180
	 * @return the location
	 */
	public static RetrievalConfig at(double latitude, double longitude) {
		return new RetrievalConfig(latitude, longitude, null);
	}

	/**
	 * Return this location with a language.
	 * @param languageCode language, such as {@code en-US}
	 * @return a new location
	 */
	public RetrievalConfig withLanguageCode(String languageCode) {
		return new RetrievalConfig(this.latitude, this.longitude, languageCode);
	}

}
