package net.qhaigc.springai.gemini.codec.turn;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * Computes short hashes that reveal whether the application changed a text, a tool call
 * or media. The hashes are stored with a conversation, so they must be the same on every
 * machine and in every later version.
 */
final class Fingerprint {

	private Fingerprint() {
	}

	/**
	 * Return the fingerprint of a text.
	 * @param text the text
	 * @return the fingerprint
	 */
	static String of(String text) {
		return Integer.toHexString(text.hashCode());
	}

	/**
	 * Return the fingerprint of bytes: a CRC-32, which is fast for an image even before
	 * the JVM has compiled the code, unlike {@code Arrays.hashCode}.
	 * @param data the bytes
	 * @return the fingerprint
	 */
	static String of(byte[] data) {
		CRC32 checksum = new CRC32();
		checksum.update(data);
		return Long.toHexString(checksum.getValue());
	}

	/**
	 * Return the fingerprint of a tool call. Arguments are compared as JSON: the order of
	 * keys does not matter, and 1 equals 1.0.
	 * @param name the name of the tool
	 * @param arguments the arguments
	 * @return the fingerprint
	 */
	static String of(@Nullable String name, Map<String, ?> arguments) {
		return Integer.toHexString(31 * hash(name) + hash(arguments));
	}

	private static int hash(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return map.entrySet()
				.stream()
				.mapToInt((entry) -> hash(entry.getKey()) ^ (31 * hash(entry.getValue())))
				.sum();
		}
		if (value instanceof List<?> list) {
			return list.stream().mapToInt(Fingerprint::hash).reduce(1, (left, right) -> 31 * left + right);
		}
		if (value instanceof Number number) {
			return new BigDecimal(number.toString()).stripTrailingZeros().hashCode();
		}
		return (value != null) ? value.hashCode() : 0;
	}

}
