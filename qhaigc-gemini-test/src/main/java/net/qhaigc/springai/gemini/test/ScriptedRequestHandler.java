package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

/**
 * Returns the scripted reply to a request. If there is none, returns a recorded or
 * generated reply or an error, depending on the settings and the endpoint. The list of
 * models does not need a script.
 */
final class ScriptedRequestHandler implements RequestHandler {

	private final GatewaySettings settings;

	private final Script script;

	private final GatewayActivity activity;

	private final ReplyEncoder encoder;

	ScriptedRequestHandler(GatewaySettings settings, Script script, GatewayActivity activity) {
		this.settings = settings;
		this.script = script;
		this.activity = activity;
		this.encoder = new ReplyEncoder(new SignatureRules(settings.signaturesRequired()), settings.relay());
	}

	@Override
	public Mono<EncodedResponse> handle(ReceivedRequest request) {
		return Mono.fromSupplier(() -> response(request));
	}

	private EncodedResponse response(ReceivedRequest request) {
		if (request.endpoint() == Endpoint.MODELS) {
			return ReplyEncoder.models(this.settings.listedModels());
		}
		try {
			this.script.hooks().forEach((hook) -> hook.accept(request));
			Reply reply = reply(request);
			if (reply != null) {
				return this.encoder.encode(reply, request);
			}
			return reportProblem("No reply is scripted for " + request
					+ ". Call reply(..), callTool(..) or when(..) first, or start the gateway with autoRespond().",
					request);
		}
		catch (RuntimeException | AssertionError ex) {
			return reportProblem(String.valueOf(ex.getMessage()), request);
		}
	}

	private @Nullable Reply reply(ReceivedRequest request) {
		Reply reply = this.script.next(request);
		if (reply != null) {
			if (reply.body() instanceof ReplyBody.Generated) {
				return generatedReply(request).withTransmissionOf(reply);
			}
			ToolCallCheck.check(reply, request);
			return reply;
		}
		Function<ReceivedRequest, Reply> unscriptedReplies = this.settings.unscriptedReplies();
		if (OpenAiEndpoints.of(request) != null
				&& (unscriptedReplies == null || unscriptedReplies instanceof AutoResponder)) {
			return generatedReply(request);
		}
		return (unscriptedReplies != null) ? unscriptedReplies.apply(request) : null;
	}

	private Reply generatedReply(ReceivedRequest request) {
		OpenAiEndpoint endpoint = OpenAiEndpoints.of(request);
		if (endpoint != null) {
			return new Reply(endpoint.generate(request));
		}
		Function<ReceivedRequest, Reply> unscriptedReplies = this.settings.unscriptedReplies();
		return ((unscriptedReplies instanceof AutoResponder responder) ? responder : new AutoResponder(Duration.ZERO))
			.apply(request);
	}

	/**
	 * Report a problem, and return an error response that clients do not retry, so that
	 * the test fails immediately.
	 */
	private EncodedResponse reportProblem(String problem, ReceivedRequest request) {
		this.activity.addProblem(problem, request);
		return EncodedResponse.of(ErrorResponse.failedPrecondition(problem), Transmission.DEFAULT);
	}

}
