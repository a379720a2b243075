package net.qhaigc.springai.gemini.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.wire.Part;

import static net.qhaigc.springai.gemini.client.ClientFixtures.requestBody;

/**
 * Requests that contain the name of their caller as the model, and responses whose text
 * is this name.
 */
final class CallerEcho {

	private static final Pattern CALLER = Pattern.compile("/models/([^:/ ]+):");

	private CallerEcho() {
	}

	/** Send a request, and return the text of the response. */
	static Mono<String> call(QhaigcClient client, String caller, String prompt) {
		return client.generate(request(caller, prompt)).map(ClientFixtures::text);
	}

	/** Send a request for a stream, and return the text of all events. */
	static Mono<String> stream(QhaigcClient client, String caller, String prompt) {
		return client.stream(request(caller, prompt)).map(ClientFixtures::text).collect(Collectors.joining());
	}

	private static GatewayRequest request(String caller, String prompt) {
		return GatewayRequest.builder().model(caller).body(requestBody(new Part.Text(prompt))).build();
	}

	/** Return the name of the caller from the head of a request. */
	static String caller(String head) {
		Matcher caller = CALLER.matcher(head);
		if (!caller.find()) {
			throw new IllegalArgumentException(head);
		}
		return caller.group(1);
	}

	/** Return the complete HTTP response, which is chunked if a stream was requested. */
	static String response(String head) {
		return head.contains("streamGenerateContent") ? chunked("data: " + json(caller(head)) + "\r\n\r\n")
				: withLength(json(caller(head)));
	}

	/** Return a successful response with the header {@code Content-Length}. */
	static String withLength(String body) {
		return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
				+ body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
	}

	/** Return a successful response in two chunks. */
	static String chunked(String body) {
		int half = body.length() / 2;
		return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ chunk(body.substring(0, half)) + chunk(body.substring(half)) + "0\r\n\r\n";
	}

	private static String chunk(String text) {
		return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
	}

	/** Return the body of a response whose text is the name of the caller. */
	static String json(String caller) {
		return """
				{"candidates":[{"content":{"parts":[{"text":"%s"}]},"finishReason":"STOP"}]}""".formatted(caller);
	}

}
