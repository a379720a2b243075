package net.qhaigc.springai.gemini.options;

/**
 * How closely the model looks at images and videos.
 */
public enum MediaResolution {

	/** Few tokens. */
	LOW,

	/** In between. */
	MEDIUM,

	/** Many tokens. */
	HIGH

}
