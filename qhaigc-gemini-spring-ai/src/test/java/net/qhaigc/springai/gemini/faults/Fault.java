package net.qhaigc.springai.gemini.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * A fault of the gateway or the connection, and the failure that a user sees.
 *
 * @param name the name of the fault
 * @param call scripts the fault for a call
 * @param stream scripts the fault for a stream
 * @param failure the type of the expected exception
 * @param messagePart a part of the message of the exception
 * @param emittedText the text that a stream emits before the failure
 */
record Fault(String name, Consumer<QhaigcGateway> call, Consumer<QhaigcGateway> stream,
		Class<? extends RuntimeException> failure, String messagePart, String emittedText) {

	/** The timeout for faults in which the gateway becomes silent. */
	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final String OVERSIZED_TEXT = "x".repeat(100_000);

	private static final String DAILY_QUOTA_EXCEEDED = """
			{"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[\
			{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"RequestsPerDay"}]}]}}""";

	private static final String OVERLOADED = """
			{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""";

	static Stream<Fault> all() {
		return Stream.of(transientFaultsBeforeFirstChunk(), permanentFaults(), faultsAfterFirstChunks())
			.flatMap((faults) -> faults);
	}

	private static Stream<Fault> transientFaultsBeforeFirstChunk() {
		return Stream.of(
				transientFault("429 from Google", (gateway) -> gateway.googleError(429), "429 RESOURCE_EXHAUSTED"),
				transientFault("429 from the gateway", (gateway) -> gateway.gatewayError(429),
						"429 rate_limit_exceeded"),
				transientFault("408", raw(408, "text/plain", ""), "408"),
				transientFault("409", raw(409, "text/plain", ""), "409"),
				transientFault("425", raw(425, "text/plain", ""), "425"),
				transientFault("500", (gateway) -> gateway.googleError(500), "500 INTERNAL"),
				transientFault("500 from the gateway", (gateway) -> gateway.gatewayError(500), "500 server_error"),
				transientFault("503", (gateway) -> gateway.googleError(503), "503 UNAVAILABLE"),
				transientFault("504", (gateway) -> gateway.googleError(504), "504"),
				transientFault("error is a string", raw(500, "application/json", "{\"error\":\"oh no\"}"), "oh no"),
				transientFault("message without error object", raw(502, "application/json", "{\"message\":\"oh no\"}"),
						"oh no"),
				transientFault("error in an array", raw(503, "application/json", "[" + OVERLOADED + "]"), "overloaded"),
				transientFault("plain text", raw(500, "text/plain", "upstream connect error"), "500"),
				transientFault("status only", raw(502, "text/plain", ""), "502"),
				transientFault("HTML page of a proxy", raw(522, "text/html", "<html><h1>522</h1></html>"), "HTML page"),
				transientFault("error with status 200", raw(200, "application/json", OVERLOADED), "overloaded"),
				transientFault("error with content type of a stream", raw(200, "text/event-stream", OVERLOADED),
						"overloaded"),
				transientFault("empty response", raw(200, "application/json", ""), "empty response"),
				transientFault("no candidates", raw(200, "application/json", "{\"candidates\":[]}"), "gateway"),
				transientFault("not JSON", raw(200, "application/json", "oh no"), "gateway"),
				transientFault("connection closed before the response", (gateway) -> {
					// If a reused connection is closed, the client sends the request
					// again on a new connection, so the fault is scripted twice.
					gateway.reply("never").closeAfter(0);
					gateway.reply("never").closeAfter(0);
				}, "The connection to the gateway was closed prematurely"),
				transientFault("silent gateway", (gateway) -> gateway.hang(), "qhaigc.response-timeout"),
				transientFault("silence after the headers", (gateway) -> gateway.reply("never").hangAfter(0),
						"qhaigc.stream-idle-timeout"));
	}

	private static Stream<Fault> permanentFaults() {
		return Stream.of(permanentFault("400", (gateway) -> gateway.googleError(400), "400 INVALID_ARGUMENT"),
				permanentFault("401", (gateway) -> gateway.gatewayError(401), "qhaigc.api-key"),
				permanentFault("403", (gateway) -> gateway.googleError(403), "403 PERMISSION_DENIED"),
				permanentFault("404", (gateway) -> gateway.googleError(404), "qhaigc.model"),
				permanentFault("413", raw(413, "text/plain", ""), "smaller media"),
				permanentFault("no balance", (gateway) -> gateway.gatewayError(429, "insufficient_quota", "No balance"),
						"insufficient credit"),
				permanentFault("daily quota", raw(429, "application/json", DAILY_QUOTA_EXCEEDED), "current quota"),
				permanentFault("HTML page with status 200", raw(200, "text/html", "<html><h1>Welcome</h1></html>"),
						"qhaigc.base-url"),
				permanentFault("redirect",
						(gateway) -> gateway.replyRaw(307, Map.of("Location", "https://elsewhere.example/"),
								new byte[0]),
						"https://elsewhere.example/"),
				permanentFault("oversized response", (gateway) -> gateway.reply(OVERSIZED_TEXT),
						"qhaigc.max-response-size"));
	}

	private static Stream<Fault> faultsAfterFirstChunks() {
		return Stream.of(
				new Fault("incomplete response", (gateway) -> gateway.reply("Half of it").closeAfterBytes(40),
						(gateway) -> gateway.replyStream("Half ", "of ", "it").closeAfter(2),
						QhaigcTransientException.class, "gateway", "Half of "),
				new Fault("silence after first chunks",
						(gateway) -> gateway.reply("Half of it").chunked(10).hangAfter(0),
						(gateway) -> gateway.replyStream("Half ", "of ", "it").hangAfter(2),
						QhaigcTransientException.class, "qhaigc.stream-idle-timeout", "Half of "),
				new Fault("end without finish reason", raw(200, "application/json", ""),
						(gateway) -> gateway.replyEvents(event("Half of ")), QhaigcTransientException.class, "gateway",
						"Half of "),
				new Fault("error event after first chunks", raw(200, "application/json", OVERLOADED),
						raw(200, "text/event-stream",
								"data: " + event("Half of ") + "\n\ndata: " + OVERLOADED + "\n\n"),
						QhaigcTransientException.class, "overloaded", "Half of "),
				new Fault("error without data prefix after first chunks", raw(200, "application/json", OVERLOADED),
						raw(200, "text/event-stream", "data: " + event("Half of ") + "\n\n" + OVERLOADED),
						QhaigcTransientException.class, "overloaded", "Half of "),
				new Fault("malformed event after first chunks",
						raw(200, "application/json", event("Half of ").substring(0, 30)),
						raw(200, "text/event-stream", "data: " + event("Half of ") + "\n\ndata: {\"candi\n\n"),
						QhaigcTransientException.class, "gateway", "Half of "));
	}

	private static Fault transientFault(String name, Consumer<QhaigcGateway> script, String messagePart) {
		return new Fault(name, script, script, QhaigcTransientException.class, messagePart, "");
	}

	private static Fault permanentFault(String name, Consumer<QhaigcGateway> script, String messagePart) {
		return new Fault(name, script, script, QhaigcNonTransientException.class, messagePart, "");
	}

	private static Consumer<QhaigcGateway> raw(int status, String contentType, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return (gateway) -> gateway.replyRaw(status, Map.of("Content-Type", contentType), bytes);
	}

	private static String event(String text) {
		return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"%s\"}]}}]}".formatted(text);
	}

	void script(QhaigcGateway gateway, boolean streamed) {
		(streamed ? this.stream : this.call).accept(gateway);
	}

	boolean isTransient() {
		return this.failure == QhaigcTransientException.class;
	}

	/**
	 * Return the value of a timeout property. The value is short only if the fault makes
	 * this timeout expire.
	 */
	Duration timeout(String property) {
		return this.messagePart.equals(property) ? TIMEOUT : TIMEOUT.multipliedBy(30);
	}

	/** Whether the client retries the request. */
	boolean isRetried(boolean streamed) {
		return isTransient() && (!streamed || this.emittedText.isEmpty());
	}

	@Override
	public String toString() {
		return this.name;
	}

}
