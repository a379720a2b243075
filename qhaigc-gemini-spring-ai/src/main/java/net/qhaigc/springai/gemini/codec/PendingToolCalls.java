package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;

import net.qhaigc.springai.gemini.codec.media.HistoryMediaEncoder;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn.RestoredPart;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;

/**
 * The tool calls of the last model turn, and the results that were added for them. Google
 * requires exactly one result for each call. All results must be in one content, in the
 * order of the calls.
 */
final class PendingToolCalls {

	private final ToolResultEncoder resultEncoder;

	private final WarnOnce warnings;

	private final List<RestoredPart> calls = new ArrayList<>();

	private final List<ToolResponse> results = new ArrayList<>();

	/** Determines which media of the results is sent. */
	private @Nullable HistoryMediaEncoder mediaEncoder;

	PendingToolCalls(ToolResultEncoder resultEncoder, WarnOnce warnings) {
		this.resultEncoder = resultEncoder;
		this.warnings = warnings;
	}

	boolean isEmpty() {
		return this.calls.isEmpty();
	}

	/**
	 * Add a call of a model turn. The calls of the previous turn must already have been
	 * {@linkplain #complete() completed}.
	 * @param call the function call, as it is sent
	 */
	void addCall(RestoredPart call) {
		this.calls.add(call);
	}

	/**
	 * Add results of the calls.
	 * @param results the results, in any order
	 * @param mediaEncoder determines which media of the results is sent
	 */
	void addResults(List<ToolResponse> results, HistoryMediaEncoder mediaEncoder) {
		this.results.addAll(results);
		this.mediaEncoder = mediaEncoder;
	}

	/**
	 * Encode the results, and remove the calls and the results from this object.
	 * @return the contents to send after the model turn; none if the turn has no calls
	 */
	List<Content> complete() {
		if (this.calls.isEmpty()) {
			return List.of();
		}
		List<Part> responses = new ArrayList<>(this.calls.size());
		List<Part> media = new ArrayList<>();
		@Nullable ToolResponse[] matches = matchResults();
		for (int i = 0; i < matches.length; i++) {
			Part.FunctionCall call = (Part.FunctionCall) this.calls.get(i).part();
			String name = Objects.requireNonNull(call.name());
			ToolResponse result = matches[i];
			if (result == null) {
				responses.add(errorForMissingResult(call, name));
			}
			else {
				ToolResultEncoder.EncodedResult encoded = this.resultEncoder.encode(result, name, call.id(),
						Objects.requireNonNull(this.mediaEncoder));
				responses.add(encoded.response());
				media.addAll(encoded.media());
			}
		}
		this.calls.clear();
		this.results.clear();
		Content content = new Content(Content.USER, responses);
		return media.isEmpty() ? List.of(content) : List.of(content, new Content(Content.USER, media));
	}

	/**
	 * Return the result of each call, or null for a call without a result. A result is
	 * matched by the ID of the call or, if no ID matches, by the name of the tool;
	 * several results of the same tool are matched in their order.
	 */
	private @Nullable ToolResponse[] matchResults() {
		@Nullable ToolResponse[] matches = new ToolResponse[this.calls.size()];
		for (boolean byId : new boolean[] { true, false }) {
			for (int i = 0; i < matches.length; i++) {
				if (matches[i] == null) {
					matches[i] = take(Objects.requireNonNull(this.calls.get(i).toolCall()), byId);
				}
			}
		}
		if (!this.results.isEmpty()) {
			warnAboutUnmatchedResult();
		}
		return matches;
	}

	private @Nullable ToolResponse take(ToolCall call, boolean byId) {
		for (ToolResponse result : this.results) {
			boolean matches = byId ? call.id() != null && !call.id().isBlank() && call.id().equals(result.id())
					: call.name().equals(result.name());
			if (matches) {
				this.results.remove(result);
				return result;
			}
		}
		return null;
	}

	private Part errorForMissingResult(Part.FunctionCall call, String name) {
		this.warnings.warn("result", name,
				"The call to tool '%s' in the conversation has no result. An error is sent in place of the result"
					.formatted(name));
		return new Part.FunctionResponse(call.id(), name, Map.of("error", "no result"), null, PartAttributes.NONE);
	}

	/** Warn that a result was dropped because there is no call for it. */
	void warnAboutUnmatchedResult() {
		this.warnings.warn("history", "surplus",
				"A tool result in the conversation has no tool call and was dropped, since Gemini rejects it");
	}

}
