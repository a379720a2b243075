package net.qhaigc.springai.gemini.test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Generates audio for a text: a tone per word in WAV and PCM, silence in MP3. WAV and MP3
 * files contain the text as metadata, so that the stand-in gateway can return this text
 * as the transcription of such a file.
 */
final class GeneratedAudio {

	private static final int SAMPLES_PER_SECOND = 24_000;

	private static final int WORDS_PER_SECOND = 5;

	private static final int MAX_WORDS = 50;

	private static final double AMPLITUDE = 3000;

	private static final double[] FREQUENCIES = { 220, 247, 262, 294, 330, 349, 392 };

	/** Precedes the text in the metadata. */
	private static final String MARKER = "qhaigc-stand-in-text:";

	private static final Pattern TEXT = Pattern.compile(Pattern.quote(MARKER) + "([^\\x00]*)\\x00");

	/** The header of an MP3 frame: MPEG 1 Layer III, 128 kbit/s, 44.1 kHz, mono. */
	private static final byte[] MP3_FRAME_HEADER = { (byte) 0xff, (byte) 0xfb, (byte) 0x90, (byte) 0xc4 };

	private static final int MP3_FRAME_BYTES = 417;

	private static final int MP3_FRAMES_PER_SECOND = 38;

	private GeneratedAudio() {
	}

	/** Return 16-bit samples in little-endian order, at 24 kHz. */
	static byte[] pcm(String text) {
		String[] words = words(text);
		int samplesPerWord = SAMPLES_PER_SECOND / WORDS_PER_SECOND;
		ByteBuffer samples = ByteBuffer.allocate(2 * words.length * samplesPerWord).order(ByteOrder.LITTLE_ENDIAN);
		for (String word : words) {
			double frequency = FREQUENCIES[Math.floorMod(word.hashCode(), FREQUENCIES.length)];
			for (int i = 0; i < samplesPerWord; i++) {
				double envelope = Math.sin(Math.PI * i / samplesPerWord);
				samples.putShort(
						(short) (AMPLITUDE * envelope * Math.sin(2 * Math.PI * frequency * i / SAMPLES_PER_SECOND)));
			}
		}
		return samples.array();
	}

	static byte[] wav(String text) {
		byte[] samples = pcm(text);
		byte[] comment = padded(marked(text));
		ByteBuffer wav = ByteBuffer.allocate(64 + comment.length + samples.length).order(ByteOrder.LITTLE_ENDIAN);
		put(wav, "RIFF").putInt(wav.capacity() - 8);
		put(wav, "WAVEfmt ").putInt(16).putShort((short) 1).putShort((short) 1);
		wav.putInt(SAMPLES_PER_SECOND).putInt(2 * SAMPLES_PER_SECOND).putShort((short) 2).putShort((short) 16);
		put(wav, "LIST").putInt(12 + comment.length);
		put(wav, "INFOICMT").putInt(comment.length).put(comment);
		put(wav, "data").putInt(samples.length).put(samples);
		return wav.array();
	}

	static byte[] mp3(String text) {
		ByteArrayOutputStream mp3 = new ByteArrayOutputStream();
		byte[] comment = marked(text);
		ByteBuffer tag = ByteBuffer.allocate(10 + 10 + 1 + comment.length);
		put(tag, "ID3").put((byte) 4).put((byte) 0).put((byte) 0).putInt(syncSafe(tag.capacity() - 10));
		put(tag, "TIT2").putInt(syncSafe(1 + comment.length)).putShort((short) 0).put((byte) 3).put(comment);
		mp3.writeBytes(tag.array());
		byte[] frame = new byte[MP3_FRAME_BYTES];
		System.arraycopy(MP3_FRAME_HEADER, 0, frame, 0, MP3_FRAME_HEADER.length);
		for (int i = 0; i < words(text).length * MP3_FRAMES_PER_SECOND / WORDS_PER_SECOND + 1; i++) {
			mp3.writeBytes(frame);
		}
		return mp3.toByteArray();
	}

	/** Return the text of a generated file, or null if the file contains none. */
	static @Nullable String text(byte[] audio) {
		Matcher matcher = TEXT.matcher(new String(audio, StandardCharsets.ISO_8859_1));
		return matcher.find()
				? new String(matcher.group(1).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8) : null;
	}

	/** Return the duration of the audio that is generated for a text, in seconds. */
	static double seconds(String text) {
		return (double) words(text).length / WORDS_PER_SECOND;
	}

	private static String[] words(String text) {
		String[] words = text.strip().split("\\s+", MAX_WORDS + 1);
		return (words.length > MAX_WORDS) ? Arrays.copyOf(words, MAX_WORDS) : words;
	}

	private static byte[] marked(String text) {
		return (MARKER + text.replace("\0", "") + "\0").getBytes(StandardCharsets.UTF_8);
	}

	/** Chunks of WAV files have an even length. */
	private static byte[] padded(byte[] bytes) {
		return Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
	}

	/** Return a number in the format of ID3, with seven bits per byte. */
	private static int syncSafe(int number) {
		return (number & 0x7f) | (number & 0x3f80) << 1 | (number & 0x1fc000) << 2 | (number & 0xfe00000) << 3;
	}

	private static ByteBuffer put(ByteBuffer buffer, String name) {
		return buffer.put(name.getBytes(StandardCharsets.US_ASCII));
	}

}
