package net.qhaigc.springai.gemini.wire;

import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Base64 as gateways write it: possibly as a {@code data:} URI, with whitespace, in the
 * URL-safe alphabet or without padding.
 *
 * @param mimeType the MIME type of the {@code data:} URI; null if there is none
 * @param text the base64, without the prefix of a {@code data:} URI
 */
record Base64Text(@Nullable String mimeType, String text) {

	static Base64Text of(String text) {
		String trimmed = text.strip();
		int comma = trimmed.regionMatches(true, 0, "data:", 0, 5) ? trimmed.indexOf(',') : -1;
		if (comma < 0) {
			return new Base64Text(null, trimmed);
		}
		String type = trimmed.substring("data:".length(), comma);
		int parameters = type.indexOf(';');
		String mimeType = (parameters < 0) ? type : type.substring(0, parameters);
		return new Base64Text(mimeType.isBlank() ? null : mimeType, trimmed.substring(comma + 1));
	}

	/**
	 * Decode the text.
	 * @return the bytes
	 * @throws IllegalArgumentException if the text is not base64
	 */
	byte[] decode() {
		StringBuilder standard = new StringBuilder(this.text.length());
		for (int i = 0; i < this.text.length(); i++) {
			char c = this.text.charAt(i);
			if (c == '-' || c == '_') {
				standard.append((c == '-') ? '+' : '/');
			}
			else if (!Character.isWhitespace(c)) {
				standard.append(c);
			}
		}
		return Base64.getDecoder().decode(standard.toString());
	}

}
