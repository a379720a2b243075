package net.qhaigc.springai.gemini.docs.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcConformance;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.RelayError;
import net.qhaigc.springai.gemini.test.autoconfigure.QhaigcChatClients;
import net.qhaigc.springai.gemini.test.junit.QhaigcConformanceTests;
import net.qhaigc.springai.gemini.test.junit.QhaigcGatewayExtension;

import static net.qhaigc.springai.gemini.test.assertj.QhaigcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

// tag::junit[]
@ExtendWith(QhaigcGatewayExtension.class)
class PlainTests {

	@Test
	void returnsReplyText(QhaigcGateway gateway) {
		gateway.reply("Hello.");

		assertThat(chatModel(gateway).call("Hi")).isEqualTo("Hello.");
		assertThat(gateway).lastRequest().hasUserText("Hi").hasTemperature(0.4);
	}
	// end::junit[]

	@Test
	void createsServiceWithoutSpring(QhaigcGateway gateway) {
		// tag::chat-client[]
		gateway.reply("It is raining.");

		WeatherService service = new WeatherService(QhaigcChatClients.builder(gateway));

		assertThat(service.answer("How is the weather?")).isEqualTo("It is raining.");
		// end::chat-client[]
	}

	@Test
	void startsGatewayWithoutJUnit() {
		// tag::start[]
		try (QhaigcGateway gateway = QhaigcGateway.start()) {
			gateway.reply("Hello.");
			assertThat(chatModel(gateway).call("Hi")).isEqualTo("Hello.");
			gateway.verify();
		}
		// end::start[]
	}

	@Test
	void repliesWithToolCallThatDoesNotMatchRequest(QhaigcGateway gateway) {
		// tag::unchecked[]
		gateway.callTool("getWether", Map.of("town", "Hangzhou")).unchecked();
		// end::unchecked[]

		assertThat(chatModel(gateway).call(new Prompt("Hi")).hasToolCalls()).isTrue();
	}

	@Test
	void pageShowsMessageForToolCallThatDoesNotMatchSchema() throws IOException {
		try (QhaigcGateway gateway = QhaigcGateway.start()) {
			gateway.callTool("getWeather", Map.of("town", "Hangzhou"));

			assertThatExceptionOfType(QhaigcNonTransientException.class)
				.isThrownBy(() -> new WeatherService(QhaigcChatClients.builder(gateway)).answer("Rain?"));
			String message = gateway.problems().get(0).replaceFirst("\\w+\\.java:\\d+", "WeatherServiceTests.java:27");
			assertThat(Files.readString(Path.of("testing.md"))).contains("```text\n" + message + "\n```");
		}
	}

	@Test
	void scriptsReplies() {
		try (QhaigcGateway gateway = QhaigcGateway.start()) {
			byte[] bytes = { 1 };
			// tag::say[]
			gateway.reply("Hello.");
			gateway.reply((request) -> "The model is " + request.model());
			gateway.replyStream("Hel", "lo", ".");
			gateway.thinking("The user greets me.").text("Hello.");
			gateway.callTool("getWeather", Map.of("city", "Hangzhou")).callTool("getTime", Map.of());
			gateway.image(bytes).text("A cat.");
			gateway.reply("Hello.").usage(18, 76, 94).finishReason("MAX_TOKENS");
			gateway.reply("A long story").continuation("dG9rZW4=");
			gateway.replyJson("""
					{"promptFeedback": {"blockReason": "SAFETY"}}""");
			gateway.replyEvents("""
					{"candidates": [{"content": {"parts": [{"text": "Hel"}]}}]}""", """
					{"candidates": [{"content": {"parts": [{"text": "lo."}]}, "finishReason": "STOP"}]}""");
			gateway.googleError(429).retryAfter(2);
			gateway.gatewayError(401);
			gateway.replyRaw(522, "text/html", "<html>Connection timed out</html>");
			// end::say[]
			assertThat(gateway.unusedReplies()).isEqualTo(13);
		}
	}

	@Test
	void scriptsFaults() {
		try (QhaigcGateway gateway = QhaigcGateway.start()) {
			// tag::faults[]
			gateway.reply("Hello.").delay(Duration.ofSeconds(2));
			gateway.replyStream("Hel", "lo", ".").delayBetween(Duration.ofMillis(50));
			gateway.replyStream("Hel", "lo", ".").closeAfter(2);
			gateway.replyStream("Hel", "lo", ".").chunked(1);
			gateway.replyStream("Hel", "lo", ".").hangAfter(1);
			gateway.hang();
			gateway.reply("Hello.").interim(103);
			gateway.reply("Hello.").closeInHead(20);
			gateway.reply("Hello.").announceLength(100_000);
			// end::faults[]
			assertThat(gateway.unusedReplies()).isEqualTo(9);
		}
	}

