package net.qhaigc.springai.gemini.codec.turn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * The envelope of a model turn: JSON that contains what the message of the turn cannot
 * express. The metadata of the message contains the envelope as a string. Chat memories
 * store this string with each message, so the keys of the JSON are short.
 *
 * @param entries the entries, one for each part that is sent back to the model, in the
 * order of the parts
 */
record Envelope(List<EnvelopeEntry> entries) {

	private static final Envelope EMPTY = new Envelope(List.of());

	private static final int VERSION = 1;

	/** The version of the format. */
	private static final String VERSION_KEY = "v";

	/** The list of entries. */
	private static final String ENTRIES_KEY = "p";

	/** Text: its number of chars. */
	private static final String TEXT_KEY = "t";

	/** Tool call: its index among the tool calls of the message. */
	private static final String CALL_KEY = "c";

	/** Media: its index among the media of the message. */
	private static final String MEDIA_KEY = "m";

	/**
	 * The part in Google's JSON: a part that the message does not contain, a file, or
	 * media that is kept in the envelope.
	 */
	private static final String PART_KEY = "r";

	/** Media: its reference in the media store. */
	private static final String REFERENCE_KEY = "u";

	private static final String FINGERPRINT_KEY = "h";

	private static final String CALL_ID_KEY = "id";

	private static final String ARGS_ABSENT_KEY = "e";

	private static final String ARGS_KEY = "a";

	private static final String MIME_TYPE_KEY = "y";

	private static final String DISPLAY_NAME_KEY = "d";

	private static final String SIGNATURE_KEY = "s";

	private static final String THOUGHT_KEY = "o";

	/** The fields of the part for which there is no other key. */
	private static final String EXTRA_KEY = "x";

	/** The unknown fields inside the object with the data, such as {@code inlineData}. */
	private static final String INNER_KEY = "i";

