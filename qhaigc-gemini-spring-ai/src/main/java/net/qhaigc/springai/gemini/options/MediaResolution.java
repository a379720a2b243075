package net.qhaigc.springai.gemini.options;

/**
 * Resolution at which the model processes images and videos: Google's
 * {@code mediaResolution}. A higher resolution uses more tokens.
 */
public enum MediaResolution {

	/** {@code MEDIA_RESOLUTION_LOW}. */
	LOW,

	/** {@code MEDIA_RESOLUTION_MEDIUM}. */
	MEDIUM,

	/** {@code MEDIA_RESOLUTION_HIGH}. */
	HIGH

}
