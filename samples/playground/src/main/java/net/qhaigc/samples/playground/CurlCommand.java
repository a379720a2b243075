package net.qhaigc.samples.playground;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a request as a curl command that reads the API key from the environment, and
 * media from files.
 */
final class CurlCommand {

	/**
	 * In characters. Linux limits an argument to 128 KiB, and a character, or an escaped
	 * single quote, takes at most four bytes.
	 */
	private static final int MAX_ARGUMENT_LENGTH = 32 * 1024;

	private static final List<String> OMITTED_HEADERS = List.of("content-length", "host", "accept-encoding",
			"user-agent", "traceparent");

	private CurlCommand() {
	}

	/** Return the command, or an empty string if the body was truncated. */
	static String of(String method, String url, Map<String, String> headers, RecordedBody body) {
		if (!body.isComplete()) {
			return "";
		}
		StringBuilder command = new StringBuilder("curl -N -X ").append(method).append(' ').append(quote(url));
		headers.forEach((name, value) -> {
			if (HttpExchange.isSecretHeader(name)) {
				command.append(" \\\n  -H \"").append(name).append(": Bearer $QHAIGC_API_KEY\"");
			}
			else if (!OMITTED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
				command.append(" \\\n  -H ").append(quote(name + ": " + value));
			}
		});
		if (!body.files().isEmpty() || body.length() > MAX_ARGUMENT_LENGTH) {
			command.append(" \\\n  --data-binary @- <<JSON\n")
				.append(body.format(CurlCommand::escape,
						(media) -> "$(base64 < %s | tr -d '\\n')".formatted(media.name())))
				.append("\nJSON");
		}
		else if (!body.isEmpty()) {
			command.append(" \\\n  --data-raw ")
				.append(quote(body.format((text) -> text, RecordedBody.MediaFile::name)));
		}
		return command.toString();
	}

	private static String quote(String text) {
		return "'" + text.replace("'", "'\\''") + "'";
	}

	/** Escape the characters that have a special meaning in a here-document. */
	private static String escape(String text) {
		return text.replaceAll("[\\\\$`]", "\\\\$0");
	}

}
