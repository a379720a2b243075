package net.qhaigc.springai.gemini.autoconfigure;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;

/**
 * Customizes each chat model, for a feature that has its own configuration properties.
 */
public interface ChatModelCustomizer {

	/**
	 * Set the options of the feature.
	 * @param builder the builder of a chat model
	 */
	void customize(QhaigcGeminiChatModel.Builder builder);

}
