package net.qhaigc.springai.gemini.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Starts the stand-in gateway with the arguments of a command line.
 */
class QhaigcStandInTests {

	private static final String RULES = """
			rules:
			  - when: {text: joke, stream: false}
			    reply: Why did the gateway cross the road?
			    delay: 1ms
			  - when: {model: gpt-5-mini}
			    replies:
			      - error: {status: 429, code: rate_limit_exceeded, message: Slow down.}
			        retry-after: 2
			      - reply: Hello again.
			  - when: {text: /weather in \\w+/}
			    tool: {name: getWeather, args: {city: Hangzhou}}
			    unchecked: true
			  - when: {text: call a tool}
			    tool: {name: getWeather}
			  - when: {tool-result: true}
			    reply: [It is , raining.]
			    usage: {prompt: 1, candidates: 2, total: 3}
			  - when: {endpoint: embeddings}
			    error: 503
			  - when: {text: block}
			    json: {promptFeedback: {blockReason: SAFETY}}
			  - when: {text: relay}
			    relay-error: NO_CHANNEL
			  - when: {text: generate}
			    auto: true
			    headers: {X-Generated: "yes"}
			  - when: {text: think}
			    tool: {name: getWeather}
			    thinking: I need the weather.
			    finish-reason: MAX_TOKENS
			    unchecked: true
			  - when: {text: number}
			    reply: 42
			""";

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private final List<QhaigcGateway> startedGateways = new ArrayList<>();

	@TempDir
	private Path folder;

	@AfterEach
	void close() {
		this.startedGateways.forEach(QhaigcGateway::close);
	}

	@Test
	void printsUrlAndEachRequest() {
		QhaigcGateway gateway = start("--port", "0", "--auto");

		assertThat(new TestClient(gateway).generate("Hello").body()).contains("\"text\" : \"Hello\"");
		assertThat(output()).isEqualTo("""
				Stand-in gateway at {url}
				  QHAIGC_BASE_URL={url}
				  QHAIGC_API_KEY=test-key
				  Journal: {url}/stand-in/journal
				POST /v1beta/models/gemini-2.5-flash:generateContent model=gemini-2.5-flash -> 200
				""".replace("{url}", gateway.url()));
	}

	@Test
	void acceptsAnyApiKeyByDefault() {
		QhaigcGateway acceptingAnyKey = start("--port=0", "--auto", "--quiet");
		QhaigcGateway acceptingTwoKeys = start("--port=0", "--auto", "--api-key=a", "--api-key=b", "--quiet");

		assertThat(Stream.of("a", "b", "c").map((key) -> statusWithApiKey(acceptingAnyKey, key))).containsExactly(200,
				200, 200);
		assertThat(Stream.of("a", "b", "c").map((key) -> statusWithApiKey(acceptingTwoKeys, key))).containsExactly(200,
				200, 401);
		assertThat(acceptingTwoKeys.apiKey()).isEqualTo("a");
		assertThat(new TestClient(acceptingAnyKey)
			.send(HttpRequest.newBuilder(URI.create(acceptingAnyKey.url() + "/v1/models")).build())
			.statusCode()).isEqualTo(401);
	}

	@Test
	void repliesAccordingToRules() throws IOException {
		QhaigcGateway gateway = start("--port", "0", "--rules", writeRules(RULES).toString());
		TestClient client = new TestClient(gateway);

		assertThat(client.generate("Tell me a joke").body()).contains("Why did the gateway cross the road?");
		assertThat(client.generate("How is the weather in Beijing?").body()).contains("\"name\" : \"getWeather\"");
		assertThat(client.generate("call a tool").body())
			.contains("The tool call, scripted in a rules file, names the function 'getWeather'");
		assertThat(client.generate("block").body()).contains("\"blockReason\" : \"SAFETY\"");
		assertThat(client.generate("relay").statusCode()).isEqualTo(503);
		assertThat(client.generate("generate this").headers().firstValue("X-Generated")).hasValue("yes");
		assertThat(client.post("/v1/embeddings", "{\"model\": \"bge-m3\", \"input\": \"Hi\"}").statusCode())
			.isEqualTo(503);
		assertThat(client.generate("think").body()).contains("I need the weather.", "\"name\" : \"getWeather\"",
				"MAX_TOKENS");
		assertThat(client.generate("number").body()).contains("\"text\" : \"42\"");
		assertThat(client.generate("nothing matches").body()).contains("No reply is scripted");
		assertThat(output()).contains(" with 11 rules")
			.contains(
					":generateContent model=gemini-2.5-flash -> 400 The tool call, scripted in a rules file, names the function 'getWeather'")
			.contains(":generateContent model=gemini-2.5-flash -> 400 No reply is scripted for ");
	}

