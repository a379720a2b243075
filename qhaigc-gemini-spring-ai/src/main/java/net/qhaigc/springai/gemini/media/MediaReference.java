package net.qhaigc.springai.gemini.media;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import org.springframework.ai.content.Media;

/**
 * Derives the reference to media from its content, so that the same media is stored once,
 * however many messages contain it.
 */
final class MediaReference {

	private static final String PREFIX = "sha256-";

	private static final Pattern FORMAT = Pattern.compile(PREFIX + "[0-9a-f]{64}");

	private MediaReference() {
	}

	/**
	 * Return the bytes of media.
	 * @param media the media
	 * @return its bytes, which are not copied
	 * @throws IllegalArgumentException if the media has a URI instead of bytes
	 */
	static byte[] bytes(Media media) {
		if (!(media.getData() instanceof byte[] bytes)) {
			throw new IllegalArgumentException(
					"Media of type %s has a URI instead of bytes, and cannot be stored".formatted(media.getMimeType()));
		}
		return bytes;
	}

	/**
	 * Return the reference to media.
	 * @param mimeType the MIME type
	 * @param bytes the bytes
	 * @return the reference
	 */
	static String of(String mimeType, byte[] bytes) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(mimeType.getBytes(StandardCharsets.UTF_8));
			digest.update((byte) 0);
			return PREFIX + HexFormat.of().formatHex(digest.digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return whether a reference has the format of this class and can therefore be used
	 * as a file name.
	 */
	static boolean isValid(String reference) {
		return FORMAT.matcher(reference).matches();
	}

}
