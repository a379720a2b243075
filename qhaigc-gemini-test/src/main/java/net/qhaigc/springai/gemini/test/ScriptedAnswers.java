package net.qhaigc.springai.gemini.test;

import java.util.function.Consumer;
import java.util.function.Function;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Answers what was scripted, else what the gateway was started to answer by itself.
 */
final class ScriptedAnswers implements Answers {

	private final Settings settings;

	private final Script script;

	private final Journal journal;

	private final Consumer<ReceivedRequest> hook;

	private final ReplyEncoder encoder;

	ScriptedAnswers(Settings settings, Script script, Journal journal, Consumer<ReceivedRequest> hook) {
		this.settings = settings;
		this.script = script;
		this.journal = journal;
		this.hook = hook;
		this.encoder = new ReplyEncoder(new SignatureRules(settings.signatureRules()));
	}

	@Override
	public Mono<Answer> to(ReceivedRequest request) {
		return Mono.fromSupplier(() -> answer(request));
	}

	private Answer answer(ReceivedRequest request) {
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
					+ " or start the gateway with answering()", request);
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
	private Answer failed(String problem, ReceivedRequest request) {
		this.journal.problem(new Journal.Problem(problem, request));
		return Answer.of(Refusal.failedPrecondition(problem), Delivery.PERFECT);
	}

}
