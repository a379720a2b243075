package net.qhaigc.springai.gemini.client;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.error.GatewayFailure;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an API key which the gateway returns, in any form and anywhere in a
 * response, is not contained in any exception, metadata, log or observation.
 */
class ApiKeyRedactionTests {

	private static final String KEY = "sk-Ab+cd/ef0123+45GHIJKLmnop/q";

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

	private final Level originalLevel = this.root.getLevel();

	private final List<Appender<ILoggingEvent>> originalAppenders = new ArrayList<>();

	private final List<String> observed = new ArrayList<>();

	/** Record the log messages of all levels without printing them. */
	@BeforeEach
	void logEverything() {
		this.log.start();
		this.root.setLevel(Level.TRACE);
		this.root.iteratorForAppenders().forEachRemaining(this.originalAppenders::add);
		this.originalAppenders.forEach(this.root::detachAppender);
		this.root.addAppender(this.log);
	}

	@AfterEach
	void stopLogging() {
		this.root.detachAppender(this.log);
		this.root.setLevel(this.originalLevel);
		this.originalAppenders.forEach(this.root::addAppender);
	}

	static Stream<Arguments> redactsApiKey() {
		return forms().stream()
			.flatMap((form) -> responses(form).stream().map((rawResponse) -> Arguments.of(form, rawResponse)));
	}

	/** Return the forms in which a gateway can return the key or a part of it. */
	private static List<String> forms() {
		Base64.Encoder base64 = Base64.getEncoder();
		String url = URLEncoder.encode(KEY, StandardCharsets.UTF_8);
		return List.of(KEY, KEY.toLowerCase(Locale.ROOT), KEY.toUpperCase(Locale.ROOT), KEY.replace("/", "\\/"),
				KEY.replace("+", "\\u002B"), KEY.replace("+", "\\\\u002b"), unicodeEscapes(), url,
				url.replace("%", "%25"), url.toLowerCase(Locale.ROOT), KEY.replace("/", "&#x2F;").replace("+", "&#43;"),
				KEY.replace("/", "&amp;#x2f;").replace("+", "&plus;"), encodeKey(base64, ""),
				encodeKey(base64, "user:"), encodeKey(base64, "Bearer "),
				encodeKey(Base64.getUrlEncoder().withoutPadding(), "a"), encodeKey(base64, "").substring(0, 18),
				"sk-Ab+... (truncated)", "sk-Ab+cd*****", "sk-Ab+cd [truncated]", "sk-Ab+cd/ef0",
				KEY.substring("sk-".length()), HexFormat.of().formatHex(KEY.getBytes(StandardCharsets.UTF_8)),
				"..." + KEY.substring(10), KEY.substring(0, 9) + "\\n" + KEY.substring(9),
				KEY.replace("/", "\\\\/").replace("+", "\\\\u002B"));
	}

	private static String encodeKey(Base64.Encoder encoder, String prefix) {
		return encoder.encodeToString((prefix + KEY).getBytes(StandardCharsets.UTF_8));
	}

	private static String unicodeEscapes() {
		return KEY.chars().mapToObj((ch) -> "\\u%04x".formatted(ch)).collect(Collectors.joining());
	}

	/** Return raw responses that contain the given form of the key in various places. */
	private static List<String> responses(String form) {
		String body = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"ok\"}]},\"finishReason\":\"STOP\"}]}";
		String event = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"ok\"}]}}]}\n\n";
		return List.of(
				response("401 Unauthorized", "",
						"{\"error\":{\"message\":\"The key " + form + " is not valid\",\"code\":\"" + form + "\"}}"),
				response("500 Failed", "", "{\"error\":{\"type\":\"" + form + "\",\"message\":\"x\"}}"),
				response("502 Bad", "", "The request failed, key: " + form + " was used"),
				response("403 Forbidden", "", "<html>" + form + "</html>"),
				response("500 " + form, "X-Request-Id: " + form + "\r\nX-Other: " + form + "\r\n", "{}"),
				response("200 OK",
						"X-Request-Id: " + form + "\r\nX-Gemini-Service-Tier: " + form + "\r\nX-" + form.length() + ": "
								+ form + "\r\n",
						body),
				response("200 OK", "Content-Encoding: " + form + "\r\n", "\u0000\u0001"),
				response("302 Found", "Location: https://other.example/" + form + "\r\n", ""), form + "\r\n\r\n",
				"HTTP/" + form + " 200 OK\r\n\r\n", "HTTP/1.1 " + form + "\r\n\r\n",
				"HTTP/1.1 200 OK\r\n" + form + " x: y\r\nContent-Length: 0\r\n\r\n",
				"HTTP/1.1 200 OK\r\n(" + form + "): y\r\nContent-Length: 0\r\n\r\n",
				"HTTP/1.1 200 OK\r\nContent-Length: " + form + "\r\n\r\n" + body,
				"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + form + "\r\n" + body,
				response("200 OK", "",
						"{\"promptFeedback\":{\"blockReason\":\"" + form + "\",\"blockReasonMessage\":\"" + form
								+ "\"},\"responseId\":\"" + form + "\"}"),
				response("200 OK", "",
						"{\"candidates\":[{\"finishReason\":\"" + form + "\",\"finishMessage\":\"" + form
								+ "\"}],\"modelVersion\":\"" + form + "\"}"),
				response("200 OK", "", "{\"error\":{\"message\":\"" + form + "\"}}"),
				response("200 OK", "Content-Type: text/event-stream\r\n",
						event + "data: {\"error\":{\"code\":503,\"message\":\"" + form + "\"}}\n\n"),
				response("200 OK", "Content-Type: text/event-stream\r\n", event + form + "\n\n"),
				response("200 OK", "Content-Type: text/event-stream\r\n", form));
	}

