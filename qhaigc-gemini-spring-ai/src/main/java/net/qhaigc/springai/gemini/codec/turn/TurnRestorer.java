package net.qhaigc.springai.gemini.codec.turn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.codec.media.HistoryMediaEncoder;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn.RestoredPart;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Restores the parts of one model turn from the message and the {@link Envelope} of the
 * turn. Unchanged content is restored as it was received, and content that the
 * application changed is taken from the message. An instance is used for one message.
 */
final class TurnRestorer {

	private final AssistantMessage message;

	private final HistoryMediaEncoder mediaEncoder;

	private final List<RestoredPart> parts = new ArrayList<>();

	/** The media of the message, null where it has been restored. */
	private final List<@Nullable Media> media;

	/** The tool calls of the message, null where they have been restored. */
	private final List<@Nullable ToolCall> toolCalls;

	TurnRestorer(AssistantMessage message, HistoryMediaEncoder mediaEncoder) {
		this.message = message;
		this.mediaEncoder = mediaEncoder;
		this.media = new ArrayList<>(message.getMedia());
		this.toolCalls = new ArrayList<>(message.getToolCalls());
	}

	/**
	 * Restore the parts.
	 * @param entries the entries of the envelope; if there are none, the parts are
	 * restored from the message alone
	 * @return the parts
	 */
	List<RestoredPart> restore(List<EnvelopeEntry> entries) {
		TextAligner aligner = new TextAligner(Objects.requireNonNullElse(this.message.getText(), ""),
				entriesOf(EnvelopeEntry.Text.class, entries));
		Map<EnvelopeEntry.Call, ToolCall> unchanged = takeUnchangedCalls(entriesOf(EnvelopeEntry.Call.class, entries));
		addText(aligner.insertedBeforeFirst());
		for (EnvelopeEntry entry : entries) {
			if (entry instanceof EnvelopeEntry.Text) {
				addText(aligner.insertedBeforeNext());
				String textOfEntry = aligner.next();
				if (textOfEntry != null && aligner.isUnchanged()) {
					add(new Part.Text(textOfEntry, aligner.attributes()));
				}
				else {
					addText(textOfEntry);
				}
			}
			else if (entry instanceof EnvelopeEntry.Call call) {
				addCall(call, unchanged.get(call));
			}
			else if (entry instanceof EnvelopeEntry.Media mediaEntry) {
				addMedia(mediaEntry);
			}
			else if (entry instanceof EnvelopeEntry.Verbatim verbatim) {
				add(verbatim.part());
			}
		}
		addText(aligner.addedAfterLast());
		this.media.stream()
			.filter(Objects::nonNull)
			.map(this.mediaEncoder::encode)
			.filter(Objects::nonNull)
			.forEach(this::add);
		this.toolCalls.stream().filter(Objects::nonNull).forEach((call) -> addCall(call, null, PartAttributes.NONE));
		return this.parts;
	}

	private static <T extends EnvelopeEntry> List<T> entriesOf(Class<T> type, List<EnvelopeEntry> entries) {
		return entries.stream().filter(type::isInstance).map(type::cast).toList();
	}

	private void add(Part part) {
		add(part, null);
	}

	private void add(Part part, @Nullable ToolCall call) {
		this.parts.add(new RestoredPart(part, call));
	}

	/**
	 * Add a text without attributes, unless the text is blank, since Gemini rejects a
	 * blank text.
	 */
	private void addText(@Nullable String text) {
		if (text != null && !text.isBlank()) {
			add(new Part.Text(text));
		}
	}

