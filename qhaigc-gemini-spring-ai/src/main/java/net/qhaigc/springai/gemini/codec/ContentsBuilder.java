package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.codec.turn.ModelTurn;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn.RestoredPart;
import net.qhaigc.springai.gemini.codec.media.MediaEncoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.FunctionCallIds;
import net.qhaigc.springai.gemini.options.LeadingModelTurn;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;

/**
 * A conversation as it is being encoded, message by message. Google's rules on turns are
 * kept here: what may be merged, and that calls and results are as many and in one order.
 */
final class ContentsBuilder {

	private final QhaigcGeminiChatOptions options;

	private final ModelId model;

	private final ToolNames toolNames;

	private final ToolResultEncoder toolResultEncoder;

	private final WarnOnce notices;

	private final List<Content> contents = new ArrayList<>();

	private final List<Part> user = new ArrayList<>();

	/** Calls of the last model turn that wait for their results. */
	private final List<RestoredPart> calls = new ArrayList<>();

	private final List<ToolResponse> results = new ArrayList<>();

	private final Set<String> ids = new HashSet<>();

	ContentsBuilder(QhaigcGeminiChatOptions options, ModelId model, ToolNames toolNames,
			ToolResultEncoder toolResultEncoder, WarnOnce notices) {
		this.options = options;
		this.model = model;
		this.toolNames = toolNames;
		this.toolResultEncoder = toolResultEncoder;
		this.notices = notices;
	}

	void add(UserMessage message) {
		answerCalls();
		for (Media media : message.getMedia()) {
			this.user.add(MediaEncoder.encode(media));
		}
		String text = message.getText();
		if (text != null && !text.isBlank()) {
			this.user.add(new Part.Text(text));
		}
	}

	void add(AssistantMessage message) {
		answerCalls();
		List<RestoredPart> turn = ModelTurn.restore(message, this.notices).stream().map(this::onTheWire).toList();
		List<RestoredPart> turnCalls = turn.stream().filter((part) -> part.toolCall() != null).toList();
		if (turn.isEmpty() || isDroppedAtTheStart(!turnCalls.isEmpty())) {
			return;
		}
		endUserTurn();
		this.contents.add(new Content(Content.MODEL, turn.stream().map(RestoredPart::part).toList()));
		this.calls.addAll(turnCalls);
	}

	void add(List<ToolResponse> responses) {
		if (responses.isEmpty()) {
			return;
		}
		if (!this.calls.isEmpty()) {
			this.results.addAll(responses);
		}
		else if (isAtTheStart()) {
			warnOfStart();
		}
		else {
			warnOfSurplus();
		}
	}

	/** Whether the tools have just answered, and the model is to go on. */
	boolean endsWithToolResult() {
		return !this.calls.isEmpty();
	}

	/** The contents, all calls answered. Ends the history. */
	List<Content> contents() {
		answerCalls();
		endUserTurn();
		return this.contents;
	}

	private RestoredPart onTheWire(RestoredPart replayed) {
		if (!(replayed.part() instanceof Part.FunctionCall call) || replayed.toolCall() == null) {
			return replayed;
		}
		String id = isUnified() ? ownId(replayed.toolCall())
				: (this.options.getFunctionCallIds() != FunctionCallIds.NEVER) ? call.id() : null;
		String name = this.toolNames.toWire(Objects.requireNonNull(call.name()));
		return new RestoredPart(new Part.FunctionCall(id, name, call.args(), call.attributes()), replayed.toolCall());
	}

	private boolean isUnified() {
		return this.options.getEndpoint() == Endpoint.UNIFIED;
	}

	/** In OpenAI's form every call has an id, if need be one that is made up. */
	private String ownId(ToolCall call) {
		String id = (call.id() != null && !call.id().isBlank()) ? call.id() : "call";
		String unique = id;
		for (int number = 2; !this.ids.add(unique); number++) {
			unique = id + "_" + number;
		}
		return unique;
	}

	private boolean isAtTheStart() {
		return this.user.isEmpty()
				&& this.contents.stream().noneMatch((content) -> Content.USER.equals(content.role()));
	}

	/** A memory's window may have cut off what a call answers, which Google refuses. */
	private boolean isDroppedAtTheStart(boolean hasCalls) {
		if (!isAtTheStart()) {
			return false;
		}
		if (hasCalls) {
			warnOfStart();
			return true;
		}
		return this.options.getLeadingModelTurn() == LeadingModelTurn.DROP;
	}

	private void endUserTurn() {
		if (!this.user.isEmpty()) {
			this.contents.add(new Content(Content.USER, this.user));
			this.user.clear();
		}
	}

	/** Google takes exactly one result for each call, all in one content. */
	private void answerCalls() {
		if (this.calls.isEmpty()) {
			return;
		}
		List<Part> responses = new ArrayList<>(this.calls.size());
		List<Part> media = new ArrayList<>();
		@Nullable ToolResponse[] matches = match();
		for (int i = 0; i < matches.length; i++) {
			Part.FunctionCall call = (Part.FunctionCall) this.calls.get(i).part();
			String name = Objects.requireNonNull(call.name());
			ToolResponse result = matches[i];
			if (result == null) {
				responses.add(missing(call, name));
				continue;
			}
			ToolResultEncoder.Encoded encoded = isUnified() ? this.toolResultEncoder.encodeText(result, name, call.id())
					: this.toolResultEncoder.encode(result, name, call.id(), this.model.isGemini3OrNewer());
			responses.add(encoded.response());
			media.addAll(encoded.media());
		}
		this.contents.add(new Content(Content.USER, responses));
		if (!media.isEmpty()) {
			this.contents.add(new Content(Content.USER, media));
		}
		this.calls.clear();
		this.results.clear();
	}

	/** For each call its result: by id, then by name in the order of the results. */
	private @Nullable ToolResponse[] match() {
		@Nullable ToolResponse[] matches = new ToolResponse[this.calls.size()];
		for (boolean byId : new boolean[] { true, false }) {
			for (int i = 0; i < matches.length; i++) {
				if (matches[i] == null) {
					matches[i] = take(Objects.requireNonNull(this.calls.get(i).toolCall()), byId);
				}
			}
		}
		if (!this.results.isEmpty()) {
			warnOfSurplus();
		}
		return matches;
	}

	private @Nullable ToolResponse take(ToolCall call, boolean byId) {
		for (ToolResponse result : this.results) {
			boolean same = byId ? call.id() != null && !call.id().isBlank() && call.id().equals(result.id())
					: call.name().equals(result.name());
			if (same) {
				this.results.remove(result);
				return result;
			}
		}
		return null;
	}

	private Part missing(Part.FunctionCall call, String name) {
		this.notices.warn("result", name,
				"The call of tool '%s' in the conversation has no result, so an error is sent in its place"
					.formatted(name));
		return new Part.FunctionResponse(call.id(), name, Map.of("error", "no result"), null, PartAttributes.NONE);
	}

	private void warnOfStart() {
		this.notices.warn("history", "start",
				"The conversation begins in the middle of a tool's use, perhaps cut by a memory's window: "
						+ "these messages are left out, since Gemini refuses them");
	}

	private void warnOfSurplus() {
		this.notices.warn("history", "surplus",
				"A tool result in the conversation belongs to no call and is left out, since Gemini refuses it");
	}

}
