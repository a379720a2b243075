package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.codec.media.HistoryMediaEncoder;
import net.qhaigc.springai.gemini.codec.media.MediaEncoder;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn.RestoredPart;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.FunctionCallIds;
import net.qhaigc.springai.gemini.options.LeadingModelTurn;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Builds the contents of a request, message by message, according to Google's rules for
 * turns: consecutive user messages are one content, and the conversation does not begin
 * with tool calls or tool results.
 */
final class ContentsBuilder {

	private final QhaigcGeminiChatOptions options;

	private final ToolNames toolNames;

	private final WarnOnce warnings;

	private final PendingToolCalls pendingCalls;

	private final List<Content> contents;

	/** The parts of user messages that have not been added to {@code contents} yet. */
	private final List<Part> userParts = new ArrayList<>();

	/** The IDs of the tool calls in a request to the unified endpoint. */
	private final Set<String> callIds = new HashSet<>();

	/** Whether the last message has tool results whose tool calls are missing. */
	private boolean endsWithDroppedResults;

	/**
	 * Create a builder.
	 * @param options the options of the prompt
	 * @param model the model
	 * @param toolNames the names of the tools
	 * @param warnings logs a warning if part of the conversation is dropped
	 * @param expectedMessages the expected number of messages
	 */
	ContentsBuilder(QhaigcGeminiChatOptions options, ModelId model, ToolNames toolNames, WarnOnce warnings,
			int expectedMessages) {
		this.options = options;
		this.toolNames = toolNames;
		this.warnings = warnings;
		this.contents = new ArrayList<>(expectedMessages);
		this.pendingCalls = new PendingToolCalls(
				isUnified() ? ToolResultEncoder.forText() : ToolResultEncoder.forModel(model), warnings);
	}

	/**
	 * Add a user message.
	 * @param message the message
	 * @param mediaEncoder encodes the media of the message
	 */
	void add(UserMessage message, HistoryMediaEncoder mediaEncoder) {
		addPendingToolResults();
		this.endsWithDroppedResults = false;
		for (Media media : message.getMedia()) {
			Part part = mediaEncoder.encode(media);
			if (part != null) {
				this.userParts.add(isUnified() ? MediaEncoder.withName(part, media) : part);
			}
		}
		String text = message.getText();
		if (text != null && !text.isBlank()) {
			this.userParts.add(new Part.Text(text));
		}
	}

	/**
	 * Add an assistant message.
	 * @param message the message
	 * @param mediaEncoder encodes the media of the message
	 */
	void add(AssistantMessage message, HistoryMediaEncoder mediaEncoder) {
		addPendingToolResults();
		this.endsWithDroppedResults = false;
		List<RestoredPart> turn = ModelTurn.restore(message, mediaEncoder, this.warnings);
		if (turn.isEmpty() || isDroppedAtStart(hasCalls(turn))) {
			return;
		}
		completeUserTurn();
		addContent(Content.MODEL, recordCallsAndReturnParts(turn));
	}

	private List<Part> recordCallsAndReturnParts(List<RestoredPart> turn) {
		List<Part> parts = new ArrayList<>(turn.size());
		for (RestoredPart restored : turn) {
			RestoredPart part = withWireNameAndId(restored);
			parts.add(part.part());
			if (part.toolCall() != null) {
				this.pendingCalls.addCall(part);
			}
		}
		return parts;
	}

	private static boolean hasCalls(List<RestoredPart> turn) {
		for (RestoredPart part : turn) {
			if (part.toolCall() != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Add tool results.
	 * @param results the results
	 * @param mediaEncoder determines which media of the results is sent
	 */
	void add(List<ToolResponse> results, HistoryMediaEncoder mediaEncoder) {
		if (results.isEmpty()) {
			return;
		}
		this.endsWithDroppedResults = this.pendingCalls.isEmpty();
		if (!this.endsWithDroppedResults) {
			this.pendingCalls.addResults(results, mediaEncoder);
		}
		else if (isAtStart()) {
			warnAboutToolTurnAtStart();
		}
		else {
			this.pendingCalls.warnAboutUnmatchedResult();
		}
	}

	/**
	 * Return whether the conversation ends with tool results, in which case the model
	 * continues its turn.
	 * @return true also if the last tool calls have no results, since errors are sent in
	 * place of missing results
	 */
	boolean endsWithToolResult() {
		return !this.pendingCalls.isEmpty();
	}

	/**
	 * Return whether the conversation ends with tool results that were dropped because
	 * their tool calls are missing. The model does not receive these results, and may
	 * repeat its tool calls.
	 * @return whether the last messages are tool results without tool calls
	 */
	boolean endsWithDroppedResults() {
		return this.endsWithDroppedResults;
	}

	/**
	 * Build the contents.
	 * @return the contents; empty if there is nothing to send
	 */
	List<Content> build() {
		addPendingToolResults();
		completeUserTurn();
		return this.contents;
	}

	private RestoredPart withWireNameAndId(RestoredPart restored) {
		if (!(restored.part() instanceof Part.FunctionCall call) || restored.toolCall() == null) {
			return restored;
		}
		String id = isUnified() ? uniqueId(restored.toolCall())
				: (this.options.getFunctionCallIds() != FunctionCallIds.NEVER) ? call.id() : null;
		String name = this.toolNames.toWire(Objects.requireNonNull(call.name()));
		return new RestoredPart(new Part.FunctionCall(id, name, call.args(), call.attributes()), restored.toolCall());
	}

	private boolean isUnified() {
		return this.options.getEndpoint() == Endpoint.UNIFIED;
	}

	/**
	 * Return an ID that no other tool call of the request has. In OpenAI's format, each
	 * tool call requires an ID, even if the model sent none.
	 */
	private String uniqueId(ToolCall call) {
		String id = (call.id() != null && !call.id().isBlank()) ? call.id() : "call";
		String unique = id;
		for (int number = 2; !this.callIds.add(unique); number++) {
			unique = id + "_" + number;
		}
		return unique;
	}

	private boolean isAtStart() {
		if (!this.userParts.isEmpty()) {
			return false;
		}
		for (Content content : this.contents) {
			if (Content.USER.equals(content.role())) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether a turn of the model is dropped because it is at the start of the
	 * conversation. Tool calls are not allowed at the start, but can be there if the
	 * window of a chat memory removed the user message before them.
	 */
	private boolean isDroppedAtStart(boolean hasCalls) {
		if (!isAtStart()) {
			return false;
		}
		if (hasCalls) {
			warnAboutToolTurnAtStart();
			return true;
		}
		return this.options.getLeadingModelTurn() == LeadingModelTurn.DROP;
	}

	private void warnAboutToolTurnAtStart() {
		this.warnings.warn("history", "start",
				"The conversation begins with tool calls or tool results, perhaps because the window of a chat memory "
						+ "removed earlier messages. These calls and results were dropped, since Gemini rejects them");
	}

	private void completeUserTurn() {
		if (!this.userParts.isEmpty()) {
			addContent(Content.USER, this.userParts);
			this.userParts.clear();
		}
	}

	/**
	 * Add a content. A single part, as in most turns, is passed as an immutable list,
	 * which {@code Content} does not copy.
	 */
	private void addContent(String role, List<Part> parts) {
		this.contents.add(new Content(role, (parts.size() == 1) ? List.of(parts.get(0)) : parts));
	}

	private void addPendingToolResults() {
		this.contents.addAll(this.pendingCalls.complete());
	}

}
