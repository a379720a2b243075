package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * Reads an error from a body of server-sent events, which some gateways return even if
 * the status is not successful.
 */
final class ServerSentErrorReader {

	private ServerSentErrorReader() {
	}

	/** Return the first error in the events; null if there is none. */
	static @Nullable ErrorEnvelope read(String body) {
		String event = "";
		for (String line : body.split("\\R", 100)) {
			if (line.startsWith("event:")) {
				event = value(line);
			}
			else if (line.startsWith("data:")) {
				ErrorEnvelope error = error(event, value(line));
				if (error != null) {
					return error;
				}
			}
		}
		return null;
	}

	private static @Nullable ErrorEnvelope error(String event, String data) {
		ErrorEnvelope error = ErrorReader.read(data);
		boolean isText = error == null && event.equals("error") && !data.isEmpty() && !data.startsWith("{");
		return isText ? ErrorEnvelope.of(null, null, data) : error;
	}

	private static String value(String line) {
		return line.substring(line.indexOf(':') + 1).strip();
	}

}
