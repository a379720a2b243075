package net.qhaigc.springai.gemini.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.util.unit.DataSize;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests with faults of the gateway and the connection: a user sees the chunks received so
 * far, and then a {@link QhaigcTransientException} or a
 * {@link QhaigcNonTransientException}. Transient faults are retried, unless a chunk has
 * already been emitted.
 */
@Timeout(60)
class FaultTests {

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.allowingUnusedReplies();

	private final LookUp tools = new LookUp();

	@BeforeAll
	static void muteErrorLogOfMessageAggregator() {
		((Logger) LoggerFactory.getLogger(MessageAggregator.class)).setLevel(Level.OFF);
	}

	@AfterAll
	static void restoreErrorLogOfMessageAggregator() {
		((Logger) LoggerFactory.getLogger(MessageAggregator.class)).setLevel(null);
	}

	@Execution(ExecutionMode.CONCURRENT)
	@ParameterizedTest(name = "{0}, streamed: {1}")
	@MethodSource("faults")
	void reportsFaultAsExpectedException(Fault fault, boolean streamed) {
		fault.script(gateway(), streamed);
		Outcome outcome = send(client(fault, 0), streamed);
		assertThat(outcome.failure()).isExactlyInstanceOf(fault.failure()).hasMessageContaining(fault.messagePart());
		assertThat(outcome.text()).isEqualTo(streamed ? fault.emittedText() : "");
	}

	@Execution(ExecutionMode.CONCURRENT)
	@ParameterizedTest(name = "{0}, streamed: {1}")
	@MethodSource("faults")
	void retriesTransientFaultBeforeFirstChunk(Fault fault, boolean streamed) {
		fault.script(gateway(), streamed);
		int faultyReplies = gateway().unusedReplies();
		scriptSuccessfulResponses();
		Outcome outcome = send(client(fault, 3), streamed);
		if (fault.isRetried(streamed)) {
			assertThat(outcome).isEqualTo(new Outcome("All is well.", null));
			assertThat(gateway().received()).hasSizeGreaterThan(faultyReplies);
		}
		else {
			assertThat(outcome.failure()).isExactlyInstanceOf(fault.failure());
			assertThat(gateway().received()).filteredOn((request) -> request.method().equals("POST")).hasSize(1);
		}
	}

	@Execution(ExecutionMode.CONCURRENT)
	@ParameterizedTest(name = "{0}, streamed: {1}")
	@MethodSource("faults")
	void reportsFaultInToolLoopAsExpectedException(Fault fault, boolean streamed) {
		gateway().callTool("lookUp", Map.of("key", "a"));
		fault.script(gateway(), streamed);
		Outcome outcome = send(client(fault, 0), streamed);
		assertThat(outcome.failure()).isExactlyInstanceOf(fault.failure()).hasMessageContaining(fault.messagePart());
		assertThat(outcome.text()).isEqualTo(streamed ? fault.emittedText() : "");
		assertThat(this.tools.keys).containsExactly("a");
	}

	@Execution(ExecutionMode.CONCURRENT)
	@ParameterizedTest(name = "{0}, streamed: {1}")
	@MethodSource("faults")
	void retriesTransientFaultInToolLoopWithoutRunningToolAgain(Fault fault, boolean streamed) {
		gateway().callTool("lookUp", Map.of("key", "a"));
		fault.script(gateway(), streamed);
		scriptSuccessfulResponses();
		Outcome outcome = send(client(fault, 3), streamed);
		if (fault.isRetried(streamed)) {
			assertThat(outcome).isEqualTo(new Outcome("All is well.", null));
		}
		else {
			assertThat(outcome.failure()).isExactlyInstanceOf(fault.failure());
		}
		assertThat(this.tools.keys).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void namesBaseUrlPropertyIfConnectionIsRefused(boolean streamed) throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		QhaigcClient client = this.fixture.closeAfterTest(QhaigcClient.builder()
			.baseUrl("http://127.0.0.1:" + port)
			.apiKey("sk")
			.build()
			.withRetryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0))));
		assertThat(send(client, streamed).failure()).isExactlyInstanceOf(QhaigcTransientException.class)
			.hasMessageContaining("qhaigc.base-url");
	}

	static Stream<Arguments> faults() {
		return Fault.all().flatMap((fault) -> Stream.of(Arguments.of(fault, false), Arguments.of(fault, true)));
	}

	/** Script several responses, since a retry can also time out on a busy machine. */
	private void scriptSuccessfulResponses() {
		for (int i = 0; i < 3; i++) {
			gateway().replyStream("All is ", "well.");
		}
	}

	private QhaigcGateway gateway() {
		return this.fixture.gateway();
	}

	private QhaigcClient client(Fault fault, int retries) {
		return this.fixture.closeAfterTest(QhaigcClient.builder()
			.baseUrl(gateway().url())
			.apiKey(gateway().apiKey())
			.responseTimeout(fault.timeout("qhaigc.response-timeout"))
			.streamIdleTimeout(fault.timeout("qhaigc.stream-idle-timeout"))
			.retryAfterTimeout(true)
			.maxResponseSize(DataSize.ofKilobytes(64))
			.build()
			.withRetryTemplate(
					new RetryTemplate(RetryPolicy.builder().maxRetries(retries).delay(Duration.ofMillis(1)).build())));
	}

	private Outcome send(QhaigcClient client, boolean streamed) {
		QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
			.client(client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
			.build();
		ChatClient.ChatClientRequestSpec request = ChatClient.create(model)
			.prompt()
			.user("Look it up")
			.tools(this.tools);
		StringBuilder text = new StringBuilder();
		Throwable failure = catchThrowable(() -> {
			if (streamed) {
				request.stream().content().doOnNext(text::append).blockLast();
			}
			else {
				text.append(request.call().content());
			}
		});
		return new Outcome(text.toString(), failure);
	}

	record Outcome(String text, Throwable failure) {

	}

	static class LookUp {

		private final List<String> keys = new ArrayList<>();

		@Tool(description = "Looks up a key")
		String lookUp(String key) {
			this.keys.add(key);
			return "value of " + key;
		}

	}

}
