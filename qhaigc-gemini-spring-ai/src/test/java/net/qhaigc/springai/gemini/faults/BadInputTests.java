package net.qhaigc.springai.gemini.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.ApiKey;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests with invalid, oversized and unusual requests and responses: each is rejected with
 * a clear message or handled correctly.
 */
@Timeout(120)
class BadInputTests {

	private static final int MEBIBYTE = 1024 * 1024;

	private static final String BEGIN = "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[";

	private static final String END = "]},\"finishReason\":\"STOP\"}]}";

	private final AtomicLong receivedBytes = new AtomicLong();

	private final List<QhaigcClient> clients = new ArrayList<>();

	private Flux<String> response = Flux.just(BEGIN + "{\"text\":\"ok\"}" + END);

	private final DisposableServer gateway = HttpServer.create()
		.host("127.0.0.1")
		.port(0)
		.handle((request, response) -> request.receive()
			.doOnNext((bytes) -> this.receivedBytes.addAndGet(bytes.readableBytes()))
			.then()
			.thenMany(Flux.defer(() -> response.sendString(this.response))))
		.bindNow();

	@AfterEach
	void stop() {
		this.clients.forEach(QhaigcClient::close);
		this.gateway.disposeNow();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "sk\r\nX-Evil: 1", "schlüssel" })
	void rejectsInvalidApiKey(String key) {
		assertThatCallAndStreamFail(model((client) -> client.apiKey((ApiKey) () -> key)), "Hi",
				QhaigcNonTransientException.class, "qhaigc.api-key");
		assertThat(this.receivedBytes).hasValue(0);
	}

	@Test
	void rejectsNullOrMissingApiKey() {
		assertThatCallAndStreamFail(model((client) -> client.apiKey((ApiKey) () -> null)), "Hi",
				QhaigcNonTransientException.class, "qhaigc.api-key");
		assertThatIllegalArgumentException().isThrownBy(() -> QhaigcClient.builder().build())
			.withMessageContaining("qhaigc.api-key");
	}

	@ParameterizedTest
	@MethodSource
	void rejectsNegativeDuration(String property, UnaryOperator<QhaigcClient.Builder> setting) {
		assertThatIllegalArgumentException().isThrownBy(() -> setting.apply(QhaigcClient.builder()))
			.withMessageContaining(property)
			.withMessageContaining("PT-1S");
	}

	static Stream<Arguments> rejectsNegativeDuration() {
		Duration negative = Duration.ofSeconds(-1);
		return Stream.of(durationProperty("qhaigc.connect-timeout", (client) -> client.connectTimeout(negative)),
				durationProperty("qhaigc.response-timeout", (client) -> client.responseTimeout(negative)),
				durationProperty("qhaigc.stream-idle-timeout", (client) -> client.streamIdleTimeout(negative)),
				durationProperty("qhaigc.call-timeout", (client) -> client.callTimeout(negative)),
				durationProperty("qhaigc.max-retry-after", (client) -> client.maxRetryAfter(negative)),
				durationProperty("qhaigc.pool.max-idle-time", (client) -> client.maxIdleTime(negative)),
				durationProperty("qhaigc.pool.max-life-time", (client) -> client.maxLifeTime(negative)));
	}

	private static Arguments durationProperty(String property, UnaryOperator<QhaigcClient.Builder> setting) {
		return Arguments.of(property, setting);
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 2.1, 1e300, Double.NaN, Double.POSITIVE_INFINITY })
	void rejectsTemperatureOutOfRange(double temperature) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> QhaigcGeminiChatOptions.builder().temperature(temperature).build())
			.withMessageContaining("temperature")
			.withMessageContaining("between 0 and 2");
	}

	@Test
	void sendsPromptOf100Megabytes() {
		String prompt = "0123456789abcdef".repeat(100 * MEBIBYTE / 16);
		assertThat(call(model(), prompt)).isEqualTo("ok");
		assertThat(this.receivedBytes).hasValueGreaterThan(100L * MEBIBYTE);
		assertThat(stream(model(), prompt)).isEqualTo("ok");
		assertThat(this.receivedBytes).hasValueGreaterThan(200L * MEBIBYTE);
	}

	@Test
	void rejectsResponseOverSizeLimitWithoutReadingAllOfIt() {
		String mebibyte = "x".repeat(MEBIBYTE);
		AtomicLong sent = new AtomicLong();
		this.response = Flux.just(BEGIN + "{\"text\":\"")
			.concatWith(Flux.range(0, 1000).map((i) -> mebibyte).doOnNext((text) -> sent.incrementAndGet()));
		assertThatCallAndStreamFail(model(), "Hi", QhaigcNonTransientException.class, "qhaigc.max-response-size");
		assertThat(sent).as("sent, in MiB").hasValueLessThan(2 * 200);
	}

	@Test
	void readsResponseOfOneMillionParts() {
		String part = "{\"text\":\"ab\"}";
		String thousandParts = (part + ",").repeat(1000);
		this.response = Flux.just(BEGIN)
			.concatWith(Flux.range(0, 999).map((i) -> thousandParts))
			.concatWithValues((part + ",").repeat(999), part, END);
		assertThat(call(model(), "Hi")).hasSize(2_000_000);
		assertThat(stream(model(), "Hi")).hasSize(2_000_000);
	}

	@Test
	void readsOneMillionUnknownFields() {
		List<String> fields = IntStream.range(0, 1000)
			.mapToObj((i) -> IntStream.range(0, 1000)
				.mapToObj((j) -> ",\"f" + i + "_" + j + "\":1")
				.collect(Collectors.joining()))
			.toList();
		this.response = Flux.just("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"ok\"")
			.concatWith(Flux.fromIterable(fields))
			.concatWithValues("}]},\"finishReason\":\"STOP\"}]}");
		assertThat(call(model(), "Hi")).isEqualTo("ok");
		assertThat(stream(model(), "Hi")).isEqualTo("ok");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":%s}}}", "{\"unknown\":%s}",
			"{\"text\":\"ok\",\"extra\":%s}" })
	void rejectsExcessiveNesting(String part) {
		this.response = Flux.just(BEGIN + part.formatted("[".repeat(100_000) + "]".repeat(100_000)) + END);
		assertThatCallAndStreamFail(model(), "Hi", QhaigcTransientException.class, "gateway");
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 150, 190, 500, 5000 })
	void conversationContinuesAfterToolCallWithNestedArguments(int depth) {
		String args = "{\\\"a\\\":".repeat(depth) + "1" + "}".repeat(depth);
		String path = "$" + ".a".repeat(depth);
		for (String call : List.of("{\"functionCall\":{\"name\":\"f\",\"args\":\"" + args + "\"},\"x\":1}",
				"{\"functionCall\":{\"name\":\"f\",\"partialArgs\":[{\"jsonPath\":\"" + path
						+ "\",\"numberValue\":1}]},\"x\":1}")) {
			this.response = Flux.just(BEGIN + "{\"text\":\"I look.\"}," + call + END);
			assertThatConversationContinuesAfter(model().call(new Prompt("Hi")));
			assertThatConversationContinuesAfter(model().stream(new Prompt("Hi")).blockLast());
		}
	}

	private void assertThatConversationContinuesAfter(ChatResponse response) {
		AssistantMessage message = response.getResult().getOutput();
		this.response = Flux.just(BEGIN + "{\"text\":\"ok\"}" + END);
		Prompt next = new Prompt(List.of(new UserMessage("Hi"), message, new UserMessage("And?")));
		assertThat(model().call(next).getResult().getOutput().getText()).isEqualTo("ok");
	}

	@Test
	void acceptsUnpairedSurrogateInPrompt() {
		assertThat(call(model(), "Half: \ud83d!")).isEqualTo("ok");
		assertThat(stream(model(), "Half: \ude00!")).isEqualTo("ok");
	}

	@Test
	void joinsSurrogatePairSplitAcrossParts() {
		this.response = Flux.just(BEGIN + "{\"text\":\"\\ud83d\"},{\"text\":\"\\ude00\"}" + END);
		assertThat(call(model(), "Hi")).isEqualTo("\ud83d\ude00");
		assertThat(stream(model(), "Hi")).isEqualTo("\ud83d\ude00");
		this.response = Flux.just(BEGIN + "{\"text\":\"half \\ud83d\"}" + END);
		assertThat(call(model(), "Hi")).isEqualTo("half \ud83d");
		assertThat(stream(model(), "Hi")).isEqualTo("half \ud83d");
		assertThatConversationContinuesAfter(model().call(new Prompt("Hi")));
	}

	@Test
	void replacesInvalidUtf8() {
		byte[] latin1 = (BEGIN + "{\"text\":\"schön\"}" + END).getBytes(StandardCharsets.ISO_8859_1);
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> response.sendByteArray(Flux.just(latin1)))
			.bindNow();
		try {
			QhaigcGeminiChatModel model = model((client) -> client.baseUrl("http://127.0.0.1:" + server.port()));
			assertThat(call(model, "Hi")).isEqualTo("sch\ufffdn");
			assertThat(stream(model, "Hi")).isEqualTo("sch\ufffdn");
		}
		finally {
			server.disposeNow();
		}
	}

	private static void assertThatCallAndStreamFail(QhaigcGeminiChatModel model, String prompt,
			Class<? extends RuntimeException> type, String messagePart) {
		assertThat(catchThrowable(() -> call(model, prompt))).isExactlyInstanceOf(type)
			.hasMessageContaining(messagePart);
		assertThat(catchThrowable(() -> stream(model, prompt))).isExactlyInstanceOf(type)
			.hasMessageContaining(messagePart);
	}

	private static String call(QhaigcGeminiChatModel model, String prompt) {
		return model.call(new Prompt(prompt)).getResult().getOutput().getText();
	}

	private static String stream(QhaigcGeminiChatModel model, String prompt) {
		return model.stream(new Prompt(prompt))
			.map((chunk) -> chunk.getResult().getOutput().getText())
			.collect(StringBuilder::new, StringBuilder::append)
			.block()
			.toString();
	}

	private QhaigcGeminiChatModel model() {
		return model(UnaryOperator.identity());
	}

	private QhaigcGeminiChatModel model(UnaryOperator<QhaigcClient.Builder> setting) {
		QhaigcClient client = setting
			.apply(QhaigcClient.builder().baseUrl("http://127.0.0.1:" + this.gateway.port()).apiKey("sk-good"))
			.build();
		this.clients.add(client);
		return QhaigcGeminiChatModel.builder()
			.client(client)
			.retryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0)))
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
			.build();
	}

}
