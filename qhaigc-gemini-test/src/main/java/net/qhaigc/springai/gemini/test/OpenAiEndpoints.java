package net.qhaigc.springai.gemini.test;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

/**
 * The endpoints in OpenAI's format, except the chat endpoint.
 */
final class OpenAiEndpoints {

	private static final Map<Endpoint, OpenAiEndpoint> ENDPOINTS = Map.of(Endpoint.EMBEDDINGS, new EmbeddingsEndpoint(),
			Endpoint.RERANK, new RerankEndpoint(), Endpoint.IMAGES, new ImagesEndpoint(), Endpoint.SPEECH,
			new SpeechEndpoint(), Endpoint.TRANSCRIPTIONS, new TranscriptionsEndpoint(), Endpoint.BILLING,
			new BillingEndpoint());

	private OpenAiEndpoints() {
	}

	/** Return the HTTP method that the endpoint of the given request supports. */
	static String supportedMethod(ReceivedRequest request) {
		OpenAiEndpoint endpoint = of(request);
		return (endpoint != null) ? endpoint.method() : (request.endpoint() == Endpoint.MODELS) ? "GET" : "POST";
	}

	/** Return whether requests to the endpoint of the given request name a model. */
	static boolean namesModel(ReceivedRequest request) {
		OpenAiEndpoint endpoint = of(request);
		return (endpoint != null) ? endpoint.namesModel() : request.endpoint() != Endpoint.MODELS;
	}

	/**
	 * Return the endpoint of a request, or null if the request is not for one of these
	 * endpoints.
	 */
	static @Nullable OpenAiEndpoint of(ReceivedRequest request) {
		return ENDPOINTS.get(request.endpoint());
	}

}
