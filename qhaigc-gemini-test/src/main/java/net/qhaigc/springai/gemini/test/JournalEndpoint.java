package net.qhaigc.springai.gemini.test;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Responds to a request to {@link #PATH} with the journal as JSON: the received requests
 * and the {@linkplain QhaigcGateway#problems() problems} of the test. API keys in headers
 * are redacted. A {@code DELETE} request clears the journal first. For each request to
 * any other path, a line is logged.
 */
final class JournalEndpoint implements RequestHandler {

	static final String PATH = "/stand-in/journal";

	private static final Set<String> SECRET_HEADERS = Set.of("authorization", "x-goog-api-key");

	private final GatewayActivity activity;

	private final Consumer<String> log;

	private final RequestHandler next;

	JournalEndpoint(GatewayActivity activity, Consumer<String> log, RequestHandler next) {
		this.activity = activity;
		this.log = log;
		this.next = next;
	}

	@Override
	public Mono<EncodedResponse> handle(ReceivedRequest request) {
		if (request.localPath().equals(PATH)) {
			if (request.method().equals("DELETE")) {
				this.activity.clear();
			}
			return Mono.just(EncodedResponse.json(200, journal(), Transmission.DEFAULT));
		}
		return this.next.handle(request).doOnNext((response) -> log(request, response));
	}

	private void log(ReceivedRequest request, EncodedResponse response) {
		String model = request.model().isEmpty() ? "" : " model=" + request.model();
		String message = Objects.requireNonNullElseGet(request.rejectionMessage(),
				() -> Objects.requireNonNullElse(this.activity.problemOf(request), ""));
		this.log.accept(request + model + " -> " + response.status()
				+ (message.isEmpty() ? "" : " " + message.strip().replaceAll("\\s*\\n\\s*", " ")));
	}

	private ObjectNode journal() {
		ObjectNode journal = Json.object();
		ArrayNode requests = journal.putArray("requests");
		this.activity.received().forEach((request) -> write(request, requests.addObject()));
		ArrayNode problems = journal.putArray("problems");
		this.activity.problems().forEach((problem) -> problems.add(problem.message()));
		return journal;
	}

	private static void write(ReceivedRequest request, ObjectNode json) {
		json.put("number", request.number())
			.put("method", request.method())
			.put("path", request.path())
			.put("query", request.query())
			.put("endpoint", request.endpoint().name().toLowerCase(Locale.ROOT))
			.put("model", request.model())
			.put("stream", request.isStream())
			.put("rejected", request.rejectionMessage());
		ObjectNode headers = json.putObject("headers");
		request.headers()
			.forEach((name, values) -> headers.put(name,
					SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT)) ? "***" : String.join(", ", values)));
		json.set("body", request.json().isMissingNode() ? Json.text(request.body()) : request.json());
	}

}
