package net.qhaigc.springai.gemini.codec;

/**
 * Where the media of a tool result is sent.
 */
enum MediaPlacement {

	/** In the result, which refers to the media by name. */
	REFERENCED,

	/** In the result, which does not refer to the media by name. */
	ATTACHED,

	/** In a separate content after all results. */
	AFTER_RESULTS;

	/**
	 * Return the placement that a model supports.
	 * @param model the model
	 * @return the placement
	 */
	static MediaPlacement of(ModelId model) {
		if (model.isGemini3OrNewer()) {
			return REFERENCED;
		}
		return model.isComputerUseModel() ? ATTACHED : AFTER_RESULTS;
	}

}
