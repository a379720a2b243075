package net.qhaigc.springai.gemini.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Redacts secrets in a JSON request: the string members whose names indicate a secret,
 * such as an API key or a header with a token. Tools and additional fields can contain
 * such members.
 */
final class SecretMembers {

	private static final String NAMES = "(?:[^\"\\\\]{0,60}[-_])?(?:auth|key)|[^\"\\\\]{0,60}"
			+ "(?:authorization|api[-_]?key|cookie|credential|passw|secret|token)[^\"\\\\]{0,60}";

	private static final Pattern START = Pattern.compile("\"(?:" + NAMES + ")\"\\s*:\\s*\"", Pattern.CASE_INSENSITIVE);

	private SecretMembers() {
	}

	/** Return the JSON with {@code ***} as the value of each secret. */
	static String redact(String json) {
		Matcher matcher = START.matcher(json);
		if (!matcher.find()) {
			return json;
		}
		StringBuilder redacted = new StringBuilder();
		int copied = 0;
		do {
			redacted.append(json, copied, matcher.end()).append("***");
			copied = endOfString(json, matcher.end());
		}
		while (matcher.find(copied));
		return redacted.append(json, copied, json.length()).toString();
	}

	private static int endOfString(String json, int start) {
		int i = start;
		while (i < json.length() && json.charAt(i) != '"') {
			i += (json.charAt(i) == '\\') ? 2 : 1;
		}
		return Math.min(i, json.length());
	}

}
