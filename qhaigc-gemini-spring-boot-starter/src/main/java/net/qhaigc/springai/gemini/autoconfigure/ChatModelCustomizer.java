package net.qhaigc.springai.gemini.autoconfigure;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;

/**
 * Adds the options of a feature that has its own configuration properties to each chat
 * model.
 */
public interface ChatModelCustomizer {

	/**
	 * Set the options of the feature.
	 * @param builder the builder of a chat model
	 */
	void customize(QhaigcGeminiChatModel.Builder builder);

}
