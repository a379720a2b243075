package net.qhaigc.springai.gemini.test;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

/**
 * A response that is encoded as bytes.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param events the body: one element for each event, or a single element if the body is
 * not streamed
 * @param streamed whether the body is a stream of unknown length
 * @param transmission how the response is sent
 */
record EncodedResponse(int status, Map<String, String> headers, List<byte[]> events, boolean streamed,
		Transmission transmission) {

	static EncodedResponse of(ErrorResponse error, Transmission transmission) {
		return json(error.status(), error.json(), transmission);
	}

	static EncodedResponse json(int status, JsonNode body, Transmission transmission) {
		return of(status, Map.of("Content-Type", "application/json; charset=UTF-8"), List.of(Json.pretty(body)), false,
				transmission);
	}

	static EncodedResponse stream(String contentType, List<String> events, Transmission transmission) {
		return of(200, Map.of("Content-Type", contentType), events, true, transmission);
	}

	private static EncodedResponse of(int status, Map<String, String> headers, List<String> events, boolean streamed,
			Transmission transmission) {
		List<byte[]> bytes = events.stream().map((event) -> event.getBytes(StandardCharsets.UTF_8)).toList();
		return new EncodedResponse(status, merge(headers, transmission), streamed ? bytes : wrap(bytes, transmission),
				streamed, transmission);
	}

	/** Wrap the body in a server-sent event if the transmission requires it. */
	private static List<byte[]> wrap(List<byte[]> events, Transmission transmission) {
		return transmission.wrapping().serverSentEvent()
				? events.stream().map(EncodedResponse::toServerSentEvent).toList() : events;
	}

	private static byte[] toServerSentEvent(byte[] body) {
		String text = new String(body, StandardCharsets.UTF_8).strip().replaceAll("(?m)^", "data: ");
		return (text + "\n\n").getBytes(StandardCharsets.UTF_8);
	}

	static EncodedResponse raw(ReplyBody.Raw raw, Transmission transmission) {
		return new EncodedResponse(raw.status(), merge(raw.headers(), transmission), wrap(raw.events(), transmission),
				raw.events().size() > 1, transmission);
	}

	private static Map<String, String> merge(Map<String, String> headers, Transmission transmission) {
		Map<String, String> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		merged.putAll(headers);
		merged.putAll(transmission.headers());
		return Collections.unmodifiableMap(merged);
	}

}