	/**
	 * Find the tool call of the message for each entry whose tool call is unchanged, even
	 * if the tool call is no longer at the index of the entry. Each tool call that was
	 * found is marked as restored.
	 */
	private Map<EnvelopeEntry.Call, ToolCall> takeUnchangedCalls(List<EnvelopeEntry.Call> entries) {
		Map<EnvelopeEntry.Call, ToolCall> unchanged = new IdentityHashMap<>();
		for (EnvelopeEntry.Call entry : entries) {
			int index = isUnchanged(entry, entry.index()) ? entry.index() : -1;
			for (int i = 0; index < 0 && i < this.toolCalls.size(); i++) {
				index = isUnchanged(entry, i) ? i : -1;
			}
			ToolCall call = take(this.toolCalls, index);
			if (call != null) {
				unchanged.put(entry, call);
			}
		}
		return unchanged;
	}

	private boolean isUnchanged(EnvelopeEntry.Call entry, int index) {
		ToolCall call = (index < this.toolCalls.size()) ? this.toolCalls.get(index) : null;
		return call != null && entry.matches(call.name(), arguments(call));
	}

	private void addCall(EnvelopeEntry.Call entry, @Nullable ToolCall unchanged) {
		if (unchanged != null && entry.args() != null) {
			add(new Part.FunctionCall(entry.id(), unchanged.name(), entry.args(), entry.attributes()), unchanged);
			return;
		}
		if (unchanged != null) {
			addCall(unchanged, entry, entry.attributes());
			return;
		}
		ToolCall changed = take(this.toolCalls, entry.index());
		if (changed != null) {
			addCall(changed, Objects.equals(changed.id(), entry.id()) ? entry : null, PartAttributes.NONE);
		}
	}

	private void addCall(ToolCall call, EnvelopeEntry.@Nullable Call entry, PartAttributes attributes) {
		Map<String, Object> arguments = arguments(call);
		boolean argsAbsent = entry != null && entry.argsAbsent() && arguments.isEmpty();
		String id = (entry != null) ? entry.id() : null;
		add(new Part.FunctionCall(id, call.name(), argsAbsent ? null : arguments, attributes), call);
	}

	private void addMedia(EnvelopeEntry.Media entry) {
		Media current = take(this.media, entry.index());
		String mimeType = (current != null) ? current.getMimeType().toString() : entry.mimeType();
		boolean omitted = !(entry.embeddedPart() instanceof Part.FileData) && this.mediaEncoder.omits(mimeType);
		Part restored = omitted ? new Part.Text(HistoryMediaEncoder.placeholder(mimeType))
				: restoreMedia(entry, current);
		if (restored != null) {
			add(restored);
		}
		else {
			this.mediaEncoder.warnAboutMissing(entry.reference() != null);
		}
	}

	private @Nullable Part restoreMedia(EnvelopeEntry.Media entry, @Nullable Media current) {
		Object data = (current != null) ? this.mediaEncoder.data(current) : null;
		if (current != null && data != null) {
			Part unchanged = entry.restore(data);
			return (unchanged != null) ? unchanged : this.mediaEncoder.encode(current);
		}
		byte[] stored = (entry.reference() != null) ? this.mediaEncoder.read(entry.reference()) : null;
		return (stored != null) ? entry.restore(stored) : entry.embeddedPart();
	}

	private static <T> @Nullable T take(List<@Nullable T> list, int index) {
		return (index >= 0 && index < list.size()) ? list.set(index, null) : null;
	}

	/**
	 * Return the arguments as an object. JSON that is not an object, and text that is not
	 * JSON, becomes the value of the argument {@code input}, so that it is not dropped.
	 */
	@SuppressWarnings("unchecked")
	private static Map<String, Object> arguments(ToolCall call) {
		String json = call.arguments();
		if (json == null || json.isBlank()) {
			return Map.of();
		}
		try {
			Object value = WireJson.readValue(json);
			if (value instanceof Map<?, ?> object) {
				return (Map<String, Object>) object;
			}
			Map<String, Object> wrapped = new LinkedHashMap<>();
			wrapped.put("input", value);
			return wrapped;
		}
		catch (JacksonException ex) {
			return Map.of("input", json);
		}
	}

}
