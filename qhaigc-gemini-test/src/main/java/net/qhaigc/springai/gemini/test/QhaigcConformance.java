package net.qhaigc.springai.gemini.test;

import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import net.qhaigc.springai.gemini.test.ConformanceClient.Response;

/**
 * Checks which endpoints and features of the Qhaigc gateway a server supports, with about
 * 15 short requests to one model. This class is also a program that prints a table:
 * <pre class="code">
 * QHAIGC_API_KEY=... mvn exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=net.qhaigc.springai.gemini.test.QhaigcConformance -Dexec.args="https://api.qhaigc.net"
 * </pre>
 */
public final class QhaigcConformance {

	private static final String DEFAULT_BASE_URL = "https://api.qhaigc.net";

	private static final String DEFAULT_MODEL = "gemini-3.5-flash";

	private static final String UNIFIED_PATH = "/v1/chat/completions";

	private final ConformanceClient client;

	private final String model;

	private final String generatePath;

	private final String streamPath;

	/**
	 * Create the checks for a gateway.
	 * @param baseUrl the base URL, without {@code /v1} or {@code /v1beta}
	 * @param apiKey the API key, which does not appear in results
	 * @param model the ID of the model
	 */
	public QhaigcConformance(String baseUrl, String apiKey, String model) {
		this.client = new ConformanceClient(baseUrl, apiKey);
		this.model = model;
		String path = "/v1beta/models/" + URLEncoder.encode(model, StandardCharsets.UTF_8).replace("%2F", "/");
		this.generatePath = path + ":generateContent";
		this.streamPath = path + ":streamGenerateContent?alt=sse";
	}

	/**
	 * Return the checks, each of which sends its requests when it is run.
	 */
	public List<Check> checks() {
		List<Check> checks = new ArrayList<>();
		add(checks, "models", () -> this.client.get("/v1/models"), this::listsModel);
		add(checks, "native call", () -> postNative(ConformanceRequests.text()),
				(response) -> hasText(response.json()));
		add(checks, "native stream", () -> this.client.post(this.streamPath, ConformanceRequests.text()),
				QhaigcConformance::isCompleteStream);
		add(checks, "native usage", () -> postNative(ConformanceRequests.text()), QhaigcConformance::hasUsage);
		add(checks, "native tools", () -> postNative(ConformanceRequests.tool(false)), QhaigcConformance::callsTool);
		add(checks, "native tool results", this::sendToolResult, (response) -> hasText(response.json()));
		add(checks, "thought signatures", () -> postNative(ConformanceRequests.tool(false)),
				(response) -> response.json().findValue("thoughtSignature") != null);
		add(checks, "JSON Schema in native tools", () -> postNative(ConformanceRequests.tool(true)),
				QhaigcConformance::callsTool);
		add(checks, "responseSchema", () -> postNative(ConformanceRequests.responseSchema()),
				QhaigcConformance::isJsonOutput);
		add(checks, "responseJsonSchema", () -> postNative(ConformanceRequests.responseJsonSchema()),
				QhaigcConformance::isJsonOutput);
		add(checks, "unified call", () -> postUnified(ConformanceRequests.unified(this.model, false)),
				(response) -> hasText(response.json()));
		add(checks, "unified stream", () -> postUnified(ConformanceRequests.unified(this.model, true)),
				QhaigcConformance::isCompleteStream);
		add(checks, "unified usage", () -> postUnified(ConformanceRequests.unified(this.model, false)),
				QhaigcConformance::hasUsage);
		add(checks, "unified tools", () -> postUnified(ConformanceRequests.unifiedTool(this.model, false)),
				QhaigcConformance::callsTool);
		add(checks, "JSON Schema in unified tools",
				() -> postUnified(ConformanceRequests.unifiedTool(this.model, true)), QhaigcConformance::callsTool);
		return checks;
	}

	private void add(List<Check> checks, String name, Supplier<Response> request, Predicate<Response> condition) {
		checks.add(new Check(name, () -> {
			Response response = request.get();
			boolean passed = response.status() == 200 && condition.test(response);
			return new Result(name, passed, passed ? "" : this.client.abbreviate(response.describe()));
		}));
	}

	private Response postNative(String body) {
		return this.client.post(this.generatePath, body);
	}

