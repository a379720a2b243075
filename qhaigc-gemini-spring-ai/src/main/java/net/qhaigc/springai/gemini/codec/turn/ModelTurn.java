package net.qhaigc.springai.gemini.codec.turn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;

import net.qhaigc.springai.gemini.codec.media.HistoryMediaEncoder;
import net.qhaigc.springai.gemini.codec.media.MediaDecoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;

/**
 * Writes and restores turns of the model, so that Gemini receives the parts of a turn
 * again in their original order and with their signatures. What the text, tool calls and
 * media of a message cannot express is kept in the envelope, a string in the metadata of
 * the message.
 */
public final class ModelTurn {

	private ModelTurn() {
	}

	/**
	 * Return the envelope of a turn.
	 * @param received the parts as they were received
	 * @param mediaRetention whether and where the media is kept
	 * @return the envelope; null if the turn can be restored from the message alone
	 */
	public static @Nullable String envelope(List<Part> received, MediaRetention mediaRetention) {
		return envelope(received, ModelTurn::arguments, mediaRetention);
	}

	/**
	 * Return the envelope of a turn. The arguments of a tool call in the message can
	 * differ from those in the part.
	 * @param received the parts as they were received
	 * @param arguments returns the arguments that a call has in the message
	 * @param mediaRetention whether and where the media is kept
	 * @return the envelope; null if the turn can be restored from the message alone
	 */
	public static @Nullable String envelope(List<Part> received,
			Function<Part.FunctionCall, Map<String, Object>> arguments, MediaRetention mediaRetention) {
		if (isSingleText(received)) {
			return null;
		}
		List<Part> parts = received.stream().map(ModelTurn::replaceIfEmpty).toList();
		List<Part> sentBack = parts.stream().filter(ModelTurn::isSentBack).toList();
		boolean hasRetainedMedia = mediaRetention.retainsMedia()
				&& sentBack.stream().anyMatch(Part.InlineData.class::isInstance);
		return (hasRetainedMedia || !sentBack.equals(restoredWithoutEnvelope(parts, arguments)))
				? new Envelope(entries(parts, arguments, mediaRetention)).write() : null;
	}

	private static Map<String, Object> arguments(Part.FunctionCall call) {
		return (call.args() != null) ? call.args() : Map.of();
	}

	/**
	 * Restore the parts of a turn.
	 * @param message an assistant message, from this or another provider, perhaps changed
	 * by the application
	 * @param mediaEncoder encodes the media of the message
	 * @param warnings logs that an envelope cannot be read
	 * @return the parts to send back
	 */
	public static List<RestoredPart> restore(AssistantMessage message, HistoryMediaEncoder mediaEncoder,
			WarnOnce warnings) {
		String text = message.getText();
		return (text != null && isSingleText(message)) ? List.of(new RestoredPart(new Part.Text(text), null))
				: new TurnRestorer(message, mediaEncoder).restore(envelopeOf(message, warnings).entries());
	}

	/**
	 * Return the media that an assistant message refers to, even if the message itself no
	 * longer contains it.
	 * @param message the message
	 * @return the media, in the order in which the message contained it
	 */
	public static List<TurnMedia> media(AssistantMessage message) {
		if (!(message.getMetadata().get(QhaigcGeminiMetadata.TURN) instanceof String json)
				|| !Envelope.mayHaveMedia(json)) {
			return List.of();
		}
		List<TurnMedia> media = new ArrayList<>();
		for (EnvelopeEntry entry : envelopeOf(message, new WarnOnce()).entries()) {
			if (entry instanceof EnvelopeEntry.Media data) {
				media.add((data.embeddedPart() instanceof Part.FileData file)
						? new TurnMedia(data.index(), file.mimeType(), null, file.fileUri())
						: new TurnMedia(data.index(), data.mimeType(), data.reference(), null));
			}
		}
		return media;
	}

	private static Envelope envelopeOf(AssistantMessage message, WarnOnce warnings) {
		return Envelope.read(message.getMetadata().get(QhaigcGeminiMetadata.TURN), warnings);
	}

	/**
	 * Add placeholders for signatures without which Gemini 3 and later reject a request:
	 * in each content of the model after the last user message, the first function call
	 * must be signed.
	 * @param contents the conversation
	 * @return the conversation with a placeholder for each missing signature
	 */
	public static List<Content> fillMissingSignatures(List<Content> contents) {
		return MissingSignatures.fill(contents);
	}

