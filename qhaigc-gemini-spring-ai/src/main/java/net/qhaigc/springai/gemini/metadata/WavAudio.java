package net.qhaigc.springai.gemini.metadata;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.Assert;
import org.springframework.util.MimeType;

/**
 * Converts the audio of responses to WAV. Gemini returns speech as raw samples without a
 * header ({@code audio/L16;codec=pcm;rate=24000}), which audio players cannot open as a
 * file. Requires the module {@code java.desktop} of the JDK.
 */
public final class WavAudio {

	/** The MIME type of WAV. */
	public static final MimeType WAV = MimeType.valueOf("audio/wav");

	private static final MimeType L16 = MimeType.valueOf("audio/L16");

	private static final MimeType PCM = MimeType.valueOf("audio/pcm");

	private static final int BITS_PER_SAMPLE = 16;

	/** The sample rate of Gemini's speech models. */
	private static final int DEFAULT_SAMPLE_RATE = 24_000;

	private WavAudio() {
	}

	/**
	 * Return whether media consists of raw samples without a header.
	 * @param media the media
	 * @return true if the MIME type is {@code audio/L16} or {@code audio/pcm}
	 */
	public static boolean isPcm(Media media) {
		return media.getMimeType().equalsTypeAndSubtype(L16) || media.getMimeType().equalsTypeAndSubtype(PCM);
	}

	/**
	 * Return the format of samples, for example to play the chunks of a stream.
	 * @param mimeType the MIME type, whose parameters {@code rate} and {@code channels}
	 * default to 24,000 and 1
	 * @return the format: signed, 16 bits, little-endian
	 * @throws IllegalArgumentException if a parameter is not a number
	 */
	public static AudioFormat format(MimeType mimeType) {
		return new AudioFormat(parameter(mimeType, "rate", DEFAULT_SAMPLE_RATE), BITS_PER_SAMPLE,
				parameter(mimeType, "channels", 1), true, false);
	}

	private static int parameter(MimeType mimeType, String name, int defaultValue) {
		String value = mimeType.getParameter(name);
		return (value != null) ? Integer.parseInt(value) : defaultValue;
	}

	/**
	 * Convert samples to WAV.
	 * @param pcm one or more media that consist of samples of the same format, in the
	 * order in which they are joined
	 * @return the joined audio with the MIME type {@code audio/wav}
	 * @throws IllegalArgumentException if the list is empty, or if one of the media does
	 * not consist of {@linkplain #isPcm(Media) samples}
	 */
	public static Media of(List<Media> pcm) {
		Assert.notEmpty(pcm, "There is no audio to convert to WAV");
		ByteArrayOutputStream samples = new ByteArrayOutputStream();
		for (Media media : pcm) {
			Assert.isTrue(isPcm(media),
					() -> "Media of type %s cannot be converted to WAV: audio/L16 or audio/pcm is required"
						.formatted(media.getMimeType()));
			samples.writeBytes(media.getDataAsByteArray());
		}
		byte[] wav = write(samples.toByteArray(), format(pcm.get(0).getMimeType()));
		return Media.builder().mimeType(WAV).data(new ByteArrayResource(wav)).build();
	}

	/**
	 * Convert samples to WAV.
	 * @param pcm the samples
	 * @return audio with the MIME type {@code audio/wav}
	 * @throws IllegalArgumentException if the media does not consist of
	 * {@linkplain #isPcm(Media) samples}
	 */
	public static Media of(Media pcm) {
		return of(List.of(pcm));
	}

	/**
	 * Collect the samples of a stream as WAV.
	 * @param chunks the chunks of the stream
	 * @return the audio when the stream completes; empty if the stream contains no
	 * samples
	 */
	public static Mono<Media> from(Flux<ChatResponse> chunks) {
		return chunks.concatMapIterable(WavAudio::pcm)
			.collectList()
			.mapNotNull((pcm) -> pcm.isEmpty() ? null : of(pcm));
	}

	private static List<Media> pcm(ChatResponse chunk) {
		if (chunk.getResult() == null) {
			return List.of();
		}
		return chunk.getResult().getOutput().getMedia().stream().filter(WavAudio::isPcm).toList();
	}

	private static byte[] write(byte[] samples, AudioFormat format) {
		ByteArrayOutputStream wav = new ByteArrayOutputStream();
		long frames = samples.length / format.getFrameSize();
		try (AudioInputStream audio = new AudioInputStream(new ByteArrayInputStream(samples), format, frames)) {
			AudioSystem.write(audio, AudioFileFormat.Type.WAVE, wav);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return wav.toByteArray();
	}

}
