package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;

import net.qhaigc.springai.gemini.codec.turn.ModelTurn;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.MissingSignature;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Messages as contents and system instruction.
 */
final class MessageEncoder {

	private final ToolResultEncoder toolResultEncoder;

	private final WarnOnce notices;

	MessageEncoder(ToolResultEncoder toolResultEncoder, WarnOnce notices) {
		this.toolResultEncoder = toolResultEncoder;
		this.notices = notices;
	}

	/**
	 * Encodes a conversation.
	 * @throws IllegalArgumentException if nothing is left that could be answered
	 */
	Conversation encode(List<Message> messages, QhaigcGeminiChatOptions options, ModelId model, ToolNames toolNames) {
		ContentsBuilder history = new ContentsBuilder(options, model, toolNames, this.toolResultEncoder, this.notices);
		List<Part> system = new ArrayList<>();
		boolean followsThoughts = false;
		for (Message message : messages) {
			if (message instanceof SystemMessage && message.getText() != null && !message.getText().isBlank()) {
				system.add(new Part.Text(message.getText()));
			}
			else if (message instanceof UserMessage user) {
				history.add(user);
				followsThoughts = false;
			}
			else if (message instanceof AssistantMessage assistant) {
				history.add(assistant);
				followsThoughts |= assistant.getMetadata().containsKey(QhaigcGeminiMetadata.THOUGHTS);
			}
			else if (message instanceof ToolResponseMessage results) {
				history.add(results.getResponses());
			}
		}
		boolean endsWithToolResult = history.endsWithToolResult();
		List<Content> contents = history.contents();
		if (contents.isEmpty()) {
			throw new IllegalArgumentException(
					system.isEmpty() ? "The prompt is empty: add a user message with text or media"
							: "The prompt has nothing but system messages: add a user message with text or media");
		}
		if (signsCalls(options, model)) {
			contents = ModelTurn.fillMissingSignatures(contents);
		}
		if (model.isGemma()) {
			return new Conversation(null, withSystem(system, contents), endsWithToolResult, followsThoughts);
		}
		return new Conversation(system.isEmpty() ? null : new Content(null, system), contents, endsWithToolResult,
				followsThoughts);
	}

	private static boolean signsCalls(QhaigcGeminiChatOptions options, ModelId model) {
		MissingSignature choice = options.getMissingSignature();
		return (choice != null) ? choice == MissingSignature.SKIP_VALIDATION : model.signsCalls();
	}

	/** Gemma knows no system instruction: it goes in front of the first user text. */
	private static List<Content> withSystem(List<Part> system, List<Content> contents) {
		List<Content> whole = new ArrayList<>(contents);
		for (int i = 0; i < contents.size(); i++) {
			List<Part> parts = new ArrayList<>(contents.get(i).parts());
			int text = firstText(parts);
			if (Content.USER.equals(contents.get(i).role()) && text >= 0) {
				parts.addAll(text, system);
				whole.set(i, new Content(Content.USER, parts));
				return whole;
			}
		}
		if (!system.isEmpty()) {
			whole.add(0, new Content(Content.USER, system));
		}
		return whole;
	}

	private static int firstText(List<Part> parts) {
		for (int i = 0; i < parts.size(); i++) {
			if (parts.get(i) instanceof Part.Text) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * A conversation on the wire.
	 *
	 * @param systemInstruction the system messages; null if there are none
	 * @param contents the turns, at least one
	 * @param endsWithToolResult whether the tools have just answered, and the model is to
	 * go on
	 * @param followsThoughts whether the model has thoughts since the last user message
	 */
	record Conversation(@Nullable Content systemInstruction, List<Content> contents, boolean endsWithToolResult,
			boolean followsThoughts) {

	}

}
