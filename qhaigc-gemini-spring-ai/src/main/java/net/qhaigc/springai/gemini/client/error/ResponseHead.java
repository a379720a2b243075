package net.qhaigc.springai.gemini.client.error;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The status and the parsed headers of a response.
 *
 * @param status the HTTP status; 0 if there is no response
 * @param requestId the gateway's ID of the request; null if there is none
 * @param contentLength the length of the body in bytes; -1 if it is not known
 * @param contentEncoding the compression of the body; null if it is not compressed or if
 * the connector decompresses it
 * @param location the target of a redirect; null if there is none
 * @param retryAfter the delay that the gateway requests before a retry; null if it does
 * not request one
 * @param rateLimits the rate limits; null if there are none
 * @param serviceTier the service tier that processed the request; null if unknown
 * @param headers all headers, unmodifiable, with case-insensitive names
 */
public record ResponseHead(int status, @Nullable String requestId, long contentLength, @Nullable String contentEncoding,
		@Nullable String location, @Nullable Duration retryAfter, @Nullable RateLimits rateLimits,
		@Nullable String serviceTier, Map<String, List<String>> headers) {

	/** The headers that can contain the ID of the request, in order of precedence. */
	private static final List<String> REQUEST_ID_HEADERS = List.of("x-request-id", "request-id", "x-goog-request-id",
			"x-oneapi-request-id", "cf-ray");

	/** The head if there is no response. */
	public static final ResponseHead NONE = of(0, HttpHeaders.EMPTY);

	/**
	 * Parse the headers of a response.
	 * @param status the HTTP status
	 * @param headers the headers
	 * @return the head of the response
	 */
	public static ResponseHead of(int status, HttpHeaders headers) {
		return of(status, headers, Redactor.NONE);
	}

	/**
	 * Parse the headers of a response, and redact the API key in all values except
	 * {@link #location}.
	 * @param status the HTTP status
	 * @param headers the headers
	 * @param redactor redacts the API key of the request
	 * @return the head of the response
	 */
	public static ResponseHead of(int status, HttpHeaders headers, Redactor redactor) {
		String encoding = headers.getFirst("content-encoding");
		return new ResponseHead(status, redactor.redactNullable(requestId(headers)), contentLength(headers),
				"identity".equalsIgnoreCase(encoding) ? null : redactor.redactNullable(encoding),
				headers.getFirst("location"), RetryHints.read(headers), RateLimits.of(headers),
				redactor.redactNullable(text(headers, "x-gemini-service-tier")), new HeaderMap(headers, redactor));
	}

	private static long contentLength(HttpHeaders headers) {
		try {
			return headers.getContentLength();
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	private static @Nullable String requestId(HttpHeaders headers) {
		for (String name : REQUEST_ID_HEADERS) {
			String id = text(headers, name);
			if (id != null) {
				return id;
			}
		}
		return null;
	}

	/** Return the value of a header; null if it is missing or blank. */
	private static @Nullable String text(HttpHeaders headers, String name) {
		String value = headers.getFirst(name);
		return (value != null && !value.isBlank()) ? value : null;
	}

	/**
	 * Return whether the status is successful.
	 * @return true for the statuses from 200 to 299
	 */
	public boolean isSuccessful() {
		return this.status >= 200 && this.status < 300;
	}

	/** Return the first value of a header; null if there is none. */
	@Nullable String header(String name) {
		List<String> values = this.headers.get(name);
		return (values == null || values.isEmpty()) ? null : values.get(0);
	}

	/**
	 * Convert a body to UTF-8, since some gateways use another charset.
	 * @param body the bytes of the body
	 * @return the body in UTF-8; the given array if {@link #nonUtf8Charset()} returns
	 * null
	 */
	public byte[] utf8(byte[] body) {
		Charset charset = nonUtf8Charset();
		return (charset != null) ? new String(body, charset).getBytes(StandardCharsets.UTF_8) : body;
	}

	/**
	 * Return the charset of the body if it is not UTF-8.
	 * @return the charset of the {@code Content-Type}; null if it is UTF-8, ASCII, absent
	 * or unknown
	 */
	public @Nullable Charset nonUtf8Charset() {
		String type = header("content-type");
		int index = (type != null) ? type.toLowerCase(Locale.ROOT).indexOf("charset=") : -1;
		if (type == null || index < 0) {
			return null;
		}
		String name = type.substring(index + "charset=".length()).split(";", 2)[0].replace("\"", "").strip();
		try {
			Charset charset = Charset.forName(name);
			boolean isUtf8OrAscii = charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
			return isUtf8OrAscii ? null : charset;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
