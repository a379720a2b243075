package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a request gets: the key, the path, the rules of the endpoint and the
 * script are asked in this order.
 */
final class Router {

	private final Settings settings;

	private final RequestRules nativeRules;

	private final RequestRules unifiedRules;

	private final Script script;

	private final Journal journal;

	private final Consumer<ReceivedRequest> hook;

	private final ReplyEncoder encoder;

	Router(Settings settings, Script script, Journal journal, Consumer<ReceivedRequest> hook) {
		this.settings = settings;
		this.script = script;
		this.journal = journal;
		this.hook = hook;
		SignatureRules signatureRules = new SignatureRules(settings.signatureRules());
		this.nativeRules = new NativeRules(settings.lenient(), signatureRules);
		this.unifiedRules = new UnifiedRules(signatureRules);
		this.encoder = new ReplyEncoder(signatureRules);
	}

	/**
	 * Answers a request.
	 * @param request the request
	 * @return the answer
	 */
	Answer answer(ReceivedRequest request) {
		Refusal refusal = refusal(request);
		if (refusal != null) {
			request.refuse(refusal);
			this.journal.received(request);
			return Answer.of(refusal, Delivery.PERFECT);
		}
		this.journal.received(request);
		if (request.endpoint() == Endpoint.MODELS) {
			return ReplyEncoder.models(this.settings.listedModels());
		}
		return scripted(request);
	}

	private Answer scripted(ReceivedRequest request) {
		try {
			this.hook.accept(request);
			Reply reply = this.script.next(request);
			Function<ReceivedRequest, Reply> fallback = this.settings.answering();
			if (reply == null && fallback != null) {
				reply = fallback.apply(request);
			}
			if (reply == null) {
				return failed(
						"No reply is scripted for " + request + ": call reply(..), callTool(..) or when(..) first,"
								+ " or start the gateway with answering()");
			}
			return this.encoder.encode(reply, request);
		}
		catch (RuntimeException | AssertionError ex) {
			return failed(ex.toString());
		}
	}

	private Answer failed(String problem) {
		this.journal.problem(problem);
		return Answer.of(Refusal.google(500, problem), Delivery.PERFECT);
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
		boolean unified = request.endpoint() == Endpoint.UNIFIED;
		Refusal refusal = (unified ? this.unifiedRules : this.nativeRules).check(request);
		if (refusal == null && !this.settings.serves(request.model())) {
			String message = "models/" + request.model()
					+ " is not found for API version v1beta, or is not supported for generateContent."
					+ " Call ModelService.ListModels to see the list of available models and their supported methods.";
			refusal = unified ? Refusal.gateway(404, null, "The model `" + request.model() + "` does not exist.")
					: Refusal.google(404, message);
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
