package net.qhaigc.springai.gemini.test;

import java.util.List;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lets valid requests through: the key, the path and the rules of the endpoint are asked
 * in this order.
 */
final class Router implements Answers {

	private final Settings settings;

	private final RequestRules nativeRules;

	private final RequestRules unifiedRules;

	private final Journal journal;

	private final Answers answers;

	Router(Settings settings, Journal journal, Answers answers) {
		this.settings = settings;
		this.journal = journal;
		this.answers = answers;
		SignatureRules signatureRules = new SignatureRules(settings.signatureRules());
		this.nativeRules = new NativeRules(settings.lenient(), signatureRules);
		this.unifiedRules = new UnifiedRules(signatureRules);
	}

	@Override
	public Mono<Answer> to(ReceivedRequest request) {
		Refusal refusal = refusal(request);
		if (refusal != null) {
			request.refuse(refusal);
			this.journal.received(request);
			return Mono.just(Answer.of(refusal, Delivery.PERFECT));
		}
		this.journal.received(request);
		return this.answers.to(request);
	}

	private @Nullable Refusal refusal(ReceivedRequest request) {
		if (!hasKey(request)) {
			return Refusal.gateway(401, null, "The API key is missing or not valid.");
		}
		return switch (request.endpoint()) {
			case UNKNOWN -> Refusal.google(404, "There is no " + request.path() + " here.");
			case MODELS -> "GET".equals(request.method()) ? null
					: Refusal.gateway(405, "method_not_allowed", "GET is the only method of this path.");
			default -> chatRefusal(request);
		};
	}

	private @Nullable Refusal chatRefusal(ReceivedRequest request) {
		if (!"POST".equals(request.method())) {
			return Refusal.google(404, "Only POST is served here.");
		}
		if (!this.settings.checking()) {
			return null;
		}
		boolean unified = request.endpoint() == Endpoint.UNIFIED;
		Refusal refusal = (unified ? this.unifiedRules : this.nativeRules).check(request);
		if (refusal == null && !this.settings.serves(request.model())) {
			return unified ? Refusal.gateway(404, null, "The model `" + request.model() + "` does not exist.")
					: Refusal.google(404, "models/" + request.model()
							+ " is not found for API version v1beta, or is not supported for generateContent. Call"
							+ " ModelService.ListModels to see the list of available models and their supported"
							+ " methods.");
		}
		return refusal;
	}

	private boolean hasKey(ReceivedRequest request) {
		String key = this.settings.apiKey();
		List<String> bearer = request.headers().getOrDefault("Authorization", List.of());
		List<String> google = request.headers().getOrDefault("x-goog-api-key", List.of());
		return bearer.equals(List.of("Bearer " + key)) || google.equals(List.of(key));
	}

}