	@Test
	void usesRepliesOfRuleInOrderAndRepeatsLastReply() throws IOException {
		TestClient client = new TestClient(start("--port", "0", "--rules", writeRules(RULES).toString()));
		String body = """
				{"model": "gpt-5-mini", "messages": [{"role": "user", "content": "Hi"}]}""";

		var first = client.post("/v1/chat/completions", body);
		assertThat(first.statusCode()).isEqualTo(429);
		assertThat(first.headers().firstValue("Retry-After")).hasValue("2");
		assertThat(first.body()).contains("Slow down.");
		assertThat(client.post("/v1/chat/completions", body).body()).contains("Hello again.");
		assertThat(client.post("/v1/chat/completions", body).body()).contains("Hello again.");
	}

	@Test
	void doesNotRepeatToolCallOfRuleAfterToolResult() throws IOException {
		TestClient client = new TestClient(start("--port", "0", "--rules", writeRules(RULES).toString()));

		String response = client.post("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", """
				{"contents": [
				  {"role": "user", "parts": [{"text": "How is the weather in Beijing?"}]},
				  {"role": "model", "parts": [{"functionCall": {"name": "getWeather", "args": {}}}]},
				  {"role": "user", "parts": [{"functionResponse": {"name": "getWeather", "response": {"sky": "rain"}}}]}
				]}""").body();

		assertThat(response.lines().filter((line) -> line.startsWith("data:"))).hasSize(2);
		assertThat(response).contains("\"It is\"").contains("\"totalTokenCount\":3");
	}

	@Test
	void readsRulesFromJsonFile() throws IOException {
		Path file = Files.writeString(this.folder.resolve("rules.json"), """
				[{"reply": "Hello."}]""");

		assertThat(new TestClient(start("--port=0", "--rules=" + file)).generate("Hi").body()).contains("Hello.");
	}

	@Test
	void returnsAndClearsJournal() {
		QhaigcGateway gateway = start("--port=0", "--auto", "--quiet");
		TestClient client = new TestClient(gateway);
		client.generate("Hello");
		client.post("/v1/embeddings", "{}");

		JsonNode journal = Json.read(client.get("/stand-in/journal").body());
		assertThat(journal.path("requests").size()).isEqualTo(2);
		assertThat(journal.at("/requests/0/body")).isEqualTo(Json.read(TestClient.requestBody("Hello")));
		assertThat(journal.at("/requests/0/endpoint").asString()).isEqualTo("native");
		assertThat(journal.at("/requests/0/headers/Authorization").asString()).isEqualTo("***");
		assertThat(journal.at("/requests/1/rejected").asString()).isEqualTo("Missing required parameter: 'model'.");
		client.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/stand-in/journal")).DELETE().build());
		assertThat(Json.read(client.get("/stand-in/journal").body()).path("requests").isEmpty()).isTrue();
	}

	@Test
	void printsHelpAndVersion() {
		assertThat(QhaigcStandIn.start(new PrintStream(this.output), "--help")).isNull();
		assertThat(output()).startsWith("Usage: java -jar").contains("--rules <file>", "/stand-in/journal");
		assertThat(QhaigcStandIn.start(new PrintStream(this.output), "--version")).isNull();
	}

