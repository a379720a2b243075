package net.qhaigc.springai.gemini.options;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/**
 * Media with options. Spring AI passes the media of a message on unchanged, so the
 * options reach the encoder.
 */
final class MediaWithOptions extends Media {

	/** Data that the constructor of {@link Media} requires. It is never returned. */
	private static final URI NO_DATA = URI.create("about:blank");

	private final Media media;

	private final MediaOptions options;

	MediaWithOptions(Media media, MediaOptions options) {
		super(media.getMimeType(), NO_DATA);
		this.media = media;
		this.options = options;
	}

	MediaOptions options() {
		return this.options;
	}

	@Override
	public MimeType getMimeType() {
		return this.media.getMimeType();
	}

	@Override
	public Object getData() {
		return this.media.getData();
	}

	@Override
	public byte[] getDataAsByteArray() {
		return this.media.getDataAsByteArray();
	}

	@Override
	public @Nullable String getId() {
		return this.media.getId();
	}

	@Override
	public String getName() {
		return this.media.getName();
	}

}
