package net.qhaigc.springai.gemini.autoconfigure;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.ApiKeyResolver;
import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.QuotaKeyResolver;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.observation.OpenTelemetryChatObservationConvention;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Creates chat models with the Spring AI infrastructure beans of the application.
 *
 * @param toolCallingManager resolves the definitions of tools
 * @param retryTemplate retries transient failures
 * @param observationRegistry the registry for observations of calls and streams
 * @param observationConvention determines the names and key values of the observations
 * @param apiKeyResolver resolves the API keys of requests; several resolvers are an
 * error, since none of them can be ignored
 * @param quotaKeyResolver resolves the key of the quota that a request uses
 * @param mediaStore the store of generated media; several stores are an error, since a
 * chat model could search for media in the wrong one
 * @param customizers apply the settings of features that have their own properties
 */
record ChatModelFactory(ObjectProvider<ToolCallingManager> toolCallingManager,
		ObjectProvider<RetryTemplate> retryTemplate, ObjectProvider<ObservationRegistry> observationRegistry,
		ObjectProvider<ChatModelObservationConvention> observationConvention,
		ObjectProvider<ApiKeyResolver> apiKeyResolver, ObjectProvider<QuotaKeyResolver> quotaKeyResolver,
		ObjectProvider<MediaStore> mediaStore, ObjectProvider<ChatModelCustomizer> customizers) {

	/**
	 * Create a chat model.
	 * @param baseUrl the base URL of the client, for observations
	 */
	QhaigcGeminiChatModel create(QhaigcClient client, QhaigcGeminiChatOptions options, String baseUrl) {
		QhaigcGeminiChatModel.Builder builder = QhaigcGeminiChatModel.builder().client(client).options(options);
		this.toolCallingManager.ifAvailable(builder::toolCallingManager);
		this.retryTemplate.ifUnique(builder::retryTemplate);
		this.observationRegistry.ifUnique(builder::observationRegistry);
		this.observationConvention
			.ifUnique((convention) -> builder.observationConvention(withServer(convention, baseUrl)));
		this.apiKeyResolver.ifAvailable(builder::apiKeyResolver);
		this.quotaKeyResolver.ifAvailable(builder::quotaKeyResolver);
		this.mediaStore.ifAvailable(builder::mediaStore);
		this.customizers.forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	private static ChatModelObservationConvention withServer(ChatModelObservationConvention convention,
			String baseUrl) {
		return (convention instanceof OpenTelemetryChatObservationConvention openTelemetry)
				? openTelemetry.withServer(baseUrl) : convention;
	}

}
