package net.qhaigc.springai.gemini.client;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import net.qhaigc.springai.gemini.client.error.Redactor;

/**
 * Logs the exchange of one attempt if the wire log is enabled: the request as a curl
 * command, and the response. Secrets such as the API key are redacted, base64 is replaced
 * by its length, and long text is shortened.
 */
final class WireLog {

	private static final Log logger = LogFactory.getLog(WireLog.class);

	private static final int MAX_LOGGED_CHARS = 64 * 1024;

	/** Includes backslashes, since JSON can escape a slash. */
	private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_\\\\-]{200,}={0,2}");

	private static final Pattern SENSITIVE_HEADER = Pattern.compile(".*(auth|cookie|key|secret|token).*");

	/**
	 * Curl sets the length and the host itself. The value of {@code Authorization} is
	 * replaced by a variable.
	 */
	private static final Set<String> OMITTED_HEADERS = Set.of("authorization", "content-length", "host");

	private final boolean enabled;

	private final Redactor redactor;

	WireLog(boolean enabled, Redactor redactor) {
		this.enabled = enabled;
		this.redactor = redactor;
	}

	void logRequest(OutgoingRequest request, HttpHeaders headers) {
		if (!this.enabled) {
			return;
		}
		StringBuilder curl = new StringBuilder("curl -X ").append(request.method())
			.append(" '")
			.append(escapeQuotes(request.uri().toString()))
			.append("' \\\n  -H \"Authorization: Bearer $QHAIGC_API_KEY\"");
		headers.forEach((name, values) -> {
			if (!OMITTED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> curl.append(" \\\n  -H '")
					.append(escapeQuotes(name + ": " + redactHeaderValue(name, value)))
					.append("'"));
			}
		});
		if (request.body() != null) {
			String body = SecretMembers.redact(new String(request.body().toByteArray(), StandardCharsets.UTF_8));
			curl.append(" \\\n  -d '").append(escapeQuotes(redactAndShorten(body))).append("'");
		}
		logger.info(curl);
	}

	void logResponse(int status, HttpHeaders headers) {
		if (this.enabled) {
			StringBuilder text = new StringBuilder("HTTP ").append(status);
			headers.forEach((name,
					values) -> values.forEach((value) -> text.append('\n')
						.append(this.redactor.redact(name))
						.append(": ")
						.append(redactHeaderValue(name, value))));
			logger.info(text);
		}
	}

	void logBody(byte[] body) {
		if (this.enabled) {
			logText(new String(body, StandardCharsets.UTF_8));
		}
	}

	/**
	 * Return a consumer that logs the events of a stream; null if the wire log is
	 * disabled.
	 */
	@Nullable Consumer<String> eventLogger() {
		return this.enabled ? this::logText : null;
	}

	private void logText(String text) {
		logger.info(redactAndShorten(text));
	}

	private String redactAndShorten(String body) {
		String text = BASE64.matcher(this.redactor.redact(body))
			.replaceAll((match) -> "<" + match.group().length() + " characters of base64>");
		return LongText.shorten(text, MAX_LOGGED_CHARS);
	}

	private String redactHeaderValue(String header, String value) {
		boolean sensitive = SENSITIVE_HEADER.matcher(header.toLowerCase(Locale.ROOT)).matches();
		return sensitive ? "***" : this.redactor.redact(value);
	}

	private static String escapeQuotes(String text) {
		return text.replace("'", "'\\''");
	}

}
