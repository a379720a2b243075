package net.qhaigc.springai.gemini.test;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Generates PNG images without AWT. An image is a vertical gradient whose colors depend
 * on a text.
 */
final class PngImage {

	private static final byte[] SIGNATURE = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

	private static final int COLORS = 256;

	private static final byte BIT_DEPTH = 8;

	private static final byte INDEXED_COLOR = 3;

	private PngImage() {
	}

	/**
	 * Generate an image.
	 * @param text the text, which determines the colors and is stored in the metadata
	 * @param width the width in pixels
	 * @param height the height in pixels
	 */
	static byte[] of(String text, int width, int height) {
		try {
			ByteArrayOutputStream png = new ByteArrayOutputStream();
			png.writeBytes(SIGNATURE);
			DataOutputStream out = new DataOutputStream(png);
			writeChunk(out, "IHDR", header(width, height));
			writeChunk(out, "PLTE", palette(text.hashCode()));
			writeChunk(out, "iTXt", ("Description\0\0\0\0\0" + text).getBytes(StandardCharsets.UTF_8));
			writeChunk(out, "IDAT", pixels(width, height));
			writeChunk(out, "IEND", new byte[0]);
			return png.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] header(int width, int height) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.writeInt(width);
		out.writeInt(height);
		out.write(new byte[] { BIT_DEPTH, INDEXED_COLOR, 0, 0, 0 });
		return bytes.toByteArray();
	}

	private static byte[] palette(int hash) {
		byte[] palette = new byte[3 * COLORS];
		for (int i = 0; i < COLORS; i++) {
			for (int channel = 0; channel < 3; channel++) {
				int from = (hash >>> (8 * channel)) & 0xff;
				palette[3 * i + channel] = (byte) (from + (255 - from) * i / COLORS);
			}
		}
		return palette;
	}

	private static byte[] pixels(int width, int height) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Deflater deflater = new Deflater(Deflater.BEST_SPEED);
		try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
			byte[] row = new byte[width + 1];
			for (int y = 0; y < height; y++) {
				Arrays.fill(row, 1, row.length, (byte) (y * COLORS / height));
				out.write(row);
			}
		}
		finally {
			deflater.end();
		}
		return bytes.toByteArray();
	}

	private static void writeChunk(DataOutputStream out, String type, byte[] data) throws IOException {
		byte[] name = type.getBytes(StandardCharsets.US_ASCII);
		CRC32 crc = new CRC32();
		crc.update(name);
		crc.update(data);
		out.writeInt(data.length);
		out.write(name);
		out.write(data);
		out.writeInt((int) crc.getValue());
	}

}