	@Test
	void throwsExceptionForRelayErrorInChinese(QhaigcGateway gateway) {
		// tag::relay-error[]
		gateway.relayError(RelayError.NO_CHANNEL, Locale.CHINESE);

		assertThatExceptionOfType(QhaigcNonTransientException.class).isThrownBy(() -> chatModel(gateway).call("Hi"))
			.withMessageContaining("qhaigc.model");
		// end::relay-error[]
	}

	@Test
	void scriptsErrorsOfRelaysAndProxies() {
		try (QhaigcGateway gateway = QhaigcGateway.start()) {
			// tag::relay-errors[]
			gateway.relayError(RelayError.NO_CREDIT);
			// The message of this error contains the retry delay.
			gateway.relayError(RelayError.RATE_LIMIT_IN_TEXT).asServerSentEvent();
			gateway.replyHtml(502, "502 Bad Gateway");
			gateway.replyRaw(400, "text/plain; charset=GBK", "参数错误");
			// end::relay-errors[]
			assertThat(gateway.unusedReplies()).isEqualTo(4);
		}
	}

	@Test
	void reportsIncompleteStream(QhaigcGateway gateway) {
		// tag::close[]
		gateway.replyStream("Hel", "lo", ".").closeAfter(2);

		assertThatExceptionOfType(QhaigcTransientException.class)
			.isThrownBy(() -> chatModel(gateway).stream(new Prompt("Hi")).collectList().block());
		// end::close[]
	}

	@Test
	void usesRuleForEachMatchingRequest(QhaigcGateway gateway) {
		// tag::when[]
		gateway.when((request) -> request.body().contains("weather")).reply("It is raining.");
		gateway.reply("Hello.");

		assertThat(chatModel(gateway).call("How is the weather?")).isEqualTo("It is raining.");
		assertThat(chatModel(gateway).call("Hi")).isEqualTo("Hello.");
		assertThat(chatModel(gateway).call("And the weather tomorrow?")).isEqualTo("It is raining.");
		// end::when[]
	}

	@Test
	void detectsCancellation(QhaigcGateway gateway) {
		// tag::cancel[]
		gateway.replyStream("Hel", "lo", ".").hangAfter(1);

		chatModel(gateway).stream(new Prompt("Hi")).blockFirst();

		assertThat(gateway.awaitCancelled(Duration.ofSeconds(5))).isTrue();
		assertThat(gateway.cancelled()).isEqualTo(1);
		// end::cancel[]
	}

	@Test
	void replaysRecordedExchanges(@TempDir Path folder) throws IOException {
		try (QhaigcGateway recordedGateway = QhaigcGateway.builder().autoRespond().apiKey("secret").start()) {
			String url = recordedGateway.url();
			String key = recordedGateway.apiKey();
			// tag::record[]
			try (QhaigcGateway gateway = QhaigcGateway.record(url, key, folder)) {
				chatModel(gateway).call("Hi");
			}
			// end::record[]
		}
		// tag::replay[]
		try (QhaigcGateway gateway = QhaigcGateway.replay(folder)) {
			assertThat(chatModel(gateway).call("Hi")).isEqualTo("Hi");
		}
		// end::replay[]
		assertThat(Files.list(folder)).hasSize(1);
	}

	@TestFactory
	Stream<DynamicTest> relayPassesConformanceTestsExceptKnownFailures() {
		QhaigcGateway gateway = QhaigcGateway.builder().respondAsRelay().autoRespond().start();
		return conformance(gateway.url(), gateway.apiKey()).onClose(gateway::close);
	}

	private static Stream<DynamicTest> conformance(String url, String key) {
		// tag::conformance[]
		String[] knownFailures = { "thought signatures", "JSON Schema in unified tools" };
		return QhaigcConformanceTests.ofAllExcept(new QhaigcConformance(url, key, "gemini-3.5-flash"), knownFailures);
		// end::conformance[]
	}

	private static QhaigcGeminiChatModel chatModel(QhaigcGateway gateway) {
		// tag::model[]
		QhaigcClient client = QhaigcClient.builder().baseUrl(gateway.url()).apiKey(gateway.apiKey()).build();
		// end::model[]
		return QhaigcGeminiChatModel.builder()
			.client(client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").temperature(0.4).build())
			.build();
	}

	// tag::junit[]

}
// end::junit[]
