package net.qhaigc.samples.playground;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * A request to the gateway and its response, without the API key. Long Base64 is replaced
 * by its length, and long bodies are truncated.
 */
final class HttpExchange {

	static final int MAX_BODY = 256 * 1024;

	private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{1500,}={0,2}");

	private static final Set<String> SECRET_HEADERS = Set.of("authorization", "x-goog-api-key", "cookie", "set-cookie",
			"proxy-authorization");

	private final String method;

	private final String url;

	private final Map<String, String> requestHeaders;

	private final RecordedBody requestBody;

	private final long start = System.nanoTime();

	private final ByteArrayOutputStream responseBody = new ByteArrayOutputStream();

	private int status;

	private Map<String, String> responseHeaders = Map.of();

	private @Nullable String error;

	private long responseBytes;

	private long millis = -1;

	HttpExchange(String method, String url, HttpHeaders headers, String body) {
		this.method = method;
		this.url = url;
		this.requestHeaders = redact(headers);
		// The client adds the following headers after the filters have run, so that no
		// filter sees the API key.
		this.requestHeaders.put("Authorization", "***");
		if (!body.isEmpty()) {
			this.requestHeaders.put("Content-Type", "application/json");
		}
		this.requestBody = RecordedBody.of(body);
	}

	private static Map<String, String> redact(HttpHeaders headers) {
		Map<String, String> redacted = new LinkedHashMap<>();
		headers.forEach((name, values) -> redacted.put(name, isSecretHeader(name) ? "***" : String.join(", ", values)));
		return redacted;
	}

	static boolean isSecretHeader(String name) {
		return SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT));
	}

	private static String shorten(String body, long totalLength, String unit) {
		String text = BASE64.matcher(body).replaceAll((match) -> base64Placeholder(match.end() - match.start()));
		return (text.length() <= MAX_BODY && totalLength <= body.length()) ? text
				: text.substring(0, Math.min(MAX_BODY, text.length()))
						+ "\n… (%,d %s in total)".formatted(totalLength, unit);
	}

	private static String base64Placeholder(int length) {
		return "<%,d characters of Base64>".formatted(length);
	}

	private String displayedRequestBody() {
		String body = this.requestBody.format((text) -> text, (media) -> base64Placeholder(media.characters()));
		return shorten(body, body.length(), "characters");
	}

	synchronized void recordResponse(int status, HttpHeaders headers) {
		this.status = status;
		this.responseHeaders = redact(headers);
	}

	/** Record bytes of the response. Only the first {@link #MAX_BODY} bytes are kept. */
	synchronized void recordBytes(byte[] bytes) {
		this.responseBytes += bytes.length;
		this.responseBody.write(bytes, 0, Math.min(bytes.length, MAX_BODY - this.responseBody.size()));
	}

	synchronized void recordEnd(@Nullable Throwable failure) {
		this.millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.start);
		if (failure != null) {
			this.error = String.valueOf(failure.getMessage());
		}
	}

	/** Return the approximate number of bytes in memory. */
	synchronized long size() {
		return 2L * this.requestBody.length() + this.responseBody.size();
	}

	synchronized View view() {
		byte[] bytes = this.responseBody.toByteArray();
		String body = new String(bytes, StandardCharsets.UTF_8);
		long length = (this.responseBytes > bytes.length) ? this.responseBytes : body.length();
		return new View(this.method, this.url, this.requestHeaders, displayedRequestBody(), this.status,
				this.responseHeaders, shorten(body, length, "bytes"), this.error, this.millis,
				CurlCommand.of(this.method, this.url, this.requestHeaders, this.requestBody), this.requestBody.files());
	}

	/**
	 * An exchange as the page shows it.
	 *
	 * @param method the HTTP method
	 * @param url the URL
	 * @param requestHeaders the headers of the request, without the API key
	 * @param requestBody the body of the request
	 * @param status the HTTP status, or 0 if there is no response
	 * @param responseHeaders the headers of the response
	 * @param responseBody the body of the response
	 * @param error why there is no response, or why the response is incomplete; otherwise
	 * null
	 * @param millis the duration, or -1 if the response has not ended
	 * @param curl the request as a curl command, empty if the body is too long
	 * @param files the files that the curl command reads
	 */
	record View(String method, String url, Map<String, String> requestHeaders, String requestBody, int status,
			Map<String, String> responseHeaders, String responseBody, @Nullable String error, long millis, String curl,
			List<RecordedBody.MediaFile> files) {

	}

}
