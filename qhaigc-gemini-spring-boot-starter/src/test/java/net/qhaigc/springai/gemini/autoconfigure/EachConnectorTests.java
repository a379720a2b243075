package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests with each HTTP connector that Spring Boot offers, and with connectors that the
 * application defines.
 */
class EachConnectorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final String RESPONSE = """
			{"candidates":[{"content":{"parts":[{"text":"Sunny"}]},"finishReason":"STOP"}]}""";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@EnumSource
	void chatClientWorksWithConnector(Connector connector) {
		connector.configure(Applications.connectedTo(this.gateway)).run((context) -> {
			ChatClient chatClient = context.getBean(ChatClient.Builder.class).build();
			this.gateway.reply("Hello");
			assertThat(chatClient.prompt("Hello").call().content()).isEqualTo("Hello");
			this.gateway.reply("One two");
			assertThat(String.join("", chatClient.prompt("Count").stream().content().toIterable()))
				.isEqualTo("One two");
			this.gateway.callTool("temperature", Map.of());
			this.gateway.reply("It is 21 degrees.");
			assertThat(chatClient.prompt("How warm is it?").tools(new Weather()).call().content())
				.isEqualTo("It is 21 degrees.");
			this.gateway.reply("{\"name\":\"Hangzhou\",\"population\":12}");
			assertThat(chatClient.prompt("Which city?").call().entity(City.class)).isEqualTo(new City("Hangzhou", 12));
		});
	}

	@ParameterizedTest
	@EnumSource
	void acceptsTimeoutOfManyDays(Connector connector) {
		connector.configure(Applications.connectedTo(this.gateway))
			.withPropertyValues("qhaigc.response-timeout=22d")
			.run((context) -> {
				this.gateway.reply("Hello");
				assertThat(context.getBean(ChatModel.class).call("Hello")).isEqualTo("Hello");
			});
	}

	@ParameterizedTest
	@EnumSource
	void closesConnectionOnCancellationAndTimeout(Connector connector) {
		connector.configure(Applications.connectedTo(this.gateway))
			.withPropertyValues("qhaigc.response-timeout=1s", "qhaigc.stream-idle-timeout=1s")
			.run((context) -> {
				ChatModel model = context.getBean(ChatModel.class);
				this.gateway.when((request) -> !request.isStream()).hang();
				// The call must not block the common pool, which some connectors need:
				// with two cores, the pool has a single thread.
				CompletableFuture<String> call = CompletableFuture.supplyAsync(() -> model.call("Hello"),
						(task) -> new Thread(task).start());
				this.gateway.replyStream("begun", "never").hangAfter(1);
				assertThatExceptionOfType(QhaigcTransientException.class)
					.isThrownBy(() -> model.stream("Hello").blockLast(TIMEOUT))
					.withMessageContaining("qhaigc.stream-idle-timeout");
				assertThat(call).failsWithin(TIMEOUT)
					.withThrowableThat()
					.withCauseInstanceOf(QhaigcTransientException.class)
					.withMessageContaining("qhaigc.response-timeout");
				this.gateway.hang();
				Disposable stream = model.stream("Hello").subscribe();
				await().untilAsserted(() -> assertThat(this.gateway.received()).hasSize(3));
				stream.dispose();
				this.gateway.replyStream("begun", "more", "more", "more").delayBetween(Duration.ofMillis(300));
				assertThat(model.stream("Hello").blockFirst(TIMEOUT)).isEqualTo("begun");
				// In two of the four exchanges, the response began before the timeout or
				// the
				// cancellation.
				assertThat(this.gateway.awaitCancelled(connector.cancelsStartedStream ? 4 : 2, TIMEOUT)).isTrue();
			});
	}

	@ParameterizedTest
	@EnumSource
	void classifiesErrorsAndInvalidResponses(Connector connector) {
		connector.configure(Applications.connectedTo(this.gateway)).run((context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			this.gateway.googleError(429);
			this.gateway.googleError(401);
			assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> model.call("Hello"));
			assertThatExceptionOfType(QhaigcNonTransientException.class).isThrownBy(() -> model.call("Hello"))
				.withMessageContaining("qhaigc.api-key");
		});
		String head = "HTTP/1.1 200 OK\r\nContent-Length: " + RESPONSE.length() + "\r\n";
		assertThat(failureOnResponse(connector, "")).isInstanceOf(QhaigcTransientException.class);
		assertThat(failureOnResponse(connector, "HTTP/1.1 200 OK\r\nContent-Ty"))
			.isInstanceOf(QhaigcTransientException.class);
		assertThat(failureOnResponse(connector, head + "\r\n{\"cand")).isInstanceOf(QhaigcTransientException.class);
		assertThat(failureOnResponse(connector, "SSH-2.0-OpenSSH_9.6\r\n\r\n"))
			.isInstanceOf(QhaigcNonTransientException.class)
			.hasMessageContaining("did not return a valid HTTP response");
		assertThat(failureOnResponse(connector, "HTTP/1.1 103 Early Hints\r\n\r\n" + head + "\r\n" + RESPONSE))
			.isNull();
		if (connector.acceptsLongHeaders) {
			assertThat(failureOnResponse(connector, head + "X-Long: " + "x".repeat(60_000) + "\r\n\r\n" + RESPONSE))
				.isNull();
		}
	}

	/**
	 * Call the model through the connector. A local server responds with the bytes and
	 * closes the connection.
	 * @return the failure of the call, or null if the call succeeds
	 */
	private static Throwable failureOnResponse(Connector connector, String bytes) {
		Throwable[] failure = new Throwable[1];
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(() -> respond(server, bytes));
			thread.setDaemon(true);
			thread.start();
			connector
				.configure(Applications.withoutProperties()
					.withPropertyValues("qhaigc.base-url=http://127.0.0.1:" + server.getLocalPort(),
							"qhaigc.api-key=test", "spring.ai.retry.max-attempts=0"))
				.run((context) -> {
					try {
						assertThat(context.getBean(ChatModel.class).call("Hello")).isEqualTo("Sunny");
					}
					catch (QhaigcTransientException | QhaigcNonTransientException ex) {
						failure[0] = ex;
					}
				});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return failure[0];
	}

	private static void respond(ServerSocket server, String bytes) {
		while (!server.isClosed()) {
			try (Socket socket = server.accept(); OutputStream out = socket.getOutputStream()) {
				socket.getInputStream().read(new byte[8192]);
				out.write(bytes.getBytes(StandardCharsets.US_ASCII));
			}
			catch (IOException ex) {
				// closed by the client or by the test
			}
		}
	}

	enum Connector {

		REACTOR(property("reactor"), true, true),

		JDK(property("jdk"), true, false),

		JETTY(property("jetty"), true, true),

		HTTP_COMPONENTS(property("http-components"), false, true),

		REACTOR_BEAN((application) -> application.withBean(ClientHttpConnector.class, ReactorClientHttpConnector::new),
				false, true),

		JDK_BEAN((application) -> application.withBean(ClientHttpConnector.class, JdkClientHttpConnector::new), true,
				false);

		private final UnaryOperator<ApplicationContextRunner> configuration;

		/**
		 * Whether a response header can be longer than 8 KB. If not, the connector limits
		 * each header, or all headers together, to this size.
		 */
		private final boolean acceptsLongHeaders;

		/**
		 * Whether cancellation closes the connection of a started stream. Spring's
		 * connector for the JDK reads the stream to its end.
		 */
		private final boolean cancelsStartedStream;

		Connector(UnaryOperator<ApplicationContextRunner> configuration, boolean acceptsLongHeaders,
				boolean cancelsStartedStream) {
			this.configuration = configuration;
			this.acceptsLongHeaders = acceptsLongHeaders;
			this.cancelsStartedStream = cancelsStartedStream;
		}

		private static UnaryOperator<ApplicationContextRunner> property(String value) {
			return (application) -> application.withPropertyValues("spring.http.clients.reactive.connector=" + value);
		}

		ApplicationContextRunner configure(ApplicationContextRunner application) {
			return this.configuration.apply(application);
		}

	}

	record City(String name, int population) {

	}

	static class Weather {

		@Tool(description = "The temperature in degrees Celsius")
		int temperature() {
			return 21;
		}

	}

}
