package net.qhaigc.springai.gemini.codec;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Short marks by which an edit is noticed. They are the same on every machine and in
 * every run, since they are kept with a conversation.
 */
final class Fingerprint {

	private Fingerprint() {
	}

	static String of(String text) {
		return Integer.toHexString(text.hashCode());
	}

	static String of(byte[] data) {
		return Integer.toHexString(31 * data.length + Arrays.hashCode(data));
	}

	/**
	 * A call by its name and its arguments as JSON: 1 and 1.0 are one number, and order
	 * is nothing.
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
