package net.qhaigc.springai.gemini.test;

import java.util.Map;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints in OpenAI's format beside the chat endpoints.
 */
final class OpenAiEndpoints {

	private static final Map<Endpoint, OpenAiEndpoint> ENDPOINTS = Map.of(Endpoint.EMBEDDINGS, new EmbeddingsEndpoint(),
			Endpoint.RERANK, new RerankEndpoint());

	private OpenAiEndpoints() {
	}

	/** Return the endpoint of a request, or null if it is for another one. */
	static @Nullable OpenAiEndpoint of(ReceivedRequest request) {
		return ENDPOINTS.get(request.endpoint());
	}

}