	private static String response(String status, String headers, String body) {
		return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: "
				+ body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
	}

	@ParameterizedTest(name = "{0}, [{index}]")
	@MethodSource
	void redactsApiKey(String form, String rawResponse) {
		assertRedacts(form, rawResponse, ReactorClientHttpConnector::new);
	}

	static Stream<Arguments> redactsApiKeyWithJdkConnector() {
		return responses(KEY).stream().map((rawResponse) -> Arguments.of(KEY, rawResponse));
	}

	@ParameterizedTest(name = "[{index}]")
	@MethodSource
	void redactsApiKeyWithJdkConnector(String form, String rawResponse) {
		assertRedacts(form, rawResponse, (http) -> new JdkClientHttpConnector());
	}

	private void assertRedacts(String form, String rawResponse, Function<HttpClient, ClientHttpConnector> connector) {
		try (RawServer server = RawServer.start((number, socket) -> {
			RawServer.write(socket, rawResponse);
			socket.shutdownOutput();
		}); QhaigcClient client = client(server.url(), connector)) {
			List<String> outputs = new ArrayList<>();
			collect(outputs, () -> List.of(client.generate(request()).block(TIMEOUT)));
			List<GatewayResponse> chunks = new ArrayList<>();
			collect(outputs, () -> {
				client.stream(request()).doOnNext(chunks::add).blockLast(TIMEOUT);
				return chunks;
			});
			collect(outputs, () -> {
				client.models().block(TIMEOUT);
				return List.of();
			});
			outputs.addAll(this.observed);
			List.copyOf(this.log.list)
				.forEach((event) -> outputs.add(event.getLoggerName() + ": " + event.getFormattedMessage()
						+ ThrowableProxyUtil.asString(event.getThrowableProxy())));
			String lowerForm = form.toLowerCase(Locale.ROOT);
			String lowerKey = KEY.toLowerCase(Locale.ROOT);
			assertThat(outputs.stream()
				.map((text) -> text.toLowerCase(Locale.ROOT))
				.filter((text) -> text.contains(lowerForm) || text.contains(lowerKey))).isEmpty();
		}
	}

	private static void collect(List<String> outputs, Supplier<List<GatewayResponse>> call) {
		try {
			for (GatewayResponse response : call.get()) {
				outputs.add(response + " " + response.head() + " " + response.json());
				outputs.add(String.valueOf(response.head().headers().get("X-Request-Id")));
			}
		}
		catch (RuntimeException ex) {
			assertThat(ex).isInstanceOf(GatewayFailure.class);
			StringWriter trace = new StringWriter();
			ex.printStackTrace(new PrintWriter(trace));
			outputs.add(trace + " " + ((GatewayFailure) ex).problem());
		}
	}

	private QhaigcClient client(String url, Function<HttpClient, ClientHttpConnector> connector) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				observed.add(context.getAllKeyValues().toString());
				if (context.getError() != null) {
					StringWriter trace = new StringWriter();
					context.getError().printStackTrace(new PrintWriter(trace));
					observed.add(trace.toString());
				}
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		return withoutRetries(QhaigcClient.builder()
			.baseUrl(url)
			.apiKey(KEY)
			.connector(connector)
			.webClientBuilder(WebClient.builder().observationRegistry(registry))
			.wireLog(true));
	}

}
