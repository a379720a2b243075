package net.qhaigc.springai.gemini.codec;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.qhaigc.springai.gemini.wire.Part;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.util.StringUtils;

/**
 * Media to parts: bytes travel in the request, addresses are passed on for the model to
 * read. Nothing is ever downloaded here.
 */
final class MediaEncoder {

	private static final Pattern DATA_URI = Pattern.compile("data:([^;,]*)([^,]*),(.*)",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

	/** Addresses that mean something on this machine alone. */
	private static final Set<String> LOCAL_SCHEMES = Set.of("file", "classpath", "jar");

	/**
	 * Encodes media.
	 * @throws IllegalArgumentException if it has neither bytes nor an address that a
	 * server can read
	 */
	Part encode(Media media) {
		Object data = media.getData();
		if (data instanceof byte[] bytes) {
			return new Part.InlineData(mimeType(media, null), bytes);
		}
		String text = data.toString().trim();
		Matcher dataUri = DATA_URI.matcher(text);
		if (dataUri.matches()) {
			return inlineData(media, dataUri);
		}
		if (isAddress(text)) {
			return new Part.FileData(text, mimeType(media, null));
		}
		byte[] bytes = decodeBase64(text);
		if (bytes == null) {
			throw unreadable(media, "it is neither bytes, nor an address, nor base64");
		}
		return new Part.InlineData(mimeType(media, null), bytes);
	}

	/** Decodes base64 of either alphabet, with or without padding; null if it is none. */
	static byte @Nullable [] decodeBase64(String text) {
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
		// One char a byte, so that escapes of any bytes come out as these bytes.
		Charset charset = StandardCharsets.US_ASCII.newEncoder().canEncode(data) ? StandardCharsets.ISO_8859_1
				: StandardCharsets.UTF_8;
		String unescaped = StringUtils.uriDecode(data, charset);
		boolean base64 = dataUri.group(2).toLowerCase(Locale.ROOT).endsWith(";base64");
		byte[] bytes = base64 ? decodeBase64(unescaped) : unescaped.getBytes(charset);
		if (bytes == null) {
			throw unreadable(media, "its data: address holds no base64");
		}
		return new Part.InlineData(mimeType(media, dataUri.group(1)), bytes);
	}

	private static boolean isAddress(String text) {
		Matcher scheme = SCHEME.matcher(text);
		if (!scheme.matches()) {
			return text.startsWith("files/");
		}
		if (LOCAL_SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException(
					"Media at '%s' cannot be read by the model: give it as a Resource, whose content is then sent"
						.formatted(text));
		}
		return true;
	}

	private static String mimeType(Media media, @Nullable String fromAddress) {
		boolean vague = !media.getMimeType().isConcrete();
		return (vague && fromAddress != null && !fromAddress.isBlank()) ? fromAddress : media.getMimeType().toString();
	}

	private static IllegalArgumentException unreadable(Media media, String reason) {
		return new IllegalArgumentException(
				"Media of type %s cannot be sent: %s".formatted(media.getMimeType(), reason));
	}

}
