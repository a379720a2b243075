package net.qhaigc.springai.gemini.rendering;

import java.util.Base64;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/**
 * Determines the URIs of media if the application has not set a function for them.
 */
final class SafeUri {

	private static final Set<String> EMBEDDED_TYPES = Set.of("image", "audio", "video");

	private SafeUri() {
	}

	/**
	 * Return the URI of media.
	 * @return an {@code http}, {@code https} or {@code data:} URI; null if there is no
	 * URI that a browser can display safely
	 */
	static @Nullable String of(Media media) {
		if (media.getData() instanceof byte[] bytes) {
			MimeType type = media.getMimeType();
			return EMBEDDED_TYPES.contains(type.getType()) ? "data:" + type.getType() + "/" + type.getSubtype()
					+ ";base64," + Base64.getEncoder().encodeToString(bytes) : null;
		}
		// Source.uri() is null if the scheme is not http or https.
		return Source.of(0, null, String.valueOf(media.getData())).uri();
	}

}
