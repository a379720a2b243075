package net.qhaigc.springai.gemini;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.client.CallDeadline;
import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.codec.EncodedPrompt;
import net.qhaigc.springai.gemini.codec.StreamDecoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.ResponseMerger;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * The requests that are sent for one response. A model that generates very long responses
 * returns them in sections: each section except the last one has the finish reason
 * {@code CONTINUATION} and a continuation token. To receive the next section, the same
 * request is sent again with this token.
 */
final class Continuations {

	private static final int DEFAULT_MAX = 16;

	private final EncodedPrompt prompt;

	private final WarnOnce warnings;

	/**
	 * The requests belong to one call, so the call timeout applies to all of them
	 * together.
	 */
	private final CallDeadline deadline = new CallDeadline();

	private final int max;

	private int count;

	private @Nullable String token;

	/**
	 * The sections that were received before the current request, merged into one
	 * response. The current request contains the continuation token of this response.
	 */
	private @Nullable GenerateContentResponse receivedSections;

	private @Nullable ResponseMerger merger;

	Continuations(Prompt resolved, EncodedPrompt prompt, WarnOnce warnings) {
		this.prompt = prompt;
		this.warnings = warnings;
		Integer option = (resolved.getOptions() instanceof QhaigcGeminiChatOptions options)
				? options.getMaxContinuations() : null;
		this.max = Objects.requireNonNullElse(option, DEFAULT_MAX);
	}

	/** Return the first request, or the request that continues the response. */
	GatewayRequest.Builder nextRequest() {
		GatewayRequest.Builder request = ClientAdapter.request(this.prompt).deadline(this.deadline);
		if (this.token == null) {
			return request;
		}
		Map<String, Object> extraBody = new LinkedHashMap<>(this.prompt.extraBody());
		extraBody.put("continuationToken", this.token);
		return request.extraBody(extraBody);
	}

	/**
	 * Add a section of a response that is not streamed.
	 * @return the response, which is incomplete if the maximum number of continuations
	 * has been reached; null if the next request must be sent
	 */
	@Nullable GenerateContentResponse add(GenerateContentResponse section) {
		ResponseMerger merger = this.merger;
		if (merger == null && !ResponseMerger.canBeContinued(section)) {
			return section;
		}
		if (merger == null) {
			merger = new ResponseMerger();
			this.merger = merger;
		}
		merger.add(section);
		return prepareNext(merger.continuationToken(), merger::beginContinuation) ? null : merger.merged();
	}

	/** Return the deadline of all requests, and of the decoding of their responses. */
	CallDeadline deadline() {
		return this.deadline;
	}

	/**
	 * Prepare the next request if the stream has ended with a continuation token and the
	 * maximum number of continuations has not been reached.
	 * @return whether the next request must be sent
	 */
	boolean prepareNext(StreamDecoder decoder) {
		return prepareNext(decoder.continuationToken(), decoder::beginContinuation);
	}

	private boolean prepareNext(@Nullable String nextToken, Supplier<GenerateContentResponse> beginContinuation) {
		if (nextToken == null || this.max == 0) {
			return false;
		}
		if (this.count == this.max) {
			this.warnings.warn("continuations", "max",
					("The response is incomplete after %d continuations, and ends "
							+ "with the finish reason CONTINUATION. Increase qhaigc.chat.max-continuations")
						.formatted(this.max));
			return false;
		}
		this.count++;
		this.token = nextToken;
		this.receivedSections = beginContinuation.get();
		return true;
	}

	/**
	 * Return a failure whose {@code problem()} contains the sections that were received
	 * before the failure. If there are none, or if the failure is not an exception of
	 * this library, return the given failure.
	 */
	RuntimeException withReceivedSections(RuntimeException failure) {
		if (failure instanceof QhaigcTransientException ex && this.receivedSections != null) {
			return new QhaigcTransientException(message(ex), problem(ex.problem()), ex);
		}
		if (failure instanceof QhaigcNonTransientException ex && this.receivedSections != null) {
			return new QhaigcNonTransientException(message(ex), problem(ex.problem()), ex);
		}
		return failure;
	}

	private static String message(RuntimeException failure) {
		return failure.getMessage() + ". The sections that were received before the failure are in "
				+ "problem().partialResponse()";
	}

	private GatewayProblem problem(GatewayProblem problem) {
		return problem.withPartialResponse(WireJson.write(this.receivedSections));
	}

}