	/**
	 * Whether the turn is only one text, as in most responses. Such a turn needs no
	 * envelope.
	 */
	private static boolean isSingleText(List<Part> parts) {
		return parts.size() == 1 && parts.get(0) instanceof Part.Text text
				&& text.attributes().equals(PartAttributes.NONE);
	}

	/**
	 * Whether the message is only one text and has no envelope, like most messages of a
	 * request.
	 */
	private static boolean isSingleText(AssistantMessage message) {
		String text = message.getText();
		return text != null && !text.isBlank() && !message.getMetadata().containsKey(QhaigcGeminiMetadata.TURN)
				&& !message.hasToolCalls() && message.getMedia().isEmpty();
	}

	/**
	 * Replace a part that has no data with an empty text that keeps the signature of the
	 * part. Gemini rejects parts that have no data.
	 */
	private static Part replaceIfEmpty(Part part) {
		boolean empty = part instanceof Part.Unknown && part.attributes().extra().isEmpty();
		return empty ? new Part.Text("", part.attributes()) : part;
	}

	private static List<EnvelopeEntry> entries(List<Part> parts,
			Function<Part.FunctionCall, Map<String, Object>> arguments, MediaRetention mediaRetention) {
		List<EnvelopeEntry> entries = new ArrayList<>();
		int calls = 0;
		int media = 0;
		for (Part part : parts) {
			if (part instanceof Part.FunctionCall call && !call.isThought()) {
				entries.add(EnvelopeEntry.of(call, calls++, arguments.apply(call)));
			}
			else if (part instanceof Part.InlineData data && !data.isThought()) {
				entries.add(EnvelopeEntry.of(data, media++, mediaRetention));
			}
			else if (part instanceof Part.FileData file && MediaDecoder.decode(file) != null) {
				entries.add(EnvelopeEntry.of(file, media++));
			}
			else if (part instanceof Part.Text text && !text.isThought()) {
				if (isSentBack(text)) {
					entries.add(EnvelopeEntry.of(text));
				}
			}
			else if (isSentBack(part)) {
				entries.add(new EnvelopeEntry.Verbatim(part));
			}
		}
		return entries;
	}

	/**
	 * Unsigned thoughts and unsigned empty texts are never sent back. Neither is a
	 * function call that is a thought, since Gemini would require its result.
	 */
	private static boolean isSentBack(Part part) {
		if (part instanceof Part.FunctionCall) {
			return !part.isThought();
		}
		if (part.thoughtSignature() != null) {
			return true;
		}
		return !part.isThought() && !(part instanceof Part.Text text && text.text().isEmpty());
	}

	/** Return the parts that would be restored from a message without an envelope. */
	private static List<Part> restoredWithoutEnvelope(List<Part> parts,
			Function<Part.FunctionCall, Map<String, Object>> arguments) {
		List<Part> answer = parts.stream().filter((part) -> !part.isThought()).toList();
		String text = answer.stream()
			.filter(Part.Text.class::isInstance)
			.map((part) -> ((Part.Text) part).text())
			.collect(Collectors.joining());
		List<Part> restored = new ArrayList<>();
		if (!text.isBlank()) {
			restored.add(new Part.Text(text));
		}
		for (Part part : answer) {
			if (part instanceof Part.InlineData data) {
				restored.add(new Part.InlineData(MediaDecoder.mimeType(data.mimeType()).toString(), data.data()));
			}
			else if (part instanceof Part.FileData file && file.fileUri() != null) {
				restored.add(new Part.FileData(file.fileUri(), MediaDecoder.mimeType(file.mimeType()).toString()));
			}
		}
		for (Part part : answer) {
			if (part instanceof Part.FunctionCall call) {
				restored.add(new Part.FunctionCall(null, Objects.requireNonNull(call.name()), arguments.apply(call),
						PartAttributes.NONE));
			}
		}
		return restored;
	}

	/**
	 * Media of a turn.
	 *
	 * @param index the position among the media of the message
	 * @param mimeType the MIME type that the model sent; null if it sent none
	 * @param reference the reference to the media in the media store; null if the media
	 * is not stored there
	 * @param uri the URI; null if the media has none
	 */
	public record TurnMedia(int index, @Nullable String mimeType, @Nullable String reference, @Nullable String uri) {

	}

	/**
	 * A part to send back.
	 *
	 * @param part the part
	 * @param toolCall the tool call from which the part was restored, and to whose ID the
	 * tool result refers; null if the part is not a function call
	 */
	public record RestoredPart(Part part, @Nullable ToolCall toolCall) {

	}

}
