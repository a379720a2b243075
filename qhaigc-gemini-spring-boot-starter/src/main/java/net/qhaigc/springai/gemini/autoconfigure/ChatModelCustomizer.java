package net.qhaigc.springai.gemini.autoconfigure;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;

/**
 * Customizes each chat model, for a feature that is configured by properties of its own.
 */
interface ChatModelCustomizer {

	void customize(QhaigcGeminiChatModel.Builder builder);

}
