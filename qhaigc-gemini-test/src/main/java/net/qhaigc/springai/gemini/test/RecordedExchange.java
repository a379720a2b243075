package net.qhaigc.springai.gemini.test;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One recorded exchange. Keys are not in it.
 *
 * @param method the method of the request
 * @param path its path, without the prefix of the gateway
 * @param query its query
 * @param request its body as JSON, may be missing
 * @param status the status of the response
 * @param headers the headers of the response that matter
 * @param response the body of the response
 */
record RecordedExchange(String method, String path, String query, JsonNode request, int status,
		Map<String, String> headers, String response) {

	private static final Pattern END_OF_EVENT = Pattern.compile("(?<=\\r\\n\\r\\n|\\n\\n)");

	static RecordedExchange read(String json) {
		JsonNode request = Json.read(json).path("request");
		JsonNode response = Json.read(json).path("response");
		Map<String, String> headers = new LinkedHashMap<>();
		response.path("headers")
			.properties()
			.forEach((header) -> headers.put(header.getKey(), header.getValue().asString()));
		return new RecordedExchange(request.path("method").asString(), request.path("path").asString(),
				request.path("query").asString(), request.path("body"), response.path("status").asInt(), headers,
				response.has("json") ? Json.pretty(response.path("json")) : response.path("text").asString());
	}

	/**
	 * Writes the cassette.
	 * @param key what must not be in it
	 * @return the JSON of its file
	 */
	String write(String key) {
		ObjectNode json = Json.object();
		ObjectNode requestJson = json.putObject("request")
			.put("method", this.method)
			.put("path", this.path)
			.put("query", this.query);
		if (!this.request.isMissingNode()) {
			requestJson.set("body", this.request);
		}
		ObjectNode responseJson = json.putObject("response").put("status", this.status);
		ObjectNode headersJson = responseJson.putObject("headers");
		this.headers.forEach(headersJson::put);
		try {
			responseJson.set("json", Json.read(this.response));
		}
		catch (JacksonException ex) {
			responseJson.put("text", this.response);
		}
		return Json.pretty(json).replace(key, "***") + "\n";
	}

	boolean isFor(ReceivedRequest request, String localPath) {
		return this.method.equals(request.method()) && this.path.equals(localPath)
				&& this.query.equals(request.query());
	}

	/**
	 * The response; a stream comes event by event.
	 */
	ReplyBody.Raw body() {
		boolean events = this.headers.getOrDefault("content-type", "").startsWith("text/event-stream");
		return new ReplyBody.Raw(this.status, this.headers,
				(events ? END_OF_EVENT.splitAsStream(this.response) : Stream.of(this.response))
					.map((piece) -> piece.getBytes(StandardCharsets.UTF_8))
					.toList());
	}

}
