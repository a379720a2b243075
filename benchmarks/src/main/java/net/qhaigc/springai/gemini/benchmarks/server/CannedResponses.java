package net.qhaigc.springai.gemini.benchmarks.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The prepared responses by path. A path in Gemini's format contains the ID of the model,
 * which is {@code text}, {@code tool}, {@code image} or
 * {@code stream-<chunks>-<interval in milliseconds>}; with {@code incomplete} in place of
 * {@code stream}, the connection is closed prematurely. Ollama's client uses paths below
 * {@code /<model>/api/}. For OpenAI's and Anthropic's paths, there is one response each.
 */
final class CannedResponses {

	private static final int TEXT_SIZE = 877;

	private static final int CHUNK_SIZE = 450;

	private static final int IMAGE_SIZE = 4 * 1024 * 1024;

	private static final String SENTENCE = "The Nile flows north for 6,650 km, and \\\"longest\\\" is what most call it. ";

	private static final byte[] TEXT = geminiEvent(TEXT_SIZE, true).getBytes(StandardCharsets.UTF_8);

	private static final String TOOL_CALL = """
			{"candidates":[{"content":{"parts":[{"functionCall":{"name":"length","args":{"name":"Nile"}}}],\
			"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":17,\
			"candidatesTokenCount":12,"totalTokenCount":29},"modelVersion":"gemini-2.5-flash",\
			"responseId":"f0ZyaKqVHPKYz7IP8rjYgAM"}""";

	/** OpenAI's response to the prompt of {@code ChatModelApplication}. */
	private static final String OPENAI = """
			{"id":"chatcmpl-1","object":"chat.completion","created":1767323045,"model":"gpt-5-mini","choices":[{\
			"index":0,"message":{"role":"assistant","content":"TEXT","refusal":null},"finish_reason":"stop"}],"usage":{\
			"prompt_tokens":17,"completion_tokens":42,"total_tokens":59}}""".replace("TEXT", SENTENCE.repeat(8));

	private static final String ANTHROPIC = """
			{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text",\
			"text":"TEXT"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":17,\
			"output_tokens":42}}""".replace("TEXT", SENTENCE.repeat(8));

	private static final Map<String, CannedResponse> CACHE = new ConcurrentHashMap<>();

	private CannedResponses() {
	}

	static CannedResponse forPath(String path) {
		return CACHE.computeIfAbsent(path, CannedResponses::create);
	}

	/**
	 * Return a response that contains a number. It is not cached, unlike the responses by
	 * path.
	 */
	static CannedResponse ofNumber(long number) {
		return complete("text/plain", Long.toString(number));
	}

	/** Return the body of the response of the model {@code text}. */
	static byte[] text() {
		return TEXT.clone();
	}

	private static CannedResponse create(String path) {
		if (path.endsWith("/chat/completions")) {
			return complete("application/json", OPENAI);
		}
		if (path.endsWith("/v1/messages")) {
			return complete("application/json", ANTHROPIC);
		}
		boolean ollama = path.contains("/api/");
		String model = ollama ? path.substring(1, path.indexOf("/api/"))
				: path.substring(path.indexOf("models/") + "models/".length(), path.lastIndexOf(':'));
		String[] words = model.split("-");
		if (words.length == 3) {
			return stream(ollama, Integer.parseInt(words[1]), Integer.parseInt(words[2]),
					words[0].equals("incomplete"));
		}
		if (model.equals("tool")) {
			return complete("application/json", TOOL_CALL);
		}
		if (model.equals("image")) {
			return complete("application/json", image());
		}
		return complete("application/json", ollama ? ollamaEvent(TEXT_SIZE, true) : geminiEvent(TEXT_SIZE, true));
	}

	private static CannedResponse complete(String type, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		ByteBuf head = ascii(
				"HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n".formatted(type, bytes.length));
		return new CannedResponse(direct(Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(bytes))), List.of(), 0,
				false);
	}

	private static CannedResponse stream(boolean ollama, int count, int intervalMillis, boolean incomplete) {
		ByteBuf head = direct(ascii("HTTP/1.1 200 OK\r\ncontent-type: %s\r\ntransfer-encoding: chunked\r\n\r\n"
			.formatted(ollama ? "application/x-ndjson" : "text/event-stream")));
		ByteBuf chunk = direct(ascii(framed(chunk(ollama, false))));
		List<ByteBuf> chunks = new ArrayList<>(count);
		for (int i = 1; i < count; i++) {
			chunks.add(chunk);
		}
		chunks.add(incomplete ? chunk : direct(ascii(framed(chunk(ollama, true)) + "0\r\n\r\n")));
		return new CannedResponse(head, List.copyOf(chunks), intervalMillis, incomplete);
	}

	private static String chunk(boolean ollama, boolean last) {
		return ollama ? ollamaEvent(CHUNK_SIZE - 1, last) + "\n"
				: "data: " + geminiEvent(CHUNK_SIZE - "data: \r\n\r\n".length(), last) + "\r\n\r\n";
	}

	private static String framed(String chunk) {
		return "%x\r\n%s\r\n".formatted(chunk.length(), chunk);
	}

	private static String geminiEvent(int size, boolean last) {
		return filled("""
				{"candidates":[{"content":{"parts":[{"text":"%s"}],"role":"model"}FINISH,"index":0}],\
				"usageMetadata":{"promptTokenCount":17,"candidatesTokenCount":42,"totalTokenCount":59,\
				"promptTokensDetails":[{"modality":"TEXT","tokenCount":17}]},"modelVersion":"gemini-2.5-flash",\
				"responseId":"f0ZyaKqVHPKYz7IP8rjYgAM"}""".replace("FINISH", last ? ",\"finishReason\":\"STOP\"" : ""),
				size);
	}

	private static String ollamaEvent(int size, boolean last) {
		return filled(
				"""
						{"model":"gemma3","created_at":"2026-01-02T03:04:05.678Z","message":{"role":"assistant","content":"%s"},\
						DONE}"""
					.replace("DONE", last ? "\"done_reason\":\"stop\",\"done\":true,\"total_duration\":5191566416,"
							+ "\"load_duration\":2154458,\"prompt_eval_count\":26,\"prompt_eval_duration\":383809000,"
							+ "\"eval_count\":298,\"eval_duration\":4799921000" : "\"done\":false"),
				size);
	}

	/** Fill an event with text up to a size. */
	private static String filled(String event, int size) {
		int length = size - event.length() + "%s".length();
		String text = SENTENCE.repeat(length / SENTENCE.length()) + "a".repeat(length % SENTENCE.length());
		return event.replace("%s", text);
	}

	private static String image() {
		byte[] png = new byte[IMAGE_SIZE];
		new Random(1).nextBytes(png);
		return """
				{"candidates":[{"content":{"parts":[{"text":"Here it is."},{"inlineData":{"mimeType":"image/png",\
				"data":"%s"}}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{\
				"promptTokenCount":17,"candidatesTokenCount":1290,"totalTokenCount":1307},\
				"modelVersion":"gemini-2.5-flash-image","responseId":"f0ZyaKqVHPKYz7IP8rjYgAM"}"""
			.formatted(Base64.getEncoder().encodeToString(png));
	}

	private static ByteBuf ascii(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
	}

	private static ByteBuf direct(ByteBuf bytes) {
		return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.readableBytes()).writeBytes(bytes).asReadOnly());
	}

}
