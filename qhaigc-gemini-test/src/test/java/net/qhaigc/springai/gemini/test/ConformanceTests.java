package net.qhaigc.springai.gemini.test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QhaigcConformance}, and for stand-in gateways that respond as a relay
 * does.
 */
class ConformanceTests {

	private static final String MODEL = "gemini-3.5-flash";

	@Test
	void defaultStandInGatewayPassesAllChecks() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start()) {
			assertThat(results(gateway, MODEL)).hasSize(15)
				.allMatch(QhaigcConformance.Result::passed)
				.allMatch((result) -> result.detail().isEmpty());
			gateway.verify();
		}
	}

	@Test
	void relayFailsSignatureAndUnifiedSchemaChecks() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().respondAsRelay().autoRespond().start()) {
			assertThat(results(gateway, MODEL)).filteredOn((result) -> !result.passed())
				.extracting(QhaigcConformance.Result::name)
				.containsExactly("thought signatures", "JSON Schema in unified tools");
		}
	}

	@Test
	void relayThatDoesNotServeModelFailsAllChecks() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().respondAsRelay().models("other").start()) {
			assertThat(results(gateway, MODEL)).noneMatch(QhaigcConformance.Result::passed)
				.filteredOn((result) -> !result.name().equals("models"))
				.allMatch((result) -> result.detail()
					.startsWith("503 No available channel for model gemini-3.5-flash under group default"));
		}
	}

	@Test
	void gatewayWithoutNativeStreamFailsOnlyCheckOfNativeStream() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start()) {
			gateway.when((request) -> request.isStream() && request.endpoint() == ReceivedRequest.Endpoint.NATIVE)
				.relayError(RelayError.INVALID_URL);
			assertThat(results(gateway, MODEL)).filteredOn((result) -> !result.passed())
				.extracting(QhaigcConformance.Result::name)
				.containsExactly("native stream");
		}
	}

	@Test
	void gatewayThatAnswersToolRequestsWithTextFailsChecksOfNativeTools() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start()) {
			gateway.when((request) -> request.body().contains("functionDeclarations")).reply("It is sunny.");
			assertThat(results(gateway, MODEL)).filteredOn((result) -> !result.passed())
				.extracting(QhaigcConformance.Result::name)
				.containsExactly("native tools", "native tool results", "thought signatures",
						"JSON Schema in native tools");
		}
	}

	@Test
	void printsTableAndReturnsExitCode() {
		try (QhaigcGateway gateway = QhaigcGateway.builder()
			.respondAsRelay()
			.autoRespond()
			.apiKey("sk-secret")
			.start()) {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			assertThat(run(out, Map.of("QHAIGC_API_KEY", "sk-secret"), gateway.url(), MODEL)).isEqualTo(1);
			assertThat(out.toString(StandardCharsets.UTF_8)).contains("gemini-3.5-flash at " + gateway.url())
				.containsPattern("native stream +yes *\\R")
				.containsPattern("thought signatures +no +200 \\{")
				.doesNotContain("sk-secret");
		}
		try (QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start()) {
			assertThat(run(new ByteArrayOutputStream(), Map.of("QHAIGC_API_KEY", "test-key"), gateway.url(), MODEL))
				.isZero();
		}
	}

	@Test
	void reportsInvalidApiKeyWithoutPrintingIt() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().respondAsRelay().start()) {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			assertThat(run(out, Map.of("QHAIGC_API_KEY", "sk-secret"), gateway.url(), MODEL)).isEqualTo(1);
			assertThat(out.toString(StandardCharsets.UTF_8)).contains("401 Invalid token").doesNotContain("sk-secret");
		}
	}

	@Test
	void requiresApiKey() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThat(run(out, Map.of())).isEqualTo(2);
		assertThat(out.toString(StandardCharsets.UTF_8)).contains("QHAIGC_API_KEY");
	}

	@Test
	void relaySendsThoughtsInText() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().respondAsRelay().start()) {
			gateway.thinking("Hm.").text("Hello.");
			assertThat(Json.read(new TestClient(gateway).generate("Hi").body()).at("/candidates/0/content/parts"))
				.isEqualTo(Json.read("[{\"text\":\"<think>Hm.</think>\\nHello.\"}]"));
		}
	}

	@Test
	void relayReturnsErrorsInItsOwnFormat() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().respondAsRelay().start()) {
			gateway.allowRejectedRequests();
			TestClient client = new TestClient(gateway);
			assertThat(Json.read(client.post("/v1/other", "{}").body()).path("error").path("message").asString())
				.startsWith("Invalid URL (POST /v1/other)");
			assertThat(Json.read(client.post("/v1beta/models/x:generateContent", "{}").body()).path("error"))
				.isEqualTo(Json.read("""
						{"message":"* GenerateContentRequest.contents: contents is not specified\\n",
						"type":"upstream_error","param":"","code":400}"""));
		}
	}

	private static List<QhaigcConformance.Result> results(QhaigcGateway gateway, String model) {
		return new QhaigcConformance(gateway.url() + "/", gateway.apiKey(), model).checks()
			.stream()
			.map(QhaigcConformance.Check::run)
			.toList();
	}

	private static int run(ByteArrayOutputStream out, Map<String, String> environment, String... args) {
		return QhaigcConformance.run(args, environment, new PrintStream(out, true, StandardCharsets.UTF_8));
	}

}
