package net.qhaigc.springai.gemini.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recorded request and its response.
 *
 * @param method the HTTP method
 * @param path the path without the prefix of the gateway
 * @param query the query
 * @param requestBody the request body as JSON, or a missing node if it is not JSON
 * @param status the HTTP status
 * @param headers the recorded response headers
 * @param responseBody the response body
 * @param chunkSizes the number of bytes of each chunk in which the body was received;
 * empty if there was only one chunk
 */
record RecordedExchange(String method, String path, String query, JsonNode requestBody, int status,
		Map<String, String> headers, String responseBody, List<Integer> chunkSizes) {

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
				response.has("json") ? Json.pretty(response.path("json")) : response.path("text").asString(),
				response.path("chunks").valueStream().map(JsonNode::asInt).toList());
	}

	/**
	 * Return the exchange as JSON for a file.
	 * @param apiKey the API key to redact
	 */
	String toJson(String apiKey) {
		ObjectNode json = Json.object();
		ObjectNode requestJson = json.putObject("request")
			.put("method", this.method)
			.put("path", this.path)
			.put("query", this.query);
		if (!this.requestBody.isMissingNode()) {
			requestJson.set("body", this.requestBody);
		}
		ObjectNode responseJson = json.putObject("response").put("status", this.status);
		ObjectNode headersJson = responseJson.putObject("headers");
		this.headers.forEach(headersJson::put);
		try {
			responseJson.set("json", Json.read(this.responseBody));
		}
		catch (JacksonException ex) {
			responseJson.put("text", this.responseBody);
		}
		if (!this.chunkSizes.isEmpty()) {
			responseJson.set("chunks", Json.value(this.chunkSizes));
		}
		return Json.pretty(json).replace(apiKey, "***") + "\n";
	}

	boolean hasSameTargetAs(ReceivedRequest request) {
		return this.method.equals(request.method()) && this.path.equals(request.localPath())
				&& this.query.equals(request.query());
	}

	private List<byte[]> splitIntoChunks(byte[] bytes) {
		List<byte[]> chunks = new ArrayList<>();
		int start = 0;
		for (int length : this.chunkSizes) {
			chunks.add(Arrays.copyOfRange(bytes, start, start + length));
			start += length;
		}
		return chunks;
	}

	/**
	 * Return the response as the body of a reply. The body of a streaming response has
	 * one element for each recorded chunk or, if the sizes of the recorded chunks do not
	 * add up to the length of the body, for each event.
	 */
	ReplyBody.Raw toReplyBody() {
		boolean streamed = this.headers.getOrDefault("content-type", "").startsWith("text/event-stream");
		byte[] bytes = this.responseBody.getBytes(StandardCharsets.UTF_8);
		if (streamed && this.chunkSizes.stream().mapToInt(Integer::intValue).sum() == bytes.length) {
			return new ReplyBody.Raw(this.status, this.headers, splitIntoChunks(bytes));
		}
		return new ReplyBody.Raw(this.status, this.headers,
				(streamed ? END_OF_EVENT.splitAsStream(this.responseBody) : Stream.of(this.responseBody))
					.map((event) -> event.getBytes(StandardCharsets.UTF_8))
					.toList());
	}

}