	/**
	 * Write this envelope.
	 * @return JSON
	 */
	String write() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put(VERSION_KEY, VERSION);
		json.put(ENTRIES_KEY, this.entries.stream().map(Envelope::write).toList());
		return WireJson.write(json);
	}

	private static Map<String, Object> write(EnvelopeEntry entry) {
		Map<String, Object> json = new LinkedHashMap<>();
		if (entry instanceof EnvelopeEntry.Text text) {
			json.put(TEXT_KEY, text.length());
			json.put(FINGERPRINT_KEY, text.fingerprint());
			write(text.attributes(), json);
		}
		else if (entry instanceof EnvelopeEntry.Call call) {
			json.put(CALL_KEY, call.index());
			json.put(FINGERPRINT_KEY, call.fingerprint());
			putIfPresent(json, CALL_ID_KEY, call.id());
			putIfPresent(json, ARGS_ABSENT_KEY, call.argsAbsent() ? true : null);
			putIfPresent(json, ARGS_KEY, call.args());
			write(call.attributes(), json);
		}
		else if (entry instanceof EnvelopeEntry.Media media) {
			json.put(MEDIA_KEY, media.index());
			json.put(FINGERPRINT_KEY, media.fingerprint());
			putIfPresent(json, MIME_TYPE_KEY, media.mimeType());
			putIfPresent(json, DISPLAY_NAME_KEY, media.displayName());
			putIfPresent(json, PART_KEY, media.embeddedPart());
			putIfPresent(json, REFERENCE_KEY, media.reference());
			write(media.attributes(), json);
		}
		else if (entry instanceof EnvelopeEntry.Verbatim verbatim) {
			json.put(PART_KEY, verbatim.part());
		}
		return json;
	}

	private static void write(PartAttributes attributes, Map<String, Object> json) {
		putIfPresent(json, SIGNATURE_KEY, attributes.thoughtSignature());
		putIfPresent(json, THOUGHT_KEY, attributes.thought());
		putIfPresent(json, EXTRA_KEY, attributes.extra().isEmpty() ? null : attributes.extra());
		putIfPresent(json, INNER_KEY, attributes.inner().isEmpty() ? null : attributes.inner());
	}

	private static void putIfPresent(Map<String, Object> json, String key, @Nullable Object value) {
		if (value != null) {
			json.put(key, value);
		}
	}

	/**
	 * Whether an envelope can have media entries. If this returns false, the envelope
	 * does not have to be parsed to find them.
	 */
	static boolean mayHaveMedia(String json) {
		return json.contains("\"" + MEDIA_KEY + "\":");
	}

	/**
	 * Read an envelope.
	 * @param value the value in the metadata; null if there is none
	 * @param warnings logs that an envelope cannot be read
	 * @return the envelope; an envelope without entries if there is none, if its version
	 * is unknown or if it is invalid
	 */
	static Envelope read(@Nullable Object value, WarnOnce warnings) {
		if (!(value instanceof String json) || json.isEmpty()) {
			return EMPTY;
		}
		try {
			return readEntries(WireJson.readValue(json), warnings);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			warnings.warn("envelope", "invalid",
					"The metadata 'qhaigcTurn' of a message is not a valid envelope, perhaps because a chat "
							+ "memory truncated it. The envelope was ignored, and the turn is sent without its "
							+ "signatures");
			return EMPTY;
		}
	}

	private static Envelope readEntries(@Nullable Object json, WarnOnce warnings) {
		if (!(json instanceof Map<?, ?> envelope) || !envelope.containsKey(VERSION_KEY)) {
			throw new IllegalArgumentException("not an envelope");
		}
		Object version = envelope.get(VERSION_KEY);
		if (!Integer.valueOf(VERSION).equals(version)) {
			warnings.warn("envelope", "version", ("The metadata 'qhaigcTurn' of a message is an envelope of "
					+ "version %s, but this version of the library reads version %d. The envelope was ignored, and the "
					+ "turn is sent without its signatures")
				.formatted(version, VERSION));
			return EMPTY;
		}
		List<EnvelopeEntry> entries = new ArrayList<>();
		for (Object entry : require(envelope.get(ENTRIES_KEY), List.class)) {
			entries.add(readEntry(require(entry, Map.class)));
		}
		return new Envelope(entries);
	}

	private static EnvelopeEntry readEntry(Map<?, ?> json) {
		if (json.containsKey(TEXT_KEY)) {
			return new EnvelopeEntry.Text(readNonNegative(json, TEXT_KEY), require(json, FINGERPRINT_KEY, String.class),
					readAttributes(json));
		}
		if (json.containsKey(CALL_KEY)) {
			return new EnvelopeEntry.Call(readNonNegative(json, CALL_KEY), require(json, FINGERPRINT_KEY, String.class),
					read(json, CALL_ID_KEY, String.class), json.containsKey(ARGS_ABSENT_KEY),
					readObject(json, ARGS_KEY), readAttributes(json));
		}
		if (json.containsKey(MEDIA_KEY)) {
			return new EnvelopeEntry.Media(readNonNegative(json, MEDIA_KEY),
					require(json, FINGERPRINT_KEY, String.class), read(json, MIME_TYPE_KEY, String.class),
					read(json, DISPLAY_NAME_KEY, String.class), json.containsKey(PART_KEY) ? readPart(json) : null,
					read(json, REFERENCE_KEY, String.class), readAttributes(json));
		}
		return new EnvelopeEntry.Verbatim(readPart(json));
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Map<String, Object> readObject(Map<?, ?> json, String key) {
		return read(json, key, Map.class);
	}

	private static PartAttributes readAttributes(Map<?, ?> json) {
		Map<String, Object> extra = readObject(json, EXTRA_KEY);
		Map<String, Object> inner = readObject(json, INNER_KEY);
		return new PartAttributes(read(json, THOUGHT_KEY, Boolean.class), read(json, SIGNATURE_KEY, String.class),
				(extra != null) ? extra : Map.of(), (inner != null) ? inner : Map.of());
	}

	private static Part readPart(Map<?, ?> json) {
		return WireJson.readPart(WireJson.write(require(json, PART_KEY, Map.class)));
	}

	private static int readNonNegative(Map<?, ?> json, String key) {
		int number = require(json, key, Integer.class);
		if (number < 0) {
			throw new IllegalArgumentException("'%s' is negative".formatted(key));
		}
		return number;
	}

	private static <T> T require(Map<?, ?> json, String key, Class<T> type) {
		return require(json.get(key), type);
	}

	private static <T> T require(@Nullable Object value, Class<T> type) {
		if (!type.isInstance(value)) {
			throw new IllegalArgumentException("not of type " + type.getSimpleName());
		}
		return type.cast(value);
	}

	private static <T> @Nullable T read(Map<?, ?> json, String key, Class<T> type) {
		return json.containsKey(key) ? require(json, key, type) : null;
	}

}
