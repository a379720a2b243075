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
 * Something that goes wrong, and what a user is to see of it.
 *
 * @param name what goes wrong
 * @param call makes a whole answer go wrong
 * @param stream makes a stream go wrong
 * @param failure the exception that comes of it
 * @param word what its message holds
 * @param seen what of a stream is seen before
 */
record Fault(String name, Consumer<QhaigcGateway> call, Consumer<QhaigcGateway> stream,
		Class<? extends RuntimeException> failure, String word, String seen) {

	/** How long to wait for a gateway that is silent. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final String TOO_MUCH = "x".repeat(100_000);

	private static final String REFUSED_FOR_TODAY = """
			{"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[\
			{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"RequestsPerDay"}]}]}}""";

	private static final String OVERLOADED = """
			{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""";

	static Stream<Fault> all() {
		return Stream.of(passing(), lasting(), inside()).flatMap((faults) -> faults);
	}

	/** All that end a stream before anything of it is seen. */
	private static Stream<Fault> passing() {
		return Stream.of(transientFault("429 of Google", (gateway) -> gateway.error(429), "429 RESOURCE_EXHAUSTED"),
				transientFault("429 of the gateway", (gateway) -> gateway.gatewayError(429), "429 rate_limit_exceeded"),
				transientFault("408", raw(408, "text/plain", ""), "408"),
				transientFault("409", raw(409, "text/plain", ""), "409"),
				transientFault("425", raw(425, "text/plain", ""), "425"),
				transientFault("500", (gateway) -> gateway.error(500), "500 INTERNAL"),
				transientFault("500 of the gateway", (gateway) -> gateway.gatewayError(500), "500 server_error"),
				transientFault("503", (gateway) -> gateway.error(503), "503 UNAVAILABLE"),
				transientFault("504", (gateway) -> gateway.error(504), "504"),
				transientFault("error as a text", raw(500, "application/json", "{\"error\":\"oh no\"}"), "oh no"),
				transientFault("error as a message", raw(502, "application/json", "{\"message\":\"oh no\"}"), "oh no"),
				transientFault("error in an array", raw(503, "application/json", "[" + OVERLOADED + "]"), "overloaded"),
				transientFault("plain text", raw(500, "text/plain", "upstream connect error"), "500"),
				transientFault("nothing but a status", raw(502, "text/plain", ""), "502"),
				transientFault("a proxy's page", raw(522, "text/html", "<html><h1>522</h1></html>"), "HTML page"),
				transientFault("an error in an answer of 200", raw(200, "application/json", OVERLOADED), "overloaded"),
				transientFault("an error labelled as a stream", raw(200, "text/event-stream", OVERLOADED),
						"overloaded"),
				transientFault("an empty answer", raw(200, "application/json", ""), "empty answer"),
				transientFault("no candidate", raw(200, "application/json", "{\"candidates\":[]}"), "gateway"),
				transientFault("no JSON", raw(200, "application/json", "oh no"), "gateway"),
				transientFault("a connection closed before the answer", (gateway) -> {
					// After a used connection the client tries a fresh one at once, so it
					// may have to happen twice.
					gateway.reply("never").cutAfter(0);
					gateway.reply("never").cutAfter(0);
				}, "The connection to the gateway broke"),
				transientFault("a silent gateway", (gateway) -> gateway.hang(), "qhaigc.response-timeout"),
				transientFault("silence after the headers", (gateway) -> gateway.reply("never").stallAfter(0),
						"qhaigc.stream-idle-timeout"));
	}

	private static Stream<Fault> lasting() {
		return Stream.of(lastingFault("400", (gateway) -> gateway.error(400), "400 INVALID_ARGUMENT"),
				lastingFault("401", (gateway) -> gateway.gatewayError(401), "qhaigc.api-key"),
				lastingFault("403", (gateway) -> gateway.error(403), "403 PERMISSION_DENIED"),
				lastingFault("404", (gateway) -> gateway.error(404), "qhaigc.model"),
				lastingFault("413", raw(413, "text/plain", ""), "smaller media"),
				lastingFault("no balance", (gateway) -> gateway.gatewayError(429, "insufficient_quota", "No balance"),
						"nothing left to spend"),
				lastingFault("the day's quota", raw(429, "application/json", REFUSED_FOR_TODAY), "current quota"),
				lastingFault("a page instead of the gateway", raw(200, "text/html", "<html><h1>Welcome</h1></html>"),
						"qhaigc.base-url"),
				lastingFault("a redirect",
						(gateway) -> gateway.replyRaw(307, Map.of("Location", "https://elsewhere.example/"),
								new byte[0]),
						"https://elsewhere.example/"),
				lastingFault("an answer that is too large", (gateway) -> gateway.reply(TOO_MUCH),
						"qhaigc.max-response-size"));
	}

	/** What goes wrong after a good beginning, which a stream has shown by then. */
	private static Stream<Fault> inside() {
		return Stream.of(
				new Fault("a cut inside", (gateway) -> gateway.reply("Half of it").cutAfterBytes(40),
						(gateway) -> gateway.replyStream("Half ", "of ", "it").cutAfter(2),
						QhaigcTransientException.class, "gateway", "Half of "),
				new Fault("silence inside", (gateway) -> gateway.reply("Half of it").chunked(10).stallAfter(0),
						(gateway) -> gateway.replyStream("Half ", "of ", "it").stallAfter(2),
						QhaigcTransientException.class, "qhaigc.stream-idle-timeout", "Half of "),
				new Fault("an end without a finish reason", raw(200, "application/json", ""),
						(gateway) -> gateway.replyEvents(event("Half of ")), QhaigcTransientException.class, "gateway",
						"Half of "),
				new Fault("an error inside", raw(200, "application/json", OVERLOADED),
						raw(200, "text/event-stream",
								"data: " + event("Half of ") + "\n\ndata: " + OVERLOADED + "\n\n"),
						QhaigcTransientException.class, "overloaded", "Half of "),
				new Fault("an error as a bare tail", raw(200, "application/json", OVERLOADED),
						raw(200, "text/event-stream", "data: " + event("Half of ") + "\n\n" + OVERLOADED),
						QhaigcTransientException.class, "overloaded", "Half of "),
				new Fault("garbage inside", raw(200, "application/json", event("Half of ").substring(0, 30)),
						raw(200, "text/event-stream", "data: " + event("Half of ") + "\n\ndata: {\"candi\n\n"),
						QhaigcTransientException.class, "gateway", "Half of "));
	}

	private static Fault transientFault(String name, Consumer<QhaigcGateway> script, String word) {
		return new Fault(name, script, script, QhaigcTransientException.class, word, "");
	}

	private static Fault lastingFault(String name, Consumer<QhaigcGateway> script, String word) {
		return new Fault(name, script, script, QhaigcNonTransientException.class, word, "");
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
	 * How long a client is to wait for what a property limits, which is short only if it
	 * is to wait in vain.
	 */
	Duration patience(String property) {
		return this.word.equals(property) ? PATIENCE : PATIENCE.multipliedBy(15);
	}

	/** Whether a further try is made. */
	boolean isRetried(boolean streamed) {
		return isTransient() && (!streamed || this.seen.isEmpty());
	}

	@Override
	public String toString() {
		return this.name;
	}

}
