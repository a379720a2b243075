package net.qhaigc.springai.gemini.client;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

import net.qhaigc.springai.gemini.wire.ChatCompletionRequest;
import net.qhaigc.springai.gemini.wire.GatewayRequest;
import net.qhaigc.springai.gemini.wire.RequestBody;

/**
 * One HTTP request, ready to be sent as often as need be.
 *
 * @param method GET or POST
 * @param uri where to
 * @param uriTemplate its path without the model's name, for metrics
 * @param headers headers of this request alone
 * @param body the body; null for none
 * @param model the model that is asked; null for none
 */
record OutgoingRequest(HttpMethod method, URI uri, String uriTemplate, Map<String, String> headers,
		@Nullable RequestBytes body, @Nullable String model) {

	static OutgoingRequest generate(GatewayRequest request, Endpoints endpoints) {
		return isUnified(request) ? unified(request, endpoints, null) : post(request, request.body(),
				endpoints.generateContent(request.model()), "/v1beta/models/{model}:generateContent");
	}

	static OutgoingRequest stream(GatewayRequest request, Endpoints endpoints) {
		return isUnified(request) ? unified(request, endpoints, true) : post(request, request.body(),
				endpoints.streamGenerateContent(request.model()), "/v1beta/models/{model}:streamGenerateContent");
	}

	static OutgoingRequest models(Endpoints endpoints) {
		return new OutgoingRequest(HttpMethod.GET, endpoints.models(), "/v1/models", Map.of(), null, null);
	}

	static boolean isUnified(GatewayRequest request) {
		return request.body() instanceof ChatCompletionRequest;
	}

	OutgoingRequest redirected(URI other) {
		return new OutgoingRequest(this.method, other, this.uriTemplate, this.headers, this.body, this.model);
	}

	private static OutgoingRequest unified(GatewayRequest request, Endpoints endpoints, @Nullable Boolean stream) {
		ChatCompletionRequest body = (ChatCompletionRequest) request.body();
		return post(request, body.streaming(stream), endpoints.chatCompletions(), "/v1/chat/completions");
	}

	private static OutgoingRequest post(GatewayRequest request, RequestBody body, URI uri, String uriTemplate) {
		RequestHeaders.check(request.headers());
		return new OutgoingRequest(HttpMethod.POST, uri, uriTemplate, request.headers(),
				RequestBytes.of(body, request.extraBody()), request.model());
	}

}
