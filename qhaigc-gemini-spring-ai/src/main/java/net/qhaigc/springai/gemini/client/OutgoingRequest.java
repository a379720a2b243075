package net.qhaigc.springai.gemini.client;

import java.net.URI;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.wire.ChatCompletionRequest;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * An HTTP request, which can be sent repeatedly.
 *
 * @param method GET or POST
 * @param uri the URI
 * @param uriTemplate the path for metrics, with a variable in place of the model
 * @param accept the accepted media types
 * @param headers the headers that the caller adds to this request
 * @param body the body; null if there is none
 * @param model the requested model; null if there is none
 * @param canBeSent returns whether the request can be sent now
 */
record OutgoingRequest(HttpMethod method, URI uri, String uriTemplate, String accept, Map<String, String> headers,
		@Nullable RequestBytes body, @Nullable String model, BooleanSupplier canBeSent) {

	private static final String JSON = "application/json";

	private static final String STREAM = "text/event-stream, application/json";

	static OutgoingRequest generate(GatewayRequest request, GatewayUris uris) {
		return request.isUnified() ? unified(request, uris, null) : post(request, request.body(),
				uris.generateContent(request.model()), "/v1beta/models/{model}:generateContent", JSON);
	}

	static OutgoingRequest stream(GatewayRequest request, GatewayUris uris) {
		return request.isUnified() ? unified(request, uris, true) : post(request, request.body(),
				uris.streamGenerateContent(request.model()), "/v1beta/models/{model}:streamGenerateContent", STREAM);
	}

	static OutgoingRequest models(GatewayUris uris) {
		return new OutgoingRequest(HttpMethod.GET, uris.models(), "/v1/models", JSON, Map.of(), null, null, () -> true);
	}

	static OutgoingRequest spendingLimits(GatewayUris uris) {
		return new OutgoingRequest(HttpMethod.GET, uris.spendingLimits(), "/v1/dashboard/billing/subscription", JSON,
				Map.of(), null, null, () -> true);
	}

	/**
	 * Write the headers directly to the HTTP request, so that no exchange filter sees the
	 * API key. The header names are in lower case, since Spring would convert upper-case
	 * letters on each access.
	 */
	void writeHeaders(HttpHeaders target, String key) {
		target.set("accept", this.accept);
		if (this.accept.equals(STREAM)) {
			// A gateway that compresses a stream can delay events.
			target.set("accept-encoding", "identity");
		}
		if (this.body != null) {
			target.set("content-type", JSON);
		}
		this.headers.forEach(target::set);
		target.set("authorization", "Bearer " + key);
	}

	OutgoingRequest redirected(URI target) {
		return new OutgoingRequest(this.method, target, this.uriTemplate, this.accept, this.headers, this.body,
				this.model, this.canBeSent);
	}

	private static OutgoingRequest unified(GatewayRequest request, GatewayUris uris, @Nullable Boolean stream) {
		return post(request, withStreamFlag(request.body(), stream), uris.chatCompletions(), "/v1/chat/completions",
				Boolean.TRUE.equals(stream) ? STREAM : JSON);
	}

	private static Object withStreamFlag(Object body, @Nullable Boolean stream) {
		return (body instanceof ChatCompletionRequest request) ? request.streaming(stream)
				: WireJson.patch(body, ChatCompletionRequest.streamingFields(stream));
	}

	private static OutgoingRequest post(GatewayRequest request, Object body, URI uri, String uriTemplate,
			String accept) {
		String error = RequestHeaders.validate(request.headers());
		if (error != null) {
			throw GatewayErrors.invalidRequest("A header of the request is not valid: " + error, null);
		}
		return new OutgoingRequest(HttpMethod.POST, uri, uriTemplate, accept, request.headers(),
				RequestBytes.of(body, request.extraBody()), request.model(), request::canBeSent);
	}

}
