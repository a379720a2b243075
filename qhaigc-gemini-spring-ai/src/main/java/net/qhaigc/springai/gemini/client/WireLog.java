package net.qhaigc.springai.gemini.client;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Writes the exchange of one attempt to the log, where the user wants that: the request
 * as a curl command, the answer as it came. Never the key, and of base64 only its length.
 */
final class WireLog {

	private static final Log logger = LogFactory.getLog(WireLog.class);

	private static final int MAX_LOGGED_CHARS = 64 * 1024;

	/** With backslashes, since JSON may escape a slash. */
	private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_\\\\-]{200,}={0,2}");

	private static final Pattern SECRET_HEADER = Pattern.compile(".*(auth|cookie|key|secret|token).*");

	private static final Set<String> MADE_BY_CURL = Set.of("authorization", "content-length", "host");

	private final boolean enabled;

	private final Secret secret;

	WireLog(boolean enabled, Secret secret) {
		this.enabled = enabled;
		this.secret = secret;
	}

	void request(OutgoingRequest request, HttpHeaders headers) {
		if (!this.enabled) {
			return;
		}
		StringBuilder curl = new StringBuilder("curl -X ").append(request.method())
			.append(" '")
			.append(quoted(request.uri().toString()))
			.append("' \\\n  -H \"Authorization: Bearer $QHAIGC_API_KEY\"");
		headers.forEach((name, values) -> {
			if (!MADE_BY_CURL.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> curl.append(" \\\n  -H '")
					.append(quoted(name + ": " + headerValue(name, value)))
					.append("'"));
			}
		});
		if (request.body() != null) {
			curl.append(" \\\n  -d '")
				.append(quoted(
						shown(new String(request.body().toByteArray(), StandardCharsets.UTF_8), Integer.MAX_VALUE)))
				.append("'");
		}
		logger.info(curl);
	}

	void answer(ClientResponse response) {
		if (this.enabled) {
			ResponseHead head = ResponseHead.of(response);
			StringBuilder text = new StringBuilder("HTTP ").append(head.status());
			head.headers()
				.forEach((name, values) -> values
					.forEach((value) -> text.append('\n').append(name).append(": ").append(headerValue(name, value))));
			logger.info(text);
		}
	}

	/** A whole body, or what stands in the place of one event. */
	void body(ByteSlice body) {
		if (this.enabled) {
			logger.info(shown(body.text(Integer.MAX_VALUE), MAX_LOGGED_CHARS));
		}
	}

	private String shown(String body, int limit) {
		String elided = BASE64.matcher(this.secret.hide(body))
			.replaceAll((match) -> "<" + match.group().length() + " characters of base64>");
		return (elided.length() > limit) ? elided.substring(0, limit) + "..." : elided;
	}

	private String headerValue(String header, String value) {
		boolean secret = SECRET_HEADER.matcher(header.toLowerCase(Locale.ROOT)).matches();
		return secret ? "***" : this.secret.hide(value);
	}

	private static String quoted(String text) {
		return text.replace("'", "'\\''");
	}

}
