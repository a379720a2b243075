package net.qhaigc.springai.gemini.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ConnectionObserver;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A gateway whose responses contain the ID of the conversation turn that they belong to.
 * The gateway fails once in each turn whose prompt specifies a fault. It keeps only
 * counts and the IDs of the failed turns, so it can run for hours.
 */
final class FaultyGateway implements AutoCloseable {

	private static final Pattern TURN = Pattern.compile("turn (\\S+) tool=(true|false) fault=(\\w+)");

	private static final int WORDS = 20;

	private final Set<String> failedTurns = ConcurrentHashMap.newKeySet();

	private final Map<Fault, LongAdder> faults = new ConcurrentHashMap<>();

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private DisposableServer server;

	FaultyGateway(int port) {
		this.server = start(port);
	}

	private DisposableServer start(int port) {
		return HttpServer.create()
			.host("127.0.0.1")
			.port(port)
			.channelGroup(this.connections)
			.handle((request, response) -> request.receive()
				.aggregate()
				.asString()
				.flatMap((body) -> Mono.from(respond(request, response, body)).then()))
			.bindNow();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.port();
	}

	int openConnections() {
		return this.connections.size();
	}

	/** Return how often the gateway has failed with the fault. */
	long faultCount(Fault fault) {
		LongAdder count = this.faults.get(fault);
		return (count != null) ? count.sum() : 0;
	}

	/** Return the text of the answer that the user receives in a turn. */
	static String textOf(String turn) {
		return String.join("", IntStream.range(0, WORDS).mapToObj((i) -> turn + "." + i + " ").toList());
	}

	/**
	 * Stop as if the process were killed, and start again on the same port after the
	 * pause.
	 */
	void restart(Duration pause) throws InterruptedException {
		int port = this.server.port();
		close();
		this.server.onDispose().block(Duration.ofSeconds(5));
		Thread.sleep(pause.toMillis());
		this.server = start(port);
	}

	private Publisher<Void> respond(HttpServerRequest request, HttpServerResponse response, String body) {
		boolean stream = request.uri().contains("streamGenerateContent");
		Matcher matcher = TURN.matcher(body);
		String turn = null;
		Fault fault = Fault.NONE;
		boolean usesTool = false;
		while (matcher.find()) {
			turn = matcher.group(1);
			usesTool = Boolean.parseBoolean(matcher.group(2));
			fault = Fault.valueOf(matcher.group(3));
		}
		if (turn == null) {
			return response.status(400).sendString(Mono.just("{\"error\":{\"code\":400,\"message\":\"no turn\"}}"));
		}
		boolean toolCompleted = body.contains("functionResponse");
		// In a turn that uses a tool, the gateway fails only after the tool was executed.
		boolean failsNow = fault != Fault.NONE && usesTool == toolCompleted && this.failedTurns.add(turn);
		if (failsNow) {
			this.faults.computeIfAbsent(fault, (key) -> new LongAdder()).increment();
			return fail(response, fault, turn, stream);
		}
		List<String> events = (usesTool && !toolCompleted) ? List.of(toolCallEvent(turn)) : events(turn);
		return send(response, stream, events, Mono.empty());
	}

	private static Publisher<Void> fail(HttpServerResponse response, Fault fault, String turn, boolean stream) {
		return switch (fault) {
			case STATUS_429 -> error(response.header("retry-after-ms", "5"), 429, "RESOURCE_EXHAUSTED");
			case STATUS_500 -> error(response, 500, "INTERNAL");
			case STATUS_400 -> error(response, 400, "INVALID_ARGUMENT");
			case HTML_503 -> response.status(503)
				.header("Content-Type", "text/html")
				.sendString(Mono.just("<html><h1>503 Service Temporarily Unavailable</h1>"));
			case INCOMPLETE_JSON -> response.sendString(Mono.just("{\"candidates\":[{\"conte"));
			case EMPTY -> response.send();
			case CLOSE -> response.withConnection((connection) -> connection.channel().close()).send(Mono.never());
			case HANG -> Mono.never();
			case CLOSE_IN_STREAM ->
				send(response, stream, events(turn).subList(0, 5), Mono.error(new IOException("closed")));
			case ERROR_IN_STREAM -> send(response, stream, events(turn).subList(0, 5),
					Mono.just("{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\",\"message\":\"overloaded\"}}"));
			case NONE -> throw new IllegalStateException();
		};
	}

	private static Publisher<Void> error(HttpServerResponse response, int code, String status) {
		return response.status(code)
			.header("Content-Type", "application/json")
			.sendString(Mono.just("{\"error\":{\"code\":%d,\"status\":\"%s\",\"message\":\"as requested\"}}"
				.formatted(code, status)));
	}

	private static Publisher<Void> send(HttpServerResponse response, boolean stream, List<String> events,
			Mono<String> failure) {
		if (stream) {
			Flux<byte[]> bytes = Flux.fromIterable(events)
				.concatWith(failure)
				.map((event) -> ("data: " + event + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
			return response.header("Content-Type", "text/event-stream").sse().sendByteArray(bytes);
		}
		return response.header("Content-Type", "application/json")
			.sendString(failure.defaultIfEmpty(completeResponse(events)));
	}

	private static String completeResponse(List<String> events) {
		return events.get(0).contains("functionCall") ? events.get(0)
				: textEvent(String.join("",
						events.stream().map((event) -> event.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1")).toList()),
						true);
	}

	private static List<String> events(String turn) {
		return IntStream.range(0, WORDS).mapToObj((i) -> textEvent(turn + "." + i + " ", i == WORDS - 1)).toList();
	}

	private static String textEvent(String text, boolean last) {
		return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"%s\"}]}%s}]}".formatted(text,
				last ? ",\"finishReason\":\"STOP\"" : "");
	}

	private static String toolCallEvent(String turn) {
		return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"lookUp\",\"args\":{\"key\":\"%s\"}},\"thoughtSignature\":\"c2ln\"}]},\"finishReason\":\"STOP\"}]}"
			.formatted(turn);
	}

	@Override
	public void close() {
		this.connections.close();
		this.server.dispose();
	}

	/**
	 * How the gateway fails once in a turn, if at all.
	 */
	enum Fault {

		NONE, STATUS_429, STATUS_500, STATUS_400, HTML_503, INCOMPLETE_JSON, EMPTY, CLOSE, HANG, CLOSE_IN_STREAM,
		ERROR_IN_STREAM

	}

}
