package net.qhaigc.springai.gemini.autoconfigure;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Makes chat models with what the application has of Spring AI's infrastructure.
 *
 * @param toolCallingManager knows the definitions of tools
 * @param retryTemplate how failures that may pass are tried again
 * @param observationRegistry where calls and streams are observed
 * @param observationConvention how observations are named
 */
record ChatModelFactory(ObjectProvider<ToolCallingManager> toolCallingManager,
		ObjectProvider<RetryTemplate> retryTemplate, ObjectProvider<ObservationRegistry> observationRegistry,
		ObjectProvider<ChatModelObservationConvention> observationConvention) {

	QhaigcGeminiChatModel create(QhaigcClient client, QhaigcGeminiChatOptions options) {
		QhaigcGeminiChatModel.Builder model = QhaigcGeminiChatModel.builder().client(client).options(options);
		this.toolCallingManager.ifAvailable(model::toolCallingManager);
		this.retryTemplate.ifUnique(model::retryTemplate);
		this.observationRegistry.ifUnique(model::observationRegistry);
		this.observationConvention.ifUnique(model::observationConvention);
		return model.build();
	}

}
