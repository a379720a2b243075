package net.qhaigc.springai.gemini.test;

import java.util.function.Consumer;
import java.util.function.Function;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Answers what was scripted, else what the gateway was started to answer by itself.
 */
final class ScriptedRequestHandler implements RequestHandler {

	private final GatewaySettings settings;

	private final Script script;

	private final GatewayActivity journal;

	private final Consumer<ReceivedRequest> hook;

	private final ReplyEncoder encoder;

	ScriptedRequestHandler(GatewaySettings settings, Script script, GatewayActivity journal,
			Consumer<ReceivedRequest> hook) {
		this.settings = settings;
		this.script = script;
		this.journal = journal;
		this.hook = hook;
		this.encoder = new ReplyEncoder(new SignatureRules(settings.signatureRules()));
	}

	@Override
	public Mono<EncodedResponse> to(ReceivedRequest request) {
		return Mono.fromSupplier(() -> answer(request));
	}

	private EncodedResponse answer(ReceivedRequest request) {
		if (request.endpoint() == Endpoint.MODELS) {
			return ReplyEncoder.models(this.settings.listedModels());
		}
		try {
			this.hook.accept(request);
			Reply reply = reply(request);
			if (reply != null) {
				return this.encoder.encode(reply, request);
			}
			return failed("No reply is scripted for " + request + ": call reply(..), callTool(..) or when(..) first,"
					+ " or start the gateway with autoRespond()", request);
		}
		catch (RuntimeException | AssertionError ex) {
			return failed(String.valueOf(ex.getMessage()), request);
		}
	}

	private @Nullable Reply reply(ReceivedRequest request) {
		Reply reply = this.script.next(request);
		Function<ReceivedRequest, Reply> fallback = this.settings.autoRespond();
		return (reply == null && fallback != null) ? fallback.apply(request) : reply;
	}

	/**
	 * Answers with a status that no client tries again, so the test fails at once.
	 */
	private EncodedResponse failed(String problem, ReceivedRequest request) {
		this.journal.problem(new GatewayActivity.Problem(problem, request));
		return EncodedResponse.of(Rejection.failedPrecondition(problem), Transmission.PERFECT);
	}

}
