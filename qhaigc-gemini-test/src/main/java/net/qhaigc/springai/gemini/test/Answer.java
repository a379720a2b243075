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
record Answer(int status, Map<String, String> headers, List<byte[]> events, boolean streamed, Delivery delivery) {

	static Answer of(Refusal refusal, Delivery delivery) {
		return json(refusal.status(), refusal.json(), delivery);
	}

	static Answer json(int status, JsonNode body, Delivery delivery) {
		return of(status, Map.of("Content-Type", "application/json; charset=UTF-8"), List.of(Json.pretty(body)), false,
				delivery);
	}

	static Answer stream(String contentType, List<String> events, Delivery delivery) {
		return of(200, Map.of("Content-Type", contentType), events, true, delivery);
	}

	private static Answer of(int status, Map<String, String> headers, List<String> events, boolean streamed,
			Delivery delivery) {
		List<byte[]> bytes = events.stream().map((event) -> event.getBytes(StandardCharsets.UTF_8)).toList();
		return new Answer(status, merge(headers, delivery), bytes, streamed, delivery);
	}

	static Answer raw(ReplyBody.Raw raw, Delivery delivery) {
		return new Answer(raw.status(), merge(raw.headers(), delivery), raw.pieces(), raw.pieces().size() > 1,
				delivery);
	}

	private static Map<String, String> merge(Map<String, String> headers, Delivery delivery) {
		Map<String, String> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		merged.putAll(headers);
		merged.putAll(delivery.headers());
		return Collections.unmodifiableMap(merged);
	}

}
