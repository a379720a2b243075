package net.qhaigc.springai.gemini.client;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Validates the headers that a user adds to requests, and removes API keys from the
 * default headers of the {@code WebClient.Builder}.
 */
final class RequestHeaders {

	private static final Log logger = LogFactory.getLog(RequestHeaders.class);

	/**
	 * Headers that contain an API key. A gateway can prefer Google's header,
	 * {@code x-goog-api-key}, to {@code Authorization}, which the client sends.
	 */
	private static final Set<String> CREDENTIALS = Set.of("authorization", "x-goog-api-key");

	/**
	 * Headers that describe the message and its transfer, which the client sets itself.
	 */
	private static final Set<String> FRAMING = Set.of("connection", "content-encoding", "content-length",
			"content-type", "host", "transfer-encoding");

	private RequestHeaders() {
	}

	/**
	 * Remove the default headers that contain an API key. The key can be meant for a
	 * service other than the gateway, and must not be sent to the gateway.
	 */
	static void removeCredentials(HttpHeaders defaults) {
		for (String name : CREDENTIALS) {
			if (defaults.remove(name) != null) {
				logger.warn("The WebClient.Builder has the default header " + name + ", which is not sent to the "
						+ "gateway. The client sends the API key itself");
			}
		}
	}

	/**
	 * Validate that headers neither inject other headers nor replace those of the client.
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
		if (CREDENTIALS.contains(name.toLowerCase(Locale.ROOT))) {
			return name + " contains an API key, which the client sends itself. Use qhaigc.api-key, an ApiKey, or "
					+ "the option 'apiKey' of the request";
		}
		if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
			return "the client sets " + name + " itself. Remove the header";
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
