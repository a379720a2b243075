package net.qhaigc.springai.gemini.codec.media;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.wire.Part;

/**
 * Decodes media that the model generated.
 */
public final class MediaDecoder {

	private MediaDecoder() {
	}

	/**
	 * Decode a part.
	 * @param part the part
	 * @return media with the bytes of the part, which are not copied, or with its URI;
	 * null if the part is a thought, is not media, or has neither bytes nor a valid URI
	 */
	public static @Nullable Media decode(Part part) {
		if (part.isThought()) {
			return null;
		}
		if (part instanceof Part.InlineData data && data.data().length > 0) {
			Resource bytes = new SharedBytes(data.data());
			return media((media) -> media.data(bytes), data.mimeType(), data.displayName());
		}
		if (part instanceof Part.FileData file && file.fileUri() != null && !file.fileUri().isBlank()) {
			URI uri = uri(file.fileUri());
			return (uri != null) ? media((media) -> media.data(uri), file.mimeType(), file.displayName()) : null;
		}
		return null;
	}

	/**
	 * Build media. Each caller sets the data with the overload of
	 * {@code Media.Builder.data} for a resource or for a URI. The other overloads differ
	 * between Spring AI 2.0.0 and 2.0.1.
	 */
	private static Media media(UnaryOperator<Media.Builder> setData, @Nullable String mimeType, @Nullable String name) {
		Media.Builder media = setData.apply(Media.builder().mimeType(mimeType(mimeType)));
		return ((name != null) ? media.name(name) : media).build();
	}

	/**
	 * Return the text as a URI in which characters that are not allowed are
	 * percent-encoded; null if this is not possible.
	 */
	private static @Nullable URI uri(String text) {
		try {
			return URI.create(text);
		}
		catch (IllegalArgumentException ex) {
			return encodedUri(text);
		}
	}

	private static @Nullable URI encodedUri(String text) {
		int colon = text.indexOf(':');
		try {
			return new URI((colon > 0) ? text.substring(0, colon) : null, text.substring(colon + 1), null);
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	/**
	 * Parse the MIME type of a part.
	 * @param mimeType the text to parse, or null
	 * @return the MIME type; {@code application/octet-stream} if the text is null or
	 * invalid
	 */
	public static MimeType mimeType(@Nullable String mimeType) {
		try {
			return (mimeType != null) ? MimeTypeUtils.parseMimeType(mimeType) : MimeTypeUtils.APPLICATION_OCTET_STREAM;
		}
		catch (InvalidMimeTypeException ex) {
			return MimeTypeUtils.APPLICATION_OCTET_STREAM;
		}
	}

	/** A resource that returns its bytes without copying them, unlike its superclass. */
	private static final class SharedBytes extends ByteArrayResource {

		SharedBytes(byte[] bytes) {
			super(bytes);
		}

		@Override
		public byte[] getContentAsByteArray() {
			return getByteArray();
		}

	}

}
