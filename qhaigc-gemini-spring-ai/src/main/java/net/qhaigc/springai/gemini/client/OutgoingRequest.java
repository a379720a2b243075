package net.qhaigc.springai.gemini.client;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
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
 * @param accept the media types that may be answered
 * @param headers headers of this request alone
 * @param body the body; null for none
 * @param model the model that is asked; null for none
 */
record OutgoingRequest(HttpMethod method, URI uri, String uriTemplate, String accept, Map<String, String> headers,
		@Nullable RequestBytes body, @Nullable String model) {

	private static final String JSON = "application/json";

	private static final String STREAM = "text/event-stream, application/json";

	static OutgoingRequest generate(GatewayRequest request, Endpoints endpoints) {
		return isUnified(request) ? unified(request, endpoints, null) : post(request, request.body(),
				endpoints.generateContent(request.model()), "/v1beta/models/{model}:generateContent", JSON);
	}

	static OutgoingRequest stream(GatewayRequest request, Endpoints endpoints) {
		return isUnified(request) ? unified(request, endpoints, true)
				: post(request, request.body(), endpoints.streamGenerateContent(request.model()),
						"/v1beta/models/{model}:streamGenerateContent", STREAM);
	}

	static OutgoingRequest models(Endpoints endpoints) {
		return new OutgoingRequest(HttpMethod.GET, endpoints.models(), "/v1/models", JSON, Map.of(), null, null);
	}

	static boolean isUnified(GatewayRequest request) {
		return request.body() instanceof ChatCompletionRequest;
	}

	/**
	 * Writes the headers to what goes over the wire, past the filters, which are not to
	 * see the key. Their names are in lower case since Spring makes a new text of any
	 * other each time that it looks one up.
	 */
	void writeHeaders(HttpHeaders target, String key) {
		target.set("accept", this.accept);
		if (this.accept.equals(STREAM)) {
			// A gateway that compresses may hold events back until it has enough of them.
			target.set("accept-encoding", "identity");
		}
		if (this.body != null) {
			target.set("content-type", JSON);
		}
		this.headers.forEach(target::set);
		target.set("authorization", "Bearer " + key);
	}

	OutgoingRequest redirected(URI other) {
		return new OutgoingRequest(this.method, other, this.uriTemplate, this.accept, this.headers, this.body,
				this.model);
	}

	private static OutgoingRequest unified(GatewayRequest request, Endpoints endpoints, @Nullable Boolean stream) {
		ChatCompletionRequest body = (ChatCompletionRequest) request.body();
		return post(request, body.streaming(stream), endpoints.chatCompletions(), "/v1/chat/completions",
				Boolean.TRUE.equals(stream) ? STREAM : JSON);
	}

	private static OutgoingRequest post(GatewayRequest request, RequestBody body, URI uri, String uriTemplate,
			String accept) {
		String mistake = RequestHeaders.validate(request.headers());
		if (mistake != null) {
			throw GatewayErrors.badRequest("A header of the request cannot be sent: " + mistake, null);
		}
		return new OutgoingRequest(HttpMethod.POST, uri, uriTemplate, accept, request.headers(),
				RequestBytes.of(body, request.extraBody()), request.model());
	}

}
