package net.qhaigc.springai.gemini.options;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.util.Assert;

/**
 * How the model processes one image or video of a prompt. A component that is null is not
 * sent, and the model's default applies.
 *
 * @param resolution the resolution: Google's {@code mediaResolution} of a part
 * @param start start of the section of a video that the model processes
 * @param end end of this section
 * @param fps number of frames that the model processes per second of a video, more than 0
 * and at most 24
 * @param processing how the model processes a video: Google's {@code mediaProcessing}
 */
public record MediaOptions(@Nullable Resolution resolution, @Nullable Duration start, @Nullable Duration end,
		@Nullable Double fps, @Nullable Processing processing) {

	private static final double MAX_FPS = 24;

	private static final MediaOptions NONE = new MediaOptions(null, null, null, null, null);

	/**
	 * Create options for one image or video.
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public MediaOptions {
		Assert.isTrue(start == null || !start.isNegative(),
				() -> "'start' must not be negative, but is %s".formatted(start));
		Assert.isTrue(end == null || end.compareTo((start != null) ? start : Duration.ZERO) > 0,
				() -> "'end' must be after 'start', but 'start' is %s and 'end' is %s"
					.formatted((start != null) ? start : Duration.ZERO, end));
		Assert.isTrue(fps == null || (fps > 0 && fps <= MAX_FPS),
				() -> "'fps' must be more than 0 and at most %.0f, but is %s".formatted(MAX_FPS, fps));
	}

	/**
	 * Create options with a resolution.
	 * @param resolution the resolution at which the model processes the image or video
	 * @return the options
	 */
	public static MediaOptions resolution(Resolution resolution) {
		return new MediaOptions(resolution, null, null, null, null);
	}

	/**
	 * Create options for a section of a video.
	 * @param start start of the section; null for the start of the video
	 * @param end end of the section; null for the end of the video
	 * @return the options
	 */
	public static MediaOptions clip(@Nullable Duration start, @Nullable Duration end) {
		return new MediaOptions(null, start, end, null, null);
	}

	/**
	 * Create options with a frame rate for a video.
	 * @param fps number of frames that the model processes per second of the video
	 * @return the options
	 */
	public static MediaOptions fps(double fps) {
		return NONE.withFps(fps);
	}

	/**
	 * Create options that specify how the model processes a video.
	 * @param processing the kind of processing
	 * @return the options
	 */
	public static MediaOptions processing(Processing processing) {
		return NONE.withProcessing(processing);
	}

	/**
	 * Return these options with a resolution.
	 * @param resolution the resolution
	 * @return new options
	 */
	public MediaOptions withResolution(Resolution resolution) {
		return new MediaOptions(resolution, this.start, this.end, this.fps, this.processing);
	}

	/**
	 * Return these options with a frame rate.
	 * @param fps number of frames that the model processes per second of the video
	 * @return new options
	 */
	public MediaOptions withFps(double fps) {
		return new MediaOptions(this.resolution, this.start, this.end, fps, this.processing);
	}

	/**
	 * Return these options with a kind of processing for a video.
	 * @param processing the kind of processing
	 * @return new options
	 */
	public MediaOptions withProcessing(Processing processing) {
		return new MediaOptions(this.resolution, this.start, this.end, this.fps, processing);
	}

	/**
	 * Return media with these options, to be used in a message in place of the given
	 * media.
	 * @param media the media
	 * @return media with the same content and these options
	 */
	public Media applyTo(Media media) {
		return new MediaWithOptions(media, this);
	}

	/**
	 * Return the options of media.
	 * @param media the media
	 * @return the options; null if the media was not created by {@link #applyTo}
	 */
	public static @Nullable MediaOptions of(Media media) {
		return (media instanceof MediaWithOptions with) ? with.options() : null;
	}

	/**
	 * Resolution at which the model processes one image or video. A higher resolution
	 * uses more tokens.
	 */
	public enum Resolution {

		/** {@code MEDIA_RESOLUTION_LOW}. */
		LOW,

		/** {@code MEDIA_RESOLUTION_MEDIUM}. */
		MEDIUM,

		/** {@code MEDIA_RESOLUTION_HIGH}. */
		HIGH,

		/** {@code MEDIA_RESOLUTION_ULTRA_HIGH}. */
		ULTRA_HIGH

	}

	/** How the model processes a video: Google's {@code mediaProcessing}. */
	public enum Processing {

		/** {@code STATIC}. */
		STATIC,

		/** {@code AGENTIC}. */
		AGENTIC

	}

}
