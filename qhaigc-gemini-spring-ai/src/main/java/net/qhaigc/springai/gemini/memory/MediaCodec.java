package net.qhaigc.springai.gemini.memory;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;

import net.qhaigc.springai.gemini.codec.media.MediaDecoder;
import net.qhaigc.springai.gemini.codec.media.MediaEncoder;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.media.StoredMedia;
import net.qhaigc.springai.gemini.memory.MessageCodec.JsonFields;
import net.qhaigc.springai.gemini.options.MediaOptions;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Writes the media of messages as JSON, and reads media from this JSON. Instead of the
 * bytes, the JSON contains a URI or a reference to the bytes in a media store.
 */
final class MediaCodec {

	static final String REFERENCE = "reference";

	private final MediaStore store;

	MediaCodec(MediaStore store) {
		this.store = store;
	}

	/**
	 * Write the media of a message.
	 * @param media the media
	 * @return one JSON object for each item of media
	 */
	List<Map<String, Object>> write(List<Media> media) {
		List<Map<String, Object>> written = new ArrayList<>();
		media.forEach((each) -> written.add(write(each)));
		return written;
	}

	/**
	 * Write the media of an assistant message, including media to which only the metadata
	 * of the message refers.
	 * @param message the message
	 * @return one JSON object for each item of media
	 */
	List<Map<String, Object>> write(AssistantMessage message) {
		List<Map<String, Object>> written = write(message.getMedia());
		ModelTurnMedia.write(message, written);
		return written;
	}

	private Map<String, Object> write(Media media) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("mimeType", media.getMimeType().toString());
		Object uriOrBytes = uriOrBytes(media);
		if (uriOrBytes instanceof String uri) {
			json.put("uri", uri);
		}
		else {
			json.put(REFERENCE, storedReference(media, uriOrBytes));
		}
		putIfPresent(json, "id", media.getId());
		putIfPresent(json, "name", media.getName());
		MediaOptions options = MediaOptions.of(media);
		putIfPresent(json, "options", (options != null) ? write(options) : null);
		return json;
	}

	/** Return the URI or the bytes; null if the bytes are already in the store. */
	private @Nullable Object uriOrBytes(Media media) {
		if (media instanceof StoredMedia stored && stored.isIn(this.store)) {
			return null;
		}
		if (!(media.getData() instanceof String text)) {
			return media.getDataAsByteArray();
		}
		try {
			return (MediaEncoder.encode(media) instanceof Part.InlineData inline) ? inline.data() : text;
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	/**
	 * Return the reference to media in the store. The bytes are stored first, unless they
	 * are null because the store already contains them.
	 */
	private String storedReference(Media media, @Nullable Object bytes) {
		return (media instanceof StoredMedia stored && bytes == null) ? stored.reference() : this.store
			.put(new Media(media.getMimeType(), new ByteArrayResource((byte[]) Objects.requireNonNull(bytes))));
	}

	private static Map<String, Object> write(MediaOptions options) {
		Map<String, Object> json = new LinkedHashMap<>();
		putIfPresent(json, "resolution", text(options.resolution()));
		putIfPresent(json, "start", text(options.start()));
		putIfPresent(json, "end", text(options.end()));
		putIfPresent(json, "fps", options.fps());
		putIfPresent(json, "processing", text(options.processing()));
		return json;
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value instanceof Enum<?> constant) ? constant.name() : Objects.toString(value, null);
	}

	static void putIfPresent(Map<String, Object> json, String key, @Nullable Object value) {
		if (value != null) {
			json.put(key, value);
		}
	}

	/**
	 * Read the media of a message.
	 * @param objects the JSON objects, one for each item of media
	 * @return the media, whose bytes are read from the store when they are needed
	 */
	List<Media> read(List<JsonFields> objects) {
		List<Media> media = new ArrayList<>();
		for (JsonFields json : objects) {
			Media withoutOptions = readWithoutOptions(json);
			MediaOptions options = readOptions(json.object("options"));
			media.add((options != null) ? options.applyTo(withoutOptions) : withoutOptions);
		}
		return media;
	}

	private Media readWithoutOptions(JsonFields json) {
		MimeType mimeType = MediaDecoder.mimeType(json.text("mimeType"));
		String reference = json.text(REFERENCE);
		if (reference != null) {
			return new StoredMedia(mimeType, reference, this.store, json.text("id"), json.text("name"));
		}
		Media.Builder media = Media.builder().mimeType(mimeType).data(URI.create(json.textOrEmpty("uri")));
		if (json.text("id") != null) {
			media.id(json.textOrEmpty("id"));
		}
		if (json.text("name") != null) {
			media.name(json.textOrEmpty("name"));
		}
		return media.build();
	}

	private static @Nullable MediaOptions readOptions(Map<String, Object> json) {
		if (json.isEmpty()) {
			return null;
		}
		MediaOptions options = MediaOptions.clip(duration(json.get("start")), duration(json.get("end")));
		if (json.get("resolution") instanceof String resolution) {
			options = options.withResolution(MediaOptions.Resolution.valueOf(resolution));
		}
		if (json.get("fps") instanceof Number fps) {
			options = options.withFps(fps.doubleValue());
		}
		if (json.get("processing") instanceof String processing) {
			options = options.withProcessing(MediaOptions.Processing.valueOf(processing));
		}
		return options;
	}

	private static @Nullable Duration duration(@Nullable Object text) {
		return (text instanceof String duration) ? Duration.parse(duration) : null;
	}

}
