package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;

import net.qhaigc.springai.gemini.codec.media.MediaDecoder;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * A turn of the model as it goes back to the model: both halves of one protocol. What
 * text, calls and media of a message cannot say stands in one string of its metadata, the
 * envelope: the parts in their order, signatures on their parts. The envelope refers to
 * text, calls and media by length and fingerprint in place of repeating them, so it stays
 * small, and what an application edits is noticed.
 */
final class ModelTurn {

	private static final int VERSION = 1;

	private ModelTurn() {
	}

	/**
	 * The envelope of a turn.
	 * @param received the parts as they came
	 * @param keepMedia whether media is repeated in the envelope
	 * @return JSON; empty if the message says it all
	 */
	static String envelope(List<Part> received, boolean keepMedia) {
		if (isOneText(received)) {
			return "";
		}
		List<Part> parts = received.stream().map(ModelTurn::withData).toList();
		List<Part> replayed = parts.stream().filter(ModelTurn::isReplayed).toList();
		boolean media = keepMedia && replayed.stream().anyMatch(Part.InlineData.class::isInstance);
		return (media || !replayed.equals(plain(parts)))
				? WireJson.write(JsonObject.of("v", VERSION, "p", entries(parts, keepMedia))) : "";
	}

	/** The turn of most answers, which is worth no second look. */
	private static boolean isOneText(List<Part> parts) {
		return parts.size() == 1 && parts.get(0) instanceof Part.Text text
				&& text.attributes().equals(PartAttributes.NONE);
	}

	/** Gemini refuses a part without data; a signature that came on one is kept. */
	private static Part withData(Part part) {
		boolean empty = part instanceof Part.Unknown && part.attributes().extra().isEmpty();
		return empty ? new Part.Text("", part.attributes()) : part;
	}

	private static List<Object> entries(List<Part> parts, boolean keepMedia) {
		List<Object> entries = new ArrayList<>();
		int calls = 0;
		int media = 0;
		for (Part part : parts) {
			if (isCall(part)) {
				entries.add(entry((Part.FunctionCall) part, calls++));
			}
			else if (part instanceof Part.InlineData data && !part.isThought()) {
				entries.add(entry(data, media++, keepMedia));
			}
			else if (part instanceof Part.Text text && !part.isThought()) {
				entries.add(entry(text));
			}
			else if (isReplayed(part)) {
				entries.add(Map.of("r", part));
			}
		}
		return entries;
	}

	/**
	 * Whether a part is one of the message's calls; a call that is but a thought is not.
	 */
	static boolean isCall(Part part) {
		return part instanceof Part.FunctionCall && !part.isThought();
	}

	/**
	 * Unsigned thoughts and unsigned blank texts never go back, nor does a call that is
	 * but a thought: Gemini would miss its result.
	 */
	private static boolean isReplayed(Part part) {
		if (part instanceof Part.FunctionCall) {
			return isCall(part);
		}
		if (part.thoughtSignature() != null) {
			return true;
		}
		return !part.isThought() && !(part instanceof Part.Text text && text.text().isBlank());
	}

	/** What a message without an envelope would say. */
	private static List<Part> plain(List<Part> parts) {
		String text = CandidateDecoder.text(parts, false);
		List<Part> media = new ArrayList<>();
		List<Part> calls = new ArrayList<>();
		for (Part part : parts) {
			if (part.isThought()) {
				continue;
			}
			if (part instanceof Part.InlineData data) {
				media.add(new Part.InlineData(MediaDecoder.mimeType(data).toString(), data.data()));
			}
			else if (part instanceof Part.FunctionCall call) {
				calls.add(new Part.FunctionCall(null, Objects.requireNonNull(call.name()), arguments(call),
						PartAttributes.NONE));
			}
		}
		List<Part> plain = new ArrayList<>();
		if (!text.isBlank()) {
			plain.add(new Part.Text(text));
		}
		plain.addAll(media);
		plain.addAll(calls);
		return plain;
	}

	private static Map<String, Object> arguments(Part.FunctionCall call) {
		return (call.args() != null) ? call.args() : Map.of();
	}

	private static Map<String, Object> entry(Part.Text text) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("t", text.text().length());
		entry.put("h", Fingerprint.of(text.text()));
		return withAttributes(entry, text.attributes());
	}

	private static Map<String, Object> entry(Part.FunctionCall call, int index) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("c", index);
		entry.put("h", Fingerprint.of(call.name(), arguments(call)));
		if (call.id() != null) {
			entry.put("id", call.id());
		}
		if (call.args() == null) {
			entry.put("e", true);
		}
		return withAttributes(entry, call.attributes());
	}

	private static Map<String, Object> entry(Part.InlineData media, int index, boolean keep) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("m", index);
		entry.put("h", Fingerprint.of(media.data()));
		if (media.mimeType() != null) {
			entry.put("y", media.mimeType());
		}
		if (media.displayName() != null) {
			entry.put("d", media.displayName());
		}
		if (keep) {
			entry.put("r", media);
		}
		return withAttributes(entry, media.attributes());
	}

	private static Map<String, Object> withAttributes(Map<String, Object> entry, PartAttributes attributes) {
		if (attributes.thoughtSignature() != null) {
			entry.put("s", attributes.thoughtSignature());
		}
		if (attributes.thought() != null) {
			entry.put("o", attributes.thought());
		}
		if (!attributes.extra().isEmpty()) {
			entry.put("x", attributes.extra());
		}
		if (!attributes.inner().isEmpty()) {
			entry.put("i", attributes.inner());
		}
		return entry;
	}

	/**
	 * The parts that a message stands for.
	 * @param message a turn of the model, from here or from another provider
	 * @param onLostMedia run where the envelope knows of media that is nowhere to be
	 * found
	 * @return the parts, with the message's call beside each function call
	 */
	static List<RestoredPart> replay(AssistantMessage message, Runnable onLostMedia) {
		List<Map<String, Object>> entries = entries(message.getMetadata().get(QhaigcGeminiMetadata.TURN));
		TurnRestorer replay = new TurnRestorer(message, onLostMedia);
		return replay.of(entries);
	}

	/** The entries of an envelope; none if it is absent or from a later version. */
	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> entries(@Nullable Object envelope) {
		if (!(envelope instanceof String json) || json.isEmpty()) {
			return List.of();
		}
		try {
			if (WireJson.readValue(json) instanceof Map<?, ?> map && Objects.equals(map.get("v"), VERSION)
					&& map.get("p") instanceof List<?> parts) {
				return (List<Map<String, Object>>) parts;
			}
		}
		catch (JacksonException ex) {
			// An envelope that something else wrote or cut says nothing.
		}
		return List.of();
	}

	/**
	 * A part that goes back, with the message's own call if it is one.
	 *
	 * @param part the part
	 * @param call the call in the message, which its result refers to by id; null if the
	 * part is no call
	 */
	record RestoredPart(Part part, @Nullable ToolCall call) {

	}

}