	@ParameterizedTest
	@MethodSource
	void rejectsInvalidCommandLine(List<String> args, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> start(args.toArray(String[]::new)))
			.withMessageContaining(message);
	}

	static Stream<Arguments> rejectsInvalidCommandLine() {
		return Stream.of(Arguments.of(List.of("--prot", "1"), "Unknown option: --prot. See --help."),
				Arguments.of(List.of("--port"), "The option --port requires a value"),
				Arguments.of(List.of("--port", "70000"), "The port must be a number from 0 to 65535, but is 70000"),
				Arguments.of(List.of("--path-prefix", "proxy"), "must begin with a slash and not end with one"),
				Arguments.of(List.of("--path-prefix", "/proxy/"), "but is '/proxy/'"),
				Arguments.of(List.of("--api-key", ""), "The API key must not be blank"),
				Arguments.of(List.of("--model", ""), "The model ID must not be blank"),
				Arguments.of(List.of("--delay", "-5s"), "delay must not be negative, but is PT-5S"),
				Arguments.of(List.of("--delay", "fast"), "'fast' is not a duration such as 50ms, 2s or 1m"),
				Arguments.of(List.of("--rules", "missing.yaml"), "The file missing.yaml cannot be read"));
	}

	@ParameterizedTest
	@MethodSource
	void rejectsInvalidRulesFile(String rules, String message) throws IOException {
		Path file = writeRules(rules);

		assertThatIllegalArgumentException().isThrownBy(() -> start("--port=0", "--rules=" + file))
			.withMessageContaining(message)
			.withMessageContaining(file.toString());
	}

	static Stream<Arguments> rejectsInvalidRulesFile() {
		return Stream.of(Arguments.of("rules: [{replay: Hi}]", "Rule 1 of "),
				Arguments.of("rules: [{reply: Hi}, {replay: Hi}]",
						"unknown property 'replay'. Known properties: [auto,"),
				Arguments.of("rules: [Hi]", "a rule must be an object, but is \"Hi\""),
				Arguments.of("rules: [{when: {txt: Hi}, reply: Hi}]", "unknown property 'txt'"),
				Arguments.of("rules: [{when: joke, reply: Hi}]", "'when' must be an object, but is \"joke\""),
				Arguments.of("rules: [{when: {text: /(/}, reply: Hi}]", "Unclosed group"),
				Arguments.of("rules: [{when: {text: [a, b]}, reply: Hi}]",
						"'text' must be a string, but is [\"a\",\"b\"]"),
				Arguments.of("rules: [{when: {stream: sometimes}, reply: Hi}]",
						"'stream' must be true or false, but is \"sometimes\""),
				Arguments.of("rules: [{when: {endpoint: chat}, reply: Hi}]",
						"'endpoint' must be one of NATIVE, UNIFIED, "),
				Arguments.of("rules: [{when: {text: Hi}}]", "a reply requires one of [reply,"),
				Arguments.of("rules: [{reply: Hi, error: 503}]", "a reply can have only one of [reply, error]"),
				Arguments.of("rules: [{reply: Hi, reply: Ho}]", "Duplicate"),
				Arguments.of("rules: [{reply: null}]", "'reply' must be a string, but is null"),
				Arguments.of("rules: [{reply: []}]", "'reply' must not be empty, but is []"),
				Arguments.of("rules: [{tool: {args: {}}}]", "a tool call requires 'name'"),
				Arguments.of("rules: [{tool: []}]", "'tool' must not be empty"),
				Arguments.of("rules: [{tool: {name: ' '}}]", "The tool name must not be blank"),
				Arguments.of("rules: [{error: often}]", "'error' must be an integer, but is \"often\""),
				Arguments.of("rules: [{error: 99}]", "The error status must be from 400 to 599, but is 99"),
				Arguments.of("rules: [{error: {status: 429, format: xml}}]", "'format' must be google or gateway"),
				Arguments.of("rules: [{error: 503, thinking: Hm}]", "'thinking' requires one of [reply, tool]"),
				Arguments.of("rules: [{error: 503, usage: {prompt: 1}}]",
						"Only a reply with text, thoughts, tool calls or images can have parts"),
				Arguments.of("rules: [{reply: Hi, usage: {input: 1}}]", "unknown property 'input'"),
				Arguments.of("rules: [{reply: Hi, usage: 3}]", "'usage' must be an object, but is 3"),
				Arguments.of("rules: [{relay-error: NOTHING}]", "'relay-error' must be one of INVALID_TOKEN"),
				Arguments.of("rules: [{file: missing.json}]", "missing.json cannot be read"),
				Arguments.of("rules: [{raw: {status: 1000}}]", "The status must be from 200 to 599, but is 1000"),
				Arguments.of("rules: [{hang: false}]", "'hang' must be true if it is present"),
				Arguments.of("rules: [{error: 429, retry-after: 2s}]",
						"'retry-after' must be an integer, but is \"2s\""),
				Arguments.of("rules: [{reply: Hi, close-after: -1}]", "events must be at least 0, but is -1"),
				Arguments.of("rules: [{reply: Hi, delay: 100}]", "'100' is not a duration such as 50ms, 2s or 1m"),
				Arguments.of("rules: [{reply: Hi, headers: [a]}]", "'headers' must be an object"),
				Arguments.of("rules: [{replies: Hi}]", "a reply must be an object, but is \"Hi\""),
				Arguments.of("rules: [{replies: []}]", "'replies' must not be empty"),
				Arguments.of("rules: [{replies: [{reply: Hi}], delay: 1s}]",
						"a rule with 'replies' can have 'when', but no other property"),
				Arguments.of("rules: [{replies: [{when: {text: Hi}, reply: Hi}]}]", "unknown property 'when'"),
				Arguments.of("reply: Hi", "has no list 'rules'"),
				Arguments.of("{rules: [], rule: Hi}", "must have only the property 'rules', but has [rules, rule]"),
				Arguments.of("", "has no list 'rules'"), Arguments.of("{rules: Hi}", "has no list 'rules'"),
				Arguments.of("rules: [", "is not valid"));
	}

	private Path writeRules(String yaml) throws IOException {
		return Files.writeString(this.folder.resolve("rules.yaml"), yaml);
	}

	private QhaigcGateway start(String... args) {
		QhaigcGateway gateway = QhaigcStandIn.start(new PrintStream(this.output, true), args);
		this.startedGateways.add(Objects.requireNonNull(gateway));
		return gateway;
	}

	private String output() {
		return this.output.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
	}

	private static int statusWithApiKey(QhaigcGateway gateway, String key) {
		return new TestClient(gateway)
			.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/models"))
				.header("Authorization", "Bearer " + key)
				.build())
			.statusCode();
	}

}
