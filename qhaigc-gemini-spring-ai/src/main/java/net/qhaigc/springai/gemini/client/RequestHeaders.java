package net.qhaigc.springai.gemini.client;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Validates the headers that a user adds to a request.
 */
final class RequestHeaders {

	/** Set by the client: the API key, and the headers that frame the message. */
	private static final Set<String> RESERVED = Set.of("authorization", "connection", "content-encoding",
			"content-length", "content-type", "host", "transfer-encoding");

	private RequestHeaders() {
	}

	/**
	 * Validate that headers neither inject others nor replace those of the client.
	 * @return what is wrong, with the name of the header but not its value; null if the
	 * headers are valid
	 */
	static @Nullable String validate(Map<String, String> headers) {
		for (Map.Entry<String, String> header : headers.entrySet()) {
			String error = validate(header.getKey(), header.getValue());
			if (error != null) {
				return error;
			}
		}
		return null;
	}

	private static @Nullable String validate(@Nullable String name, @Nullable String value) {
		if (name == null) {
			return "the name of a header is null";
		}
		if (name.isEmpty() || !name.chars().allMatch(RequestHeaders::isToken)) {
			return "'" + name.replaceAll("\\p{Cntrl}", "?") + "' is not a valid header name";
		}
		if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
			return "the client sets " + name + " (use an ApiKey for an API key that changes)";
		}
		if (value == null) {
			return "the value of " + name + " is null";
		}
		if (!value.chars().allMatch((ch) -> ch == '\t' || (ch >= ' ' && ch != 127))) {
			return "the value of " + name + " contains a line break or another control character";
		}
		return null;
	}

	private static boolean isToken(int ch) {
		return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z')
				|| "!#$%&'*+-.^_`|~".indexOf(ch) >= 0;
	}

}
