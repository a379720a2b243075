package net.qhaigc.springai.gemini.autoconfigure;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;

/**
 * Customizes each chat model with the settings of a feature that has its own
 * configuration properties, such as the prices of models.
 */
public interface ChatModelCustomizer {

	/**
	 * Apply the settings of the feature.
	 * @param builder the builder of a chat model
	 */
	void customize(QhaigcGeminiChatModel.Builder builder);

}
