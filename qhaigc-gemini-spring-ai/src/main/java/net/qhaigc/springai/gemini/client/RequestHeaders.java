package net.qhaigc.springai.gemini.client;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What headers a user may add to a request.
 */
final class RequestHeaders {

	/** These belong to the client: the key, and what frames the message. */
	private static final Set<String> RESERVED = Set.of("authorization", "connection", "content-encoding",
			"content-length", "content-type", "host", "transfer-encoding");

	private RequestHeaders() {
	}

	/**
	 * Whether headers would inject others, or take the place of the client's own.
	 * @return what is wrong, with the header's name and never its value; null if nothing
	 * is
	 */
	static @Nullable String validate(Map<String, String> headers) {
		for (Map.Entry<String, String> header : headers.entrySet()) {
			String mistake = validate(header.getKey(), header.getValue());
			if (mistake != null) {
				return mistake;
			}
		}
		return null;
	}

	private static @Nullable String validate(String name, String value) {
		if (name.isEmpty() || !name.chars().allMatch(RequestHeaders::isToken)) {
			return "'" + name.replaceAll("\\p{Cntrl}", "?") + "' is no name of a header";
		}
		if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
			return "the client sets " + name + " itself; a key that changes goes into an ApiKey";
		}
		if (!value.chars().allMatch((ch) -> ch == '\t' || (ch >= ' ' && ch != 127))) {
			return "the value of " + name + " has a line break or another control character";
		}
		return null;
	}

	private static boolean isToken(int ch) {
		return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z')
				|| "!#$%&'*+-.^_`|~".indexOf(ch) >= 0;
	}

}