	private Response postUnified(String body) {
		return this.client.post(UNIFIED_PATH, body);
	}

	/**
	 * Request a tool call, and send back the tool result together with the model turn
	 * that contains the call and its signature. If the model does not call the tool, the
	 * returned response has the status 0, so that the check fails.
	 */
	private Response sendToolResult() {
		Response response = postNative(ConformanceRequests.tool(false));
		if (response.status() != 200) {
			return response;
		}
		JsonNode content = response.json().at("/candidates/0/content");
		return (callsTool(response) && content instanceof ObjectNode turn)
				? postNative(ConformanceRequests.toolResult(turn))
				: new Response(0, "The model did not call the tool: " + response.body());
	}

	private boolean listsModel(Response response) {
		return response.json()
			.path("data")
			.valueStream()
			.anyMatch((entry) -> this.model.equals(entry.path("id").asString("")));
	}

	private static boolean isCompleteStream(Response response) {
		return response.events().stream().anyMatch(QhaigcConformance::hasText)
				&& response.events().stream().anyMatch((event) -> event.findValue("finishReason") != null);
	}

	private static boolean hasText(JsonNode response) {
		return response.at("/candidates/0/content/parts")
			.valueStream()
			.anyMatch((part) -> !part.path("text").asString("").isBlank());
	}

	private static boolean hasUsage(Response response) {
		JsonNode usage = response.json().path("usageMetadata");
		return usage.path("promptTokenCount").asInt(0) > 0 && usage.path("totalTokenCount").asInt(0) > 0;
	}

	private static boolean callsTool(Response response) {
		return response.json()
			.at("/candidates/0/content/parts")
			.valueStream()
			.map((part) -> part.path("functionCall"))
			.anyMatch((call) -> ConformanceRequests.TOOL.equals(call.path("name").asString(""))
					&& call.path("args").has("city"));
	}

	private static boolean isJsonOutput(Response response) {
		StringBuilder text = new StringBuilder();
		response.json()
			.at("/candidates/0/content/parts")
			.valueStream()
			.filter((part) -> !part.path("thought").asBoolean(false))
			.forEach((part) -> text.append(part.path("text").asString("")));
		return new Response(200, text.toString()).json().has("city");
	}

	/**
	 * Run the checks for a gateway and print a table of the results. The exit code is 0
	 * if the gateway passes all checks, 1 if it does not, and 2 if the API key is
	 * missing.
	 * @param args the base URL and the ID of the model, both of which are optional; the
	 * API key is read from the environment variable {@code QHAIGC_API_KEY}
	 */
	public static void main(String[] args) {
		System.exit(run(args, System.getenv(), System.out));
	}

	static int run(String[] args, Map<String, String> environment, PrintStream out) {
		String apiKey = environment.getOrDefault("QHAIGC_API_KEY", "");
		if (apiKey.isBlank()) {
			out.println("Set the environment variable QHAIGC_API_KEY");
			return 2;
		}
		String baseUrl = (args.length > 0) ? args[0] : DEFAULT_BASE_URL;
		String model = (args.length > 1) ? args[1] : DEFAULT_MODEL;
		out.printf("%s at %s%n%n", model, baseUrl);
		boolean passed = true;
		for (Check check : new QhaigcConformance(baseUrl, apiKey.strip(), model).checks()) {
			Result result = check.run();
			passed &= result.passed();
			out.printf("%-30s %-4s %s%n", result.name(), result.passed() ? "yes" : "no", result.detail());
		}
		return passed ? 0 : 1;
	}

	/**
	 * A check of one endpoint or feature.
	 */
	public static final class Check {

		private final String name;

		private final Supplier<Result> check;

		private Check(String name, Supplier<Result> check) {
			this.name = name;
			this.check = check;
		}

		/**
		 * Return what is checked, such as {@code native stream}.
		 */
		public String name() {
			return this.name;
		}

		/**
		 * Send the requests of this check.
		 * @return the result
		 */
		public Result run() {
			return this.check.get();
		}

	}

	/**
	 * The result of a check.
	 *
	 * @param name what was checked
	 * @param passed whether the gateway supports what was checked
	 * @param detail the abbreviated response of the gateway, without the API key; empty
	 * if the check passed
	 */
	public record Result(String name, boolean passed, String detail) {
	}

}
