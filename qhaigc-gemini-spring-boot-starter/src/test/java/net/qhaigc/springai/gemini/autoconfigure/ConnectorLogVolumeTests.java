package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.client.error.GatewayFailure;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that failed and cancelled requests are not logged at level INFO or above,
 * regardless of the connector that the application uses. The messages of Jetty, which
 * logs some of its exceptions at level INFO, are ignored.
 */
class ConnectorLogVolumeTests {

	private static final int REQUESTS = 20;

	private static final int CONCURRENCY = 20;

	private static final String EVENT = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}]}\n\n";

	private static final String STREAM_BEGINNING = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
			+ "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(EVENT.length()) + "\r\n" + EVENT + "\r\n";

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private volatile ServerFailure failure = ServerFailure.CLOSED;

	@BeforeEach
	void recordLog() {
		this.log.start();
		rootLogger().addAppender(this.log);
	}

	@AfterEach
	void stopRecording() {
		rootLogger().detachAppender(this.log);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void doesNotLogFailedOrCancelledRequests(String connector) throws IOException {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(() -> serve(server));
			thread.setDaemon(true);
			thread.start();
			Applications.withoutProperties()
				.withPropertyValues("qhaigc.base-url=http://127.0.0.1:" + server.getLocalPort(), "qhaigc.api-key=test",
						"spring.http.clients.reactive.connector=" + connector, "spring.ai.retry.max-attempts=0",
						"qhaigc.response-timeout=250ms", "qhaigc.stream-idle-timeout=250ms")
				.run((context) -> {
					ChatModel model = context.getBean(ChatModel.class);
					this.log.list.clear();
					for (ServerFailure each : ServerFailure.values()) {
						this.failure = each;
						sendRequests(model.stream(new Prompt("Hi")));
						sendRequests(Mono.fromCallable(() -> model.call(new Prompt("Hi")))
							.subscribeOn(Schedulers.boundedElastic())
							.flux());
						sendRequests(model.stream(new Prompt("Hi")).takeUntilOther(Mono.delay(Duration.ofMillis(5))));
						assertThat(loggedLines()).as(each.name()).isEmpty();
					}
				});
		}
	}

	private static void sendRequests(Flux<?> request) {
		Flux.range(0, REQUESTS)
			.flatMap((i) -> request.then().onErrorResume(GatewayFailure.class::isInstance, (ex) -> Mono.empty()),
					CONCURRENCY)
			.blockLast(Duration.ofSeconds(30));
	}

	private List<String> loggedLines() {
		return List.copyOf(this.log.list)
			.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
			.filter((event) -> !event.getLoggerName().startsWith("org.eclipse.jetty."))
			.map((event) -> event.getLoggerName() + ": " + event)
			.toList();
	}

	private void serve(ServerSocket server) {
		while (!server.isClosed()) {
			try {
				Socket socket = server.accept();
				Thread thread = new Thread(() -> respond(socket));
				thread.setDaemon(true);
				thread.start();
			}
			catch (IOException ex) {
				// closed
			}
		}
	}

	private void respond(Socket socket) {
		try (socket; InputStream in = socket.getInputStream()) {
			if (in.read(new byte[8192]) > 0) {
				socket.getOutputStream().write(this.failure.text.getBytes(StandardCharsets.US_ASCII));
				if (this.failure == ServerFailure.SILENT || this.failure == ServerFailure.SILENT_IN_STREAM) {
					in.transferTo(OutputStream.nullOutputStream());
				}
				socket.setSoLinger(this.failure.name().startsWith("RESET"), 0);
			}
		}
		catch (IOException ex) {
			// closed by the client
		}
	}

	private static Logger rootLogger() {
		return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
	}

	/** How the server makes a request fail, and the text that the server writes first. */
	enum ServerFailure {

		CLOSED(""), CLOSED_IN_HEAD("HTTP/1.1 200 OK\r\nContent-Ty"), CLOSED_IN_STREAM(STREAM_BEGINNING),
		INVALID_CHUNK(STREAM_BEGINNING + "zz\r\nxx"), NOT_HTTP("SSH-2.0-OpenSSH\r\n\r\n"), RESET(""),
		RESET_IN_STREAM(STREAM_BEGINNING), SILENT(""), SILENT_IN_STREAM(STREAM_BEGINNING),
		UNAVAILABLE("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"),
		REJECTED("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

		private final String text;

		ServerFailure(String text) {
			this.text = text;
		}

	}

}
