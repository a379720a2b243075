package net.qhaigc.springai.gemini.test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * Tests for the journal, which contains the received requests, and for large texts.
 */
class JournalTests {

	private static final Pattern TEXT = Pattern.compile("\"(?:text|content)\"\\s*:\\s*\"(.*?)\"");

	@Execution(ExecutionMode.CONCURRENT)
	@ParameterizedTest
	@ValueSource(strings = { "x", "天", "word " })
	void echoesTextOfFiveMillionCharacters(String repeated) {
		String text = repeated.repeat(5_000_000 / repeated.length());
		String unifiedRequestStart = "{\"model\":\"gemini-2.5-flash\",\"messages\":[{\"role\":\"user\",\"content\":\""
				+ text + "\"}],\"stream\":";
		try (QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start()) {
			TestClient client = new TestClient(gateway);
			assertTimeout(Duration.ofSeconds(60), () -> {
				assertThat(text(client.generate(text))).isEqualTo(text);
				assertThat(text(client.stream(text))).isEqualTo(text);
				assertThat(text(client.post("/v1/chat/completions", unifiedRequestStart + "false}"))).isEqualTo(text);
				assertThat(text(client.post("/v1/chat/completions", unifiedRequestStart + "true}"))).isEqualTo(text);
			});
		}
	}

	private static String text(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(200);
		return TEXT.matcher(response.body()).results().map((match) -> match.group(1)).collect(Collectors.joining());
	}

	@Test
	void keepsLastRequests() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().journal(3, 1000).start()) {
			TestClient client = new TestClient(gateway);
			for (int i = 1; i <= 5; i++) {
				client.generate("Request " + i);
			}
			assertThat(texts(gateway)).containsExactly("Request 3", "Request 4", "Request 5");
			assertThat(gateway.takeRequest().body()).contains("Request 3");
			client.generate("Request 6");
			assertThat(gateway.takeRequest().body()).contains("Request 4");
			gateway.verify();
		}
	}

	@Test
	void keepsLastRequestsWithinSizeLimit() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().journal(1000, 500).start()) {
			TestClient client = new TestClient(gateway);
			for (int i = 1; i <= 5; i++) {
				client.generate("Request " + i + " " + "x".repeat(100));
			}
			assertThat(texts(gateway)).hasSize(3).last().asString().startsWith("Request 5");
			client.generate("Request 6 " + "x".repeat(1000));
			assertThat(texts(gateway)).hasSize(1).first().asString().startsWith("Request 6");
		}
	}

	@Test
	void keepsRequestsWithinDefaultLimits() {
		GatewayActivity activity = new GatewayActivity(QhaigcGateway.builder().settings().journalLimits());
		ReceivedRequest request = new ReceivedRequest(1, "GET", RequestTarget.of("/v1/models", ""), "", Map.of(),
				new RequestBody("x".repeat(1024), Json.object(), null));
		for (int i = 0; i < 2000; i++) {
			activity.requestReceived(request);
		}
		assertThat(activity.received()).hasSize(1000);
		ReceivedRequest large = new ReceivedRequest(1, "GET", RequestTarget.of("/v1/models", ""), "", Map.of(),
				new RequestBody("x".repeat(10 * 1024 * 1024), Json.object(), null));
		for (int i = 0; i < 20; i++) {
			activity.requestReceived(large);
		}
		assertThat(activity.received()).hasSize(6);
	}

	@Test
	void reportsRejectedRequestThatIsNoLongerInJournal() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().journal(1, 1000).start()) {
			TestClient client = new TestClient(gateway);
			client.post("/v1beta/models/gemini-2.5-flash:generateContent", "{}");
			client.generate("Hi");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(gateway::verify)
				.withMessageContaining("Rejected requests that are no longer in the journal: 1.");
			gateway.reset();
			gateway.verify();
		}
	}

	@Test
	void rejectsLimitBelowOneRequest() {
		assertThatIllegalArgumentException().isThrownBy(() -> QhaigcGateway.builder().journal(0, 1));
	}

	private static List<String> texts(QhaigcGateway gateway) {
		return gateway.received()
			.stream()
			.map((request) -> request.json().at("/contents/0/parts/0/text").asString())
			.toList();
	}

}
