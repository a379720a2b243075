package net.qhaigc.springai.gemini.codec.media;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.options.MediaOptions;
import net.qhaigc.springai.gemini.wire.JsonObject;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;

/**
 * Encodes media. Bytes, base64 and {@code data:} URIs are sent inline. URIs that only
 * this machine can read are rejected. All other URIs are sent unchanged, and the model
 * reads the media from them.
 */
public final class MediaEncoder {

	private static final Pattern GENERATED_NAME = Pattern.compile("media-.+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	private static final Pattern DATA_URI = Pattern.compile("data:([^;,]*)([^,]*),(.*)",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

	/** Schemes of URIs that only this machine can read. */
	private static final Set<String> LOCAL_SCHEMES = Set.of("file", "classpath", "jar");

	private MediaEncoder() {
	}

	/**
	 * Encode media.
	 * @param media the media
	 * @return a part with the bytes or the URI of the media
	 * @throws IllegalArgumentException if the data of the media is neither bytes nor
	 * base64 nor a URI that the model can read
	 */
	public static Part encode(Media media) {
		MediaOptions options = MediaOptions.of(media);
		Part part = encodeData(media);
		return (options != null) ? part.withAttributes(attributes(options)) : part;
	}

	/**
	 * Add the name of media to its part. This is only for the unified endpoint: Gemini
	 * rejects the name unless the media is in a tool result.
	 * @param part the encoded media
	 * @param media the media; a name that Spring AI generated is omitted
	 * @return the part with the name
	 */
	public static Part withName(Part part, Media media) {
		String name = GENERATED_NAME.matcher(media.getName()).matches() ? null : media.getName();
		if (part instanceof Part.InlineData data) {
			return new Part.InlineData(data.mimeType(), data.data(), name, data.attributes());
		}
		return (part instanceof Part.FileData file)
				? new Part.FileData(file.fileUri(), file.mimeType(), name, file.attributes()) : part;
	}

	private static PartAttributes attributes(MediaOptions options) {
		Map<String, Object> resolution = (options.resolution() != null)
				? JsonObject.of("level", "MEDIA_RESOLUTION_" + options.resolution()) : null;
		Map<String, Object> video = JsonObject.of("startOffset", seconds(options.start()), "endOffset",
				seconds(options.end()), "fps", options.fps());
		return new PartAttributes(null, null, JsonObject.of("mediaResolution", resolution, "videoMetadata",
				video.isEmpty() ? null : video, "mediaProcessing", Objects.toString(options.processing(), null)),
				Map.of());
	}

	/**
	 * Return a duration in the format of Google's JSON, such as {@code 1.5s}.
	 */
	private static @Nullable String seconds(@Nullable Duration duration) {
		return (duration == null) ? null
				: BigDecimal.valueOf(duration.getSeconds())
					.add(BigDecimal.valueOf(duration.getNano(), 9))
					.stripTrailingZeros()
					.toPlainString() + "s";
	}

	private static Part encodeData(Media media) {
		Object data = media.getData();
		if (data instanceof byte[] bytes) {
			return new Part.InlineData(mimeType(media, null), bytes);
		}
		String text = data.toString().trim();
		Matcher dataUri = DATA_URI.matcher(text);
		if (dataUri.matches()) {
			return inlineData(media, dataUri);
		}
		if (isRemoteUri(text)) {
			return new Part.FileData(text, mimeType(media, null));
		}
		byte[] bytes = decodeBase64(text);
		if (bytes == null) {
			throw invalid(media, "its data is neither bytes nor a URI nor base64");
		}
		return new Part.InlineData(mimeType(media, null), bytes);
	}

	/**
	 * Decode base64 in the standard or the URL-safe alphabet, with or without padding.
	 * @param text the text, which can contain whitespace
	 * @return the bytes; null if the text is not base64
	 */
	public static byte @Nullable [] decodeBase64(String text) {
		try {
			String standard = StringUtils.trimAllWhitespace(text).replace('-', '+').replace('_', '/');
			return Base64.getDecoder().decode(standard);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static Part inlineData(Media media, Matcher dataUri) {
		String data = dataUri.group(3);
		// ISO-8859-1 has one char for each byte, so percent-encoded bytes stay the same.
		Charset charset = StandardCharsets.US_ASCII.newEncoder().canEncode(data) ? StandardCharsets.ISO_8859_1
				: StandardCharsets.UTF_8;
		String unescaped = StringUtils.uriDecode(data, charset);
		boolean base64 = dataUri.group(2).toLowerCase(Locale.ROOT).endsWith(";base64");
		byte[] bytes = base64 ? decodeBase64(unescaped) : unescaped.getBytes(charset);
		if (bytes == null) {
			throw invalid(media, "its data: URI does not contain valid base64");
		}
		return new Part.InlineData(mimeType(media, dataUri.group(1)), bytes);
	}

	/**
	 * Return whether the text is a URI that the model can read.
	 * @throws IllegalArgumentException if it is a URI that only this machine can read
	 */
	private static boolean isRemoteUri(String text) {
		Matcher scheme = SCHEME.matcher(text);
		if (!scheme.matches()) {
			return text.startsWith("files/");
		}
		if (LOCAL_SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException(
					"The model cannot read media at '%s'. Pass it as a Resource, whose content is sent with the request"
						.formatted(text));
		}
		return true;
	}

	private static String mimeType(Media media, @Nullable String fromUri) {
		boolean wildcard = !media.getMimeType().isConcrete();
		return (wildcard && fromUri != null && !fromUri.isBlank()) ? fromUri : media.getMimeType().toString();
	}

	private static IllegalArgumentException invalid(Media media, String reason) {
		return new IllegalArgumentException(
				"Media of type %s cannot be sent: %s".formatted(media.getMimeType(), reason));
	}

}
