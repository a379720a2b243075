package net.qhaigc.springai.gemini.client;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
	 * Refuses headers that would inject others, or take the place of the client's own.
	 * @throws QhaigcNonTransientException naming the header, never its value
	 */
	static void check(Map<String, String> headers) {
		headers.forEach((name, value) -> {
			if (name.isEmpty() || !name.chars().allMatch(RequestHeaders::isToken)) {
				throw GatewayErrors.badRequest("'" + name.replaceAll("\\s", " ") + "' is no name of a header", null);
			}
			if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
				throw GatewayErrors.badRequest("The header " + name + " cannot be set, since the client sets it itself;"
						+ " a key that changes goes into an ApiKey", null);
			}
			if (!value.chars().allMatch((ch) -> ch == '\t' || (ch >= ' ' && ch != 127))) {
				throw GatewayErrors.badRequest("The header " + name + " holds a line break or control character", null);
			}
		});
	}

	private static boolean isToken(int ch) {
		return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z')
				|| "!#$%&'*+-.^_`|~".indexOf(ch) >= 0;
	}

}
