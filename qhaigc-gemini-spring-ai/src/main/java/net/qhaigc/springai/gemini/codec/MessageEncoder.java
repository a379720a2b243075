package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;

import net.qhaigc.springai.gemini.codec.media.HistoryMediaEncoder;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.MissingSignature;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Encodes messages as contents and a system instruction.
 */
final class MessageEncoder {

	private static final String MEMORY_IN_TOOL_LOOP = "This happens if the advisor of a chat memory is inside the tool"
			+ " loop and the memory stores only texts or has a small window. Use the default order of the advisor";

	private final WarnOnce warnings;

	private final HistoryMediaEncoder mediaEncoder;

	private final DroppedResultsDetector droppedResultsDetector = new DroppedResultsDetector();

	/**
	 * Create an encoder for one chat model.
	 * @param store the media store; null if there is none
	 * @param warnings logs which messages and parts are dropped
	 */
	MessageEncoder(@Nullable MediaStore store, WarnOnce warnings) {
		this.warnings = warnings;
		this.mediaEncoder = new HistoryMediaEncoder(store, warnings);
	}

	/**
	 * Encode messages.
	 * @param messages the messages
	 * @param options the options of the prompt
	 * @param model the model
	 * @param toolNames the names of the tools
	 * @return the conversation, with at least one content
	 * @throws IllegalArgumentException if only system messages, or no messages at all,
	 * can be sent
	 */
	Conversation encode(List<Message> messages, QhaigcGeminiChatOptions options, ModelId model, ToolNames toolNames) {
		ContentsBuilder builder = new ContentsBuilder(options, model, toolNames, this.warnings, messages.size());
		List<Part> system = new ArrayList<>();
		MediaWindow window = MediaWindow.of(messages, options);
		for (int i = 0; i < messages.size(); i++) {
			Message message = messages.get(i);
			HistoryMediaEncoder messageMediaEncoder = window.encoderFor(i, message, this.mediaEncoder);
			if (message instanceof SystemMessage) {
				addSystemText(message.getText(), system);
			}
			else if (message instanceof UserMessage user) {
				builder.add(user, messageMediaEncoder);
			}
			else if (message instanceof AssistantMessage assistant) {
				builder.add(assistant, messageMediaEncoder);
			}
			else if (message instanceof ToolResponseMessage results) {
				builder.add(results.getResponses(), messageMediaEncoder);
			}
			else {
				warnAboutUnknownType(message);
			}
		}
		boolean endsWithToolResult = builder.endsWithToolResult();
		List<Content> contents = builder.build();
		if (endsWithToolResult) {
			this.droppedResultsDetector.reset(messages);
		}
		else if (builder.endsWithDroppedResults() && this.droppedResultsDetector.recordDropped(messages)) {
			warnAboutDroppedResults();
		}
		if (contents.isEmpty()) {
			throw new IllegalArgumentException(builder.endsWithDroppedResults()
					? "The prompt has tool results, but neither their tool calls nor a user message. "
							+ MEMORY_IN_TOOL_LOOP
					: "The prompt %s. Add a user message with text or media"
						.formatted(system.isEmpty() ? "has no content" : "has only system messages"));
		}
		if (fillsMissingSignatures(options, model)) {
			contents = ModelTurn.fillMissingSignatures(contents);
		}
		boolean hasInstruction = !system.isEmpty() && !model.isGemma();
		return new Conversation(hasInstruction ? new Content(null, system) : null,
				model.isGemma() ? withSystemText(system, contents) : contents, endsWithToolResult,
				earlierResponseHasThoughts(messages));
	}

	private static void addSystemText(@Nullable String text, List<Part> system) {
		if (text != null && !text.isBlank()) {
			system.add(new Part.Text(text));
		}
	}

	private void warnAboutDroppedResults() {
		this.warnings.warn("history", "dropped results",
				"The prompt ends with tool results whose tool calls are missing. The model does not receive these"
						+ " results and may call the tools again and again. " + MEMORY_IN_TOOL_LOOP);
	}

	private void warnAboutUnknownType(Message message) {
		String type = message.getClass().getName();
		this.warnings.warn("message", type,
				"Messages of type %s are not supported and were dropped. Use the message types of Spring AI"
					.formatted(type));
	}

	private static boolean fillsMissingSignatures(QhaigcGeminiChatOptions options, ModelId model) {
		MissingSignature missingSignature = options.getMissingSignature();
		return (missingSignature != null) ? missingSignature == MissingSignature.SKIP_VALIDATION
				: model.requiresSignatures();
	}

	/** Whether an assistant message after the last user message has thoughts. */
	private static boolean earlierResponseHasThoughts(List<Message> messages) {
		for (int i = messages.size() - 1; i >= 0 && !(messages.get(i) instanceof UserMessage); i--) {
			if (messages.get(i) instanceof AssistantMessage message
					&& message.getMetadata().containsKey(QhaigcGeminiMetadata.THOUGHTS)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Gemma does not support system instructions, so the text of the system messages is
	 * sent before the first text of the user, or as the first content if the user has
	 * sent no text.
	 */
	private static List<Content> withSystemText(List<Part> system, List<Content> contents) {
		List<Content> result = new ArrayList<>(contents);
		for (int i = 0; i < contents.size(); i++) {
			List<Part> parts = new ArrayList<>(contents.get(i).parts());
			int textIndex = indexOfFirstText(parts);
			if (Content.USER.equals(contents.get(i).role()) && textIndex >= 0) {
				parts.addAll(textIndex, system);
				result.set(i, new Content(Content.USER, parts));
				return result;
			}
		}
		if (!system.isEmpty()) {
			result.add(0, new Content(Content.USER, system));
		}
		return result;
	}

	private static int indexOfFirstText(List<Part> parts) {
		for (int i = 0; i < parts.size(); i++) {
			if (parts.get(i) instanceof Part.Text) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * An encoded conversation.
	 *
	 * @param systemInstruction the system messages; null if there are none, or if they
	 * are part of the contents
	 * @param contents the contents, at least one
	 * @param endsWithToolResult whether the conversation ends with tool results, in which
	 * case the model continues its turn
	 * @param earlierResponseHasThoughts whether an assistant message after the last user
	 * message has thoughts
	 */
	record Conversation(@Nullable Content systemInstruction, List<Content> contents, boolean endsWithToolResult,
			boolean earlierResponseHasThoughts) {

	}

}
