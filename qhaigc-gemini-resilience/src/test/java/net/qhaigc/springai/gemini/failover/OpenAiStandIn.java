package net.qhaigc.springai.gemini.failover;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/**
 * A server that responds in OpenAI's format, with a complete response or a stream. Each
 * prepared response is sent once. If none is left, the server responds with the status
 * 401.
 */
final class OpenAiStandIn implements AutoCloseable {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final HttpServer server;

	private final Queue<String> replies = new ArrayDeque<>();

	private final List<JsonNode> requests = Collections.synchronizedList(new ArrayList<>());

	OpenAiStandIn() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	/** Prepare a response with text. */
	void reply(String text) {
		this.replies.add("""
				{"role":"assistant","content":"%s"}""".formatted(text));
	}

	/**
	 * Prepare a response with parallel calls of a tool, one for each of the given JSON
	 * objects.
	 */
	void callTool(String name, String... arguments) {
		List<String> calls = new ArrayList<>();
		for (String json : arguments) {
			calls.add("""
					{"index":%d,"id":"call_%d","type":"function","function":{"name":"%s","arguments":%s}}"""
				.formatted(calls.size(), calls.size(), name, MAPPER.writeValueAsString(json)));
		}
		this.replies.add("""
				{"role":"assistant","content":null,"tool_calls":[%s]}""".formatted(String.join(",", calls)));
	}

	JsonNode messagesOfLastRequest() {
		return this.requests.get(this.requests.size() - 1).get("messages");
	}

	int requestCount() {
		return this.requests.size();
	}

	OpenAiChatModel model() {
		return OpenAiChatModel.builder()
			.options(OpenAiChatOptions.builder()
				.baseUrl("http://localhost:" + this.server.getAddress().getPort() + "/v1")
				.apiKey("sk-other")
				.model("gpt-other")
				.maxRetries(0)
				.build())
			.build();
	}

	private void handle(HttpExchange exchange) throws IOException {
		JsonNode request = MAPPER.readTree(exchange.getRequestBody());
		this.requests.add(request);
		String message = this.replies.poll();
		if (message == null) {
			respond(exchange, 401, "application/json",
					"""
							{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}""");
		}
		else if (request.path("stream").asBoolean(false)) {
			respond(exchange, 200, "text/event-stream",
					"data: " + completion("chat.completion.chunk", "delta", message) + "\n\ndata: [DONE]\n\n");
		}
		else {
			respond(exchange, 200, "application/json", completion("chat.completion", "message", message));
		}
	}

	private static String completion(String object, String field, String message) {
		return """
				{"id":"1","object":"%s","created":1,"model":"gpt-other","choices":[{"index":0,"%s":%s,"finish_reason":"%s"}]}"""
			.formatted(object, field, message, message.contains("tool_calls") ? "tool_calls" : "stop");
	}

	private static void respond(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
