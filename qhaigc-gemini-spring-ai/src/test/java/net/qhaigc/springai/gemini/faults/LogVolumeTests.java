package net.qhaigc.springai.gemini.faults;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.ClientFixtures;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.RawServer;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.LogRecorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that failed requests are not logged, because the caller receives the exception.
 * For streams of {@code ChatClient}, only Spring AI's {@code MessageAggregator} logs the
 * failures. With {@code -Dqhaigc.log-volume.requests=1000}, the tests send more requests.
 */
class LogVolumeTests {

	private static final int REQUESTS = Integer.getInteger("qhaigc.log-volume.requests", 20);

	private static final Duration TIMEOUT = Duration.ofMillis(250);

	private static final String EVENT = """
			data: {"candidates":[{"content":{"parts":[{"text":"Hi"}]}}]}

			""";

	private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
			+ "Transfer-Encoding: chunked\r\n\r\n";

	private static final String STREAM_BEGINNING = HEAD + Integer.toHexString(EVENT.length()) + "\r\n" + EVENT + "\r\n";

	@ParameterizedTest
	@EnumSource(FailureMode.class)
	void failedStreamsAreNotLogged(FailureMode failureMode) {
		assertThat(linesLoggedDuring(failureMode, (model) -> model.stream(new Prompt("Hi")))).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(FailureMode.class)
	void failedCallsAreNotLogged(FailureMode failureMode) {
		assertThat(linesLoggedDuring(failureMode,
				(model) -> Mono.fromCallable(() -> model.call(new Prompt("Hi")))
					.subscribeOn(Schedulers.boundedElastic())
					.flux()))
			.isEmpty();
	}

	@ParameterizedTest
	@EnumSource(FailureMode.class)
	void cancelledStreamsAreNotLogged(FailureMode failureMode) {
		assertThat(linesLoggedDuring(failureMode, (model) -> model.stream(new Prompt("Hi"))
			.takeUntilOther(Mono.delay(Duration.ofMillis(System.nanoTime() % 40))))).isEmpty();
	}

	/**
	 * Spring AI aggregates each stream of ChatClient twice, and each aggregation logs a
	 * failure up to twice.
	 */
	@Test
	void onlyAggregatorLogsFailuresOfChatClientStreams() {
		List<String> lines = linesLoggedDuring(FailureMode.RESET,
				(model) -> ChatClient.create(model).prompt("Hi").stream().content());
		assertThat(lines).hasSizeLessThanOrEqualTo(4 * REQUESTS)
			.allSatisfy((line) -> assertThat(line)
				.startsWith("ERROR org.springframework.ai.chat.model.MessageAggregator: Aggregation Error")
				.endsWith("[QhaigcTransientException with 0 frames]"));
	}

	@Test
	void exceptionOfCallHasStackTraceOfCaller() {
		assertThatThrownBy(() -> linesLoggedDuring(FailureMode.CLOSED, (model) -> {
			throw catchThrowableOfType(QhaigcTransientException.class, () -> model.call(new Prompt("Hi")));
		})).satisfies((ex) -> assertThat(ex.getStackTrace()).extracting(StackTraceElement::getMethodName)
			.contains("call", "exceptionOfCallHasStackTraceOfCaller"));
	}

	private static List<String> linesLoggedDuring(FailureMode failureMode, Exchange exchange) {
		try (RawServer server = RawServer.start((number, socket) -> failureMode.respond(socket));
				LogRecorder log = new LogRecorder()) {
			String url = (failureMode == FailureMode.REFUSED) ? "http://127.0.0.1:1" : server.url();
			QhaigcClient client = QhaigcClient.builder()
				.baseUrl(url)
				.apiKey("sk-1")
				.responseTimeout(TIMEOUT)
				.streamIdleTimeout(TIMEOUT)
				.build();
			QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
				.client(client)
				.retryTemplate(new RetryTemplate(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build()))
				.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
				.observationRegistry(ObservationRegistry.create())
				.build();
			Flux.range(0, REQUESTS)
				.flatMap(
						(i) -> exchange.send(model)
							.then()
							.onErrorResume(GatewayFailure.class::isInstance, (ex) -> Mono.empty()),
						failureMode.concurrency())
				.blockLast(Duration.ofSeconds(60));
			client.close();
			ClientFixtures.pause(100);
			return new ArrayList<>(log.lines());
		}
	}

	/** Sends one request. */
	private interface Exchange {

		Flux<?> send(QhaigcGeminiChatModel model);

	}

	/** How a request fails, and the text that the server sends. */
	enum FailureMode {

		REFUSED(""), CLOSED(""), CLOSED_IN_HEAD("HTTP/1.1 200 OK\r\nContent-Ty"), CLOSED_IN_STREAM(STREAM_BEGINNING),
		INVALID_CHUNK(STREAM_BEGINNING + "zz\r\nxx"), NOT_HTTP("SSH-2.0-OpenSSH\r\n"), RESET(""),
		RESET_IN_STREAM(STREAM_BEGINNING), SILENT(""), SILENT_IN_STREAM(STREAM_BEGINNING),
		NOT_JSON(HEAD + "9\r\ndata: xy{\r\n2\r\n\n\n\r\n0\r\n\r\n"),
		RATE_LIMITED("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\n\r\n{}"),
		UNAVAILABLE("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"),
		REJECTED("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}");

		private final String text;

		FailureMode(String text) {
			this.text = text;
		}

		/**
		 * Return the number of concurrent requests, which is higher if each request waits
		 * for a timeout.
		 */
		private int concurrency() {
			return isSilent() ? REQUESTS : 10;
		}

		private boolean isSilent() {
			return name().startsWith("SILENT");
		}

		private void respond(Socket socket) throws IOException {
			RawServer.write(socket, this.text);
			if (isSilent()) {
				return;
			}
			if (name().endsWith("IN_STREAM")) {
				ClientFixtures.pause(10);
			}
			if (name().startsWith("RESET")) {
				RawServer.reset(socket);
			}
			// RawServer closes the connection if a handler throws this exception.
			throw new IOException("The connection must be closed");
		}

	}

}
