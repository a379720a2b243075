package net.qhaigc.springai.gemini.test;

import java.util.List;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lets valid requests through: the key, the path and the rules of the endpoint are asked
 * in this order.
 */
final class ValidatingRequestHandler implements RequestHandler {

	private final GatewaySettings settings;

	private final RequestRules nativeRules;

	private final RequestRules unifiedRules;

	private final GatewayActivity journal;

	private final RequestHandler answers;

	ValidatingRequestHandler(GatewaySettings settings, GatewayActivity journal, RequestHandler answers) {
		this.settings = settings;
		this.journal = journal;
		this.answers = answers;
		SignatureRules signatureRules = new SignatureRules(settings.signatureRules());
		this.nativeRules = new NativeRules(settings.lenient(), signatureRules);
		this.unifiedRules = new UnifiedRules(signatureRules);
	}

	@Override
	public Mono<EncodedResponse> to(ReceivedRequest request) {
		Rejection rejection = rejection(request);
		if (rejection != null) {
			request.reject(rejection);
			this.journal.received(request);
			return Mono.just(EncodedResponse.of(rejection, Transmission.PERFECT));
		}
		this.journal.received(request);
		return this.answers.to(request);
	}

	private @Nullable Rejection rejection(ReceivedRequest request) {
		if (!hasKey(request)) {
			return Rejection.gateway(401, null, "The API key is missing or not valid.");
		}
		return switch (request.endpoint()) {
			case UNKNOWN -> Rejection.google(404, "There is no " + request.path() + " here.");
			case MODELS -> "GET".equals(request.method()) ? null
					: Rejection.gateway(405, "method_not_allowed", "GET is the only method of this path.");
			default -> rejectChat(request);
		};
	}

	private @Nullable Rejection rejectChat(ReceivedRequest request) {
		if (!"POST".equals(request.method())) {
			return Rejection.google(404, "Only POST is served here.");
		}
		if (!this.settings.checking()) {
			return null;
		}
		boolean unified = request.endpoint() == Endpoint.UNIFIED;
		Rejection rejection = (unified ? this.unifiedRules : this.nativeRules).check(request);
		if (rejection == null && !this.settings.serves(request.model())) {
			return unified ? Rejection.gateway(404, null, "The model `" + request.model() + "` does not exist.")
					: Rejection.google(404, "models/" + request.model()
							+ " is not found for API version v1beta, or is not supported for generateContent. Call"
							+ " ModelService.ListModels to see the list of available models and their supported"
							+ " methods.");
		}
		return rejection;
	}

	private boolean hasKey(ReceivedRequest request) {
		String key = this.settings.apiKey();
		List<String> bearer = request.headers().getOrDefault("Authorization", List.of());
		List<String> google = request.headers().getOrDefault("x-goog-api-key", List.of());
		return bearer.equals(List.of("Bearer " + key)) || google.equals(List.of(key));
	}

}
