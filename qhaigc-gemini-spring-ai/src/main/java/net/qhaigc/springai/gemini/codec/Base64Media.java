package net.qhaigc.springai.gemini.codec;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.codec.media.MediaEncoder;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Detects and decodes the base64 media in a JSON value.
 */
final class Base64Media {

	/** The keys whose value can be a MIME type. */
	static final List<String> MIME_TYPE_KEYS = List.of("mimeType", "mime_type", "mimetype", "mediaType", "media_type",
			"contentType", "content_type");

	/** The keys whose values can be base64 of any length. */
	private static final List<String> DATA_KEYS = List.of("data", "blob");

	/** The MIME types of media, keyed by the first characters of their base64. */
	private static final Map<String, String> MAGIC_PREFIXES = Map.of("iVBORw0KGgo", "image/png", "/9j/", "image/jpeg",
			"R0lGODdh", "image/gif", "R0lGODlh", "image/gif", "JVBERi0", "application/pdf");

	/**
	 * Minimum length of base64 that has no MIME type next to it and is not in a
	 * {@code data:} URI.
	 */
	private static final int MIN_LENGTH_WITHOUT_TYPE = 64;

	/**
	 * Minimum length of base64 under a key other than the {@link #DATA_KEYS}, since
	 * shorter base64 can be a digest or a cryptographic signature.
	 */
	private static final int MIN_LENGTH_FOR_OTHER_KEYS = 1000;

	/** Matches only characters of base64; most other long texts contain whitespace. */
	private static final Pattern BASE64_CHARS = Pattern.compile("[A-Za-z0-9+/_-]++={0,2}");

	private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]++");

	private static final String DATA_URI = "data:";

	private static final String BASE64 = ";base64,";

	private static final int MAX_TYPE_LENGTH = 100;

	private Base64Media() {
	}

	/** Return whether a JSON text can contain media without a MIME type next to it. */
	static boolean mayBeIn(String json) {
		return json.length() >= MIN_LENGTH_WITHOUT_TYPE && MAGIC_PREFIXES.keySet().stream().anyMatch(json::contains)
				|| json.contains(BASE64);
	}

	/**
	 * Decode a string that is recognizable as media without a MIME type next to it.
	 * @param text the string
	 * @return the media; null if the string is not media of a type that Gemini supports
	 */
	static Part.@Nullable InlineData decode(String text) {
		if (text.regionMatches(true, 0, DATA_URI, 0, DATA_URI.length())) {
			int end = text.substring(0, Math.min(text.length(), MAX_TYPE_LENGTH)).indexOf(BASE64);
			return (end < 0) ? null : decode(text.substring(DATA_URI.length(), end).split(";", 2)[0],
					text.substring(end + BASE64.length()));
		}
		if (text.length() < MIN_LENGTH_WITHOUT_TYPE) {
			return null;
		}
		for (Map.Entry<String, String> magic : MAGIC_PREFIXES.entrySet()) {
			if (text.startsWith(magic.getKey())) {
				return decode(magic.getValue(), text);
			}
		}
		return null;
	}

	/**
	 * Decode a field of an object that also has a field with a MIME type. Long base64 is
	 * recognized under any key.
	 * @param object the object
	 * @param key the key of the field
	 * @return the media; null if the field is not media of a type that Gemini supports
	 */
	static Part.@Nullable InlineData decode(Map<?, ?> object, @Nullable Object key) {
		Object value = object.get(key);
		return (DATA_KEYS.contains(key) || isLongBase64(value)) ? decode(type(object), value) : null;
	}

	private static boolean isLongBase64(@Nullable Object value) {
		return value instanceof String text && text.length() >= MIN_LENGTH_FOR_OTHER_KEYS
				&& BASE64_CHARS.matcher(text).matches() && !HEXADECIMAL.matcher(text).matches();
	}

	/**
	 * Decode base64 with a given MIME type.
	 * @param mimeType the MIME type; null if it is unknown
	 * @param base64 a JSON value, which is decoded only if it is a string
	 * @return the media; null if the value is not base64, or if Gemini does not support
	 * the MIME type
	 */
	static Part.@Nullable InlineData decode(@Nullable String mimeType, @Nullable Object base64) {
		String type = (mimeType != null) ? mimeType.toLowerCase(Locale.ROOT) : null;
		if (type == null || kind(type) == null || !(base64 instanceof String text)) {
			return null;
		}
		byte[] bytes = MediaEncoder.decodeBase64(text);
		return (bytes != null && bytes.length > 0) ? new Part.InlineData(type, bytes) : null;
	}

	/**
	 * Return the MIME type that an object contains; null if there is none. In the JSON of
	 * Spring AI's {@code Media}, the MIME type is itself an object.
	 */
	static @Nullable String type(Map<?, ?> object) {
		for (String key : MIME_TYPE_KEYS) {
			Object type = object.get(key);
			if (type instanceof String text) {
				return text;
			}
			if (type instanceof Map<?, ?> parsed && parsed.get("type") instanceof String main
					&& parsed.get("subtype") instanceof String subtype) {
				return main + "/" + subtype;
			}
		}
		return null;
	}

	/**
	 * Return the kind of media that a MIME type denotes; null if Gemini does not support
	 * the type.
	 */
	static @Nullable String kind(@Nullable String mimeType) {
		if ("application/pdf".equals(mimeType)) {
			return "document";
		}
		String type = (mimeType != null) ? mimeType.split("/", 2)[0] : "";
		return Set.of("image", "audio", "video").contains(type) ? type : null;
	}

}
