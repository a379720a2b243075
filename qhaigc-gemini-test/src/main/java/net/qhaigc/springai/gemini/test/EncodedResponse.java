package net.qhaigc.springai.gemini.test;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

/**
 * An answer ready for the network.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param events the body, one element for each event, or a single one if not streamed
 * @param streamed whether the body is a stream, of unknown length
 * @param delivery how it travels
 */
record EncodedResponse(int status, Map<String, String> headers, List<byte[]> events, boolean streamed,
		Transmission delivery) {

	static EncodedResponse of(Rejection rejection, Transmission delivery) {
		return json(rejection.status(), rejection.json(), delivery);
	}

	static EncodedResponse json(int status, JsonNode body, Transmission delivery) {
		return of(status, Map.of("Content-Type", "application/json; charset=UTF-8"), List.of(Json.pretty(body)), false,
				delivery);
	}

	static EncodedResponse stream(String contentType, List<String> events, Transmission delivery) {
		return of(200, Map.of("Content-Type", contentType), events, true, delivery);
	}

	private static EncodedResponse of(int status, Map<String, String> headers, List<String> events, boolean streamed,
			Transmission delivery) {
		List<byte[]> bytes = events.stream().map((event) -> event.getBytes(StandardCharsets.UTF_8)).toList();
		return new EncodedResponse(status, merge(headers, delivery), bytes, streamed, delivery);
	}

	static EncodedResponse raw(ReplyBody.Raw raw, Transmission delivery) {
		return new EncodedResponse(raw.status(), merge(raw.headers(), delivery), raw.pieces(), raw.pieces().size() > 1,
				delivery);
	}

	private static Map<String, String> merge(Map<String, String> headers, Transmission delivery) {
		Map<String, String> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		merged.putAll(headers);
		merged.putAll(delivery.headers());
		return Collections.unmodifiableMap(merged);
	}

}
