package net.qhaigc.springai.gemini.faults;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.ApiKey;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the API key appears in no log at any level, no exception and no observation.
 */
class KeySecrecyTests {

	private static final String KEY = "sk-N0t/to+be=shown.0123456789";

	private final QhaigcGateway gateway = QhaigcGateway.builder().apiKey(KEY).start();

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level originalLevel = this.root.getLevel();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final StringWriter captured = new StringWriter();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private List<Appender<ILoggingEvent>> originalAppenders = List.of();

	@BeforeEach
	void captureLogsAndObservations() {
		List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
		this.root.iteratorForAppenders().forEachRemaining(appenders::add);
		this.originalAppenders = appenders;
		this.originalAppenders.forEach(this.root::detachAppender);
		this.root.setLevel(Level.TRACE);
		this.log.start();
		this.root.addAppender(this.log);
		this.observations.observationConfig().observationHandler(new ObservationWriter());
	}

	@AfterEach
	void restoreLogAndCloseGateway() {
		this.root.detachAppender(this.log);
		this.root.setLevel(this.originalLevel);
		this.originalAppenders.forEach(this.root::addAppender);
		this.gateway.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void apiKeyAppearsNowhere(boolean wireLog) {
		QhaigcGeminiChatModel model = model(client(this.gateway.url(), wireLog));
		this.gateway.reply("It is raining.");
		this.gateway.replyStream("It is ", "raining.");
		callAndStream(model);
		for (int status : new int[] { 400, 401, 429, 500, 503 }) {
			String echo = "{\"error\":{\"code\":%d,\"message\":\"Bad key %s\",\"status\":\"%s\"}}".formatted(status,
					KEY, KEY);
			this.gateway.replyRaw(status, "application/json", echo);
			this.gateway.replyRaw(status, "application/json", echo.replace("/", "\\/"));
			callAndStream(model);
		}
		this.gateway.replyRaw(502, "text/html", "<html>Authorization: Bearer " + KEY + "</html>");
		this.gateway.replyRaw(200, "text/event-stream", "data: {\"error\":{\"message\":\"" + KEY + "\"}}\n\n");
		callAndStream(model);
		this.gateway.replyRaw(307, Map.of("Location", "https://elsewhere.example/"), new byte[0]);
		this.gateway.replyRaw(200, "text/plain", "not JSON but " + KEY);
		callAndStream(model);
		this.gateway.reply("cut").closeAfterBytes(20);
		this.gateway.replyStream("a", "b").closeAfter(1);
		callAndStream(model);
		this.gateway.hang();
		this.gateway.replyStream("a", "b").hangAfter(1);
		callAndStream(model);
		callAndStream(model(client("http://127.0.0.1:1", wireLog)));
		assertThatApiKeyIsNotIn(allOutput());
	}

	@Test
	void invalidApiKeyIsNotShown() {
		callAndStream(model(QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey((ApiKey) () -> KEY + "\n" + KEY)
			.build()
			.withRetryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0)))));
		assertThat(allOutput()).contains("qhaigc.api-key");
		assertThatApiKeyIsNotIn(allOutput());
	}

	@Test
	void formsOfKeyMatchBasicAndBearerCredentials() {
		String credentials = "Authorization: Basic "
				+ Base64.getEncoder().encodeToString(("user:" + KEY).getBytes(StandardCharsets.UTF_8));
		assertThat(formsOfKey()).anyMatch(credentials::contains).anyMatch(("Bearer " + KEY)::contains);
	}

	private void assertThatApiKeyIsNotIn(String text) {
		assertThat(text).hasSizeGreaterThan(1000);
		for (String form : formsOfKey()) {
			int at = text.indexOf(form);
			assertThat(at).as(() -> "the key in: " + text.substring(Math.max(0, at - 200), at + form.length()))
				.isNegative();
		}
	}

	/**
	 * Return the forms in which a text could contain the API key: in plain text,
	 * reversed, in JSON, in a URL, in hexadecimal, and in Base64, which depends on the
	 * offset of the key in the encoded text.
	 */
	private static TreeSet<String> formsOfKey() {
		TreeSet<String> formsOfKey = new TreeSet<>(List.of(KEY, KEY.replace("/", "\\/"),
				URLEncoder.encode(KEY, StandardCharsets.UTF_8), new StringBuilder(KEY).reverse().toString(),
				HexFormat.of().formatHex(KEY.getBytes(StandardCharsets.UTF_8))));
		for (int before = 0; before < 3; before++) {
			byte[] text = ("x".repeat(before) + KEY).getBytes(StandardCharsets.UTF_8);
			String standard = Base64.getEncoder().withoutPadding().encodeToString(text);
			// The first and last characters also encode bits of the text around the key.
			String keyOnly = standard.substring((before == 0) ? 0 : 4, standard.length() - 2);
			formsOfKey.add(keyOnly);
			formsOfKey.add(keyOnly.replace('+', '-').replace('/', '_'));
		}
		return formsOfKey;
	}

	private String allOutput() {
		StringBuilder text = new StringBuilder(this.captured.toString());
		for (ILoggingEvent event : List.copyOf(this.log.list)) {
			text.append(event.getLoggerName()).append(' ').append(event.getFormattedMessage()).append('\n');
			if (event.getThrowableProxy() != null) {
				text.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
			}
		}
		return text.toString();
	}

	private void callAndStream(QhaigcGeminiChatModel model) {
		this.captured.append(model.toString()).append(String.valueOf(model.getOptions()));
		try {
			this.captured.append(String.valueOf(model.call(new Prompt("How is the weather?"))));
		}
		catch (RuntimeException ex) {
			capture(ex);
		}
		model.stream(new Prompt("How is the weather?"))
			.doOnNext((chunk) -> this.captured.append(chunk.toString()))
			.doOnError(this::capture)
			.onErrorComplete()
			.blockLast();
	}

	private void capture(Throwable failure) {
		failure.printStackTrace(new PrintWriter(this.captured));
		if (failure instanceof QhaigcTransientException ex) {
			this.captured.append(ex.problem().toString());
		}
		else if (failure instanceof QhaigcNonTransientException ex) {
			this.captured.append(ex.problem().toString());
		}
	}

	private QhaigcGeminiChatModel model(QhaigcClient client) {
		this.captured.append(client.toString());
		return QhaigcGeminiChatModel.builder()
			.client(client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
			.observationRegistry(this.observations)
			.build();
	}

	private QhaigcClient client(String url, boolean wireLog) {
		return QhaigcClient.builder()
			.baseUrl(url)
			.apiKey(KEY)
			.wireLog(wireLog)
			.responseTimeout(Duration.ofSeconds(1))
			.streamIdleTimeout(Duration.ofSeconds(1))
			.webClientBuilder(WebClient.builder()
				.observationRegistry(this.observations)
				.codecs((codecs) -> codecs.defaultCodecs().enableLoggingRequestDetails(true)))
			.build()
			.withRetryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0)));
	}

	/** Writes the names and key values of observations to the captured text. */
	private final class ObservationWriter implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			KeySecrecyTests.this.captured.append(context.toString());
			context.getAllKeyValues()
				.forEach((keyValue) -> KeySecrecyTests.this.captured.append(keyValue.toString()).append('\n'));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
