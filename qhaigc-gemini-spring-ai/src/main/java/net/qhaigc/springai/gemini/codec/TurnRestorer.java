package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.codec.ModelTurn.RestoredPart;
import net.qhaigc.springai.gemini.codec.media.MediaEncoder;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Lays a message over its envelope: what is unchanged goes back as it came, and only what
 * the application changed is replaced.
 */
final class TurnRestorer {

	private final AssistantMessage message;

	private final Runnable onLostMedia;

	private final List<RestoredPart> parts = new ArrayList<>();

	private final List<@Nullable Media> media;

	private final List<@Nullable ToolCall> calls;

	TurnRestorer(AssistantMessage message, Runnable onLostMedia) {
		this.message = message;
		this.onLostMedia = onLostMedia;
		this.media = new ArrayList<>(message.getMedia());
		this.calls = new ArrayList<>(message.getToolCalls());
	}

	/**
	 * The parts, from an envelope's entries; no entries, and the message speaks for
	 * itself.
	 */
	List<RestoredPart> of(List<Map<String, Object>> entries) {
		TextAligner text = new TextAligner(Objects.requireNonNullElse(this.message.getText(), ""), entries);
		Map<Map<String, Object>, ToolCall> unchanged = unchangedCalls(entries);
		addText(text.before(), PartAttributes.NONE);
		for (Map<String, Object> entry : entries) {
			if (entry.containsKey("t")) {
				addText(text.inserted(), PartAttributes.NONE);
				addText(text.next(), text.isUnchanged() ? attributes(entry) : PartAttributes.NONE);
			}
			else if (entry.containsKey("c")) {
				addCall(entry, unchanged.get(entry));
			}
			else if (entry.containsKey("m")) {
				addMedia(entry);
			}
			else {
				whole(entry).ifPresent(this::add);
			}
		}
		addText(text.after(), PartAttributes.NONE);
		this.media.stream().filter(Objects::nonNull).map(MediaEncoder::encode).forEach(this::add);
		this.calls.stream().filter(Objects::nonNull).forEach((call) -> addCall(call, null, PartAttributes.NONE));
		return this.parts;
	}

	private void add(Part part) {
		this.parts.add(new RestoredPart(part, null));
	}

	private void addText(@Nullable String text, PartAttributes attributes) {
		if (text != null && (attributes.thoughtSignature() != null || !text.isBlank())) {
			add(new Part.Text(text, attributes));
		}
	}

	/** Each entry's call in the message, at its place or wherever it was moved to. */
	private Map<Map<String, Object>, ToolCall> unchangedCalls(List<Map<String, Object>> entries) {
		Map<Map<String, Object>, ToolCall> found = new IdentityHashMap<>();
		for (Map<String, Object> entry : entries) {
			if (entry.get("c") instanceof Integer index) {
				int place = isUnchanged(entry, index) ? index : -1;
				for (int i = 0; place < 0 && i < this.calls.size(); i++) {
					place = isUnchanged(entry, i) ? i : -1;
				}
				if (place >= 0) {
					found.put(entry, Objects.requireNonNull(this.calls.set(place, null)));
				}
			}
		}
		return found;
	}

	private boolean isUnchanged(Map<String, Object> entry, int index) {
		ToolCall call = at(this.calls, index);
		return call != null && Fingerprint.of(call.name(), arguments(call)).equals(entry.get("h"));
	}

	private void addCall(Map<String, Object> entry, @Nullable ToolCall unchanged) {
		if (unchanged != null) {
			addCall(unchanged, entry, attributes(entry));
			return;
		}
		int index = (entry.get("c") instanceof Integer place) ? place : -1;
		ToolCall changed = at(this.calls, index);
		if (changed != null) {
			this.calls.set(index, null);
			addCall(changed, Objects.equals(changed.id(), entry.get("id")) ? entry : null, PartAttributes.NONE);
		}
	}

	private void addCall(ToolCall call, @Nullable Map<String, Object> entry, PartAttributes attributes) {
		Map<String, Object> arguments = arguments(call);
		boolean absent = entry != null && entry.containsKey("e") && arguments.isEmpty();
		String id = (entry != null && entry.get("id") instanceof String wireId) ? wireId : null;
		this.parts
			.add(new RestoredPart(new Part.FunctionCall(id, call.name(), absent ? null : arguments, attributes), call));
	}

	private void addMedia(Map<String, Object> entry) {
		int index = (entry.get("m") instanceof Integer place) ? place : -1;
		Media own = at(this.media, index);
		if (own != null) {
			this.media.set(index, null);
			boolean same = own.getData() instanceof byte[] data && Fingerprint.of(data).equals(entry.get("h"));
			add(same ? inlineData(entry, own.getDataAsByteArray()) : MediaEncoder.encode(own));
		}
		else {
			whole(entry).ifPresentOrElse(this::add, this.onLostMedia);
		}
	}

	/** The part that an entry repeats as it came. */
	private static Optional<Part> whole(Map<String, Object> entry) {
		return Optional.ofNullable(entry.get("r")).map(WireJson::write).map(WireJson::readPart);
	}

	private static Part inlineData(Map<String, Object> entry, byte[] data) {
		return new Part.InlineData((entry.get("y") instanceof String type) ? type : null, data,
				(entry.get("d") instanceof String name) ? name : null, attributes(entry));
	}

	@SuppressWarnings("unchecked")
	private static PartAttributes attributes(Map<String, Object> entry) {
		return new PartAttributes((entry.get("o") instanceof Boolean thought) ? thought : null,
				(entry.get("s") instanceof String signature) ? signature : null,
				(entry.get("x") instanceof Map<?, ?> extra) ? (Map<String, Object>) extra : Map.of(),
				(entry.get("i") instanceof Map<?, ?> inner) ? (Map<String, Object>) inner : Map.of());
	}

	/**
	 * The arguments as an object; text that is none stands under one name, lest it be
	 * lost.
	 */
	@SuppressWarnings("unchecked")
	static Map<String, Object> arguments(ToolCall call) {
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

	private static <T> @Nullable T at(List<@Nullable T> list, int index) {
		return (index >= 0 && index < list.size()) ? list.get(index) : null;
	}

}
