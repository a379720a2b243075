package net.qhaigc.springai.gemini.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RoundRobinApiKey}.
 */
class RoundRobinApiKeyTests {

	private static final String REJECTED = "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"no\"}}";

	private static final String RATE_LIMITED = "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}";

	private static final String NOT_PERMITTED = "{\"error\":{\"message\":\"该令牌无权访问模型 gemini-2.5-flash\"}}";

	private static final String INSUFFICIENT_CREDIT = "{\"error\":{\"code\":\"insufficient_user_quota\",\"message\":\"预扣费额度失败\"}}";

	private final TestClock clock = new TestClock();

	private final QhaigcGateway gateway = QhaigcGateway.builder().apiKeys("sk-a", "sk-b", "sk-c").autoRespond().start();

	private final RoundRobinApiKey keys = keys("sk-a", "sk-b", "sk-c");

	private final QhaigcClient client = client(new RetryTemplate(RetryPolicy.withMaxRetries(0)));

	@AfterEach
	void close() {
		this.client.close();
		this.clock.close();
		this.gateway.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void usesNextKeyForEachRequest(boolean streamed) {
		for (int i = 0; i < 4; i++) {
			send(streamed);
		}
		this.clock.await(this.client.models());
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-c", "sk-a", "sk-b");
	}

	@Test
	void builderCreatesRoundRobinFromSeveralApiKeys() {
		QhaigcClient client = QhaigcClient.builder().baseUrl(this.gateway.url()).apiKeys("sk-a", "sk-b").build();
		client.generate(ClientFixtures.request()).block(ClientFixtures.TIMEOUT);
		client.generate(ClientFixtures.request()).block(ClientFixtures.TIMEOUT);
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b");
		client.close();
	}

	@Test
	void createsOneRedactorForEachKey() {
		List<Object> redactors = new CopyOnWriteArrayList<>();
		WebClient.Builder webClient = WebClient.builder().filter((request, next) -> {
			redactors.add(request.attribute(PooledWebClient.REDACTOR).orElseThrow());
			return next.exchange(request);
		});
		QhaigcClient client = QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKeys("sk-a", "sk-b")
			.webClientBuilder(webClient::clone)
			.build();
		for (int i = 0; i < 4; i++) {
			client.generate(ClientFixtures.request()).block(ClientFixtures.TIMEOUT);
		}
		assertThat(redactors.get(2)).isSameAs(redactors.get(0)).isNotSameAs(redactors.get(1));
		assertThat(redactors.get(3)).isSameAs(redactors.get(1));
		client.close();
	}

	@Test
	void usesRoundRobinApiKeyOfRequest() {
		GatewayRequest request = GatewayRequest.builder()
			.model("gemini-2.5-flash")
			.body(ClientFixtures.request().body())
			.apiKey(keys("sk-b", "sk-c"))
			.build();
		failFor("sk-b", 401, REJECTED, Map.of());
		this.clock.await(this.client.generate(request));
		this.clock.await(this.client.generate(request));
		assertThat(sentKeys()).containsExactly("sk-b", "sk-c", "sk-c");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void skipsRejectedKeyForOneMinute(boolean streamed) {
		failFor("sk-a", 401, REJECTED, Map.of());
		send(streamed);
		send(streamed);
		send(streamed);
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-c", "sk-b");
		this.clock.advance(Duration.ofSeconds(61));
		this.gateway.reset();
		send(streamed);
		send(streamed);
		send(streamed);
		assertThat(sentKeys()).containsExactlyInAnyOrder("sk-a", "sk-b", "sk-c");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void skipsKeyWhileItsRateIsLimited(boolean streamed) {
		failFor("sk-a", 429, RATE_LIMITED, Map.of("Retry-After", "30"));
		send(streamed);
		this.clock.advance(Duration.ofSeconds(29));
		send(streamed);
		send(streamed);
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-c", "sk-b");
		this.gateway.reset();
		this.clock.advance(Duration.ofSeconds(2));
		send(streamed);
		send(streamed);
		send(streamed);
		assertThat(sentKeys()).containsExactlyInAnyOrder("sk-a", "sk-b", "sk-c");
	}

	@Test
	void usesRateLimitedKeyForOtherModels() {
		failFor("sk-a", "gemini-2.5-flash:", 429, RATE_LIMITED, Map.of("Retry-After", "30"));
		send(false);
		send("gemini-3.5-flash-lite");
		send("gemini-3.5-flash-lite");
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-c", "sk-a");
	}

	@Test
	void usesKeyForOtherModelsIfOneModelIsNotPermitted() {
		failFor("sk-a", "gemini-2.5-flash:", 403, NOT_PERMITTED, Map.of());
		send(false);
		send("gemini-3.5-flash-lite");
		send("gemini-3.5-flash-lite");
		send(false);
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-c", "sk-a", "sk-b");
	}

	@Test
	void usesKeyAgainAfterRequestThatNeedsMoreCreditThanKeyHas() {
		failFor("sk-a", 403, INSUFFICIENT_CREDIT, Map.of());
		send(false);
		send(false);
		send(false);
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-c", "sk-a", "sk-b");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void reportsFailureOfRequestThatNeedsMoreCreditThanAnyKeyHas(boolean streamed) {
		failAll(403, INSUFFICIENT_CREDIT, Map.of());
		assertThat(failure(streamed)).isInstanceOf(QhaigcNonTransientException.class)
			.hasMessageStartingWith("The gateway returned 403 insufficient_user_quota");
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-c");
	}

	@Test
	void doesNotTryNextKeyAfterFirstChunk() {
		this.gateway.when((request) -> "sk-a".equals(request.apiKey()))
			.replyEvents("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"one\"}]}}]}",
					"{\"error\":{\"code\":429,\"message\":\"slow\",\"status\":\"RESOURCE_EXHAUSTED\"}}");
		List<GatewayResponse> chunks = new ArrayList<>();
		RuntimeException failure = this.clock
			.awaitFailure(this.client.stream(ClientFixtures.request()).doOnNext(chunks::add));
		assertThat(failure).isInstanceOf(QhaigcTransientException.class);
		assertThat(chunks).hasSize(1);
		assertThat(sentKeys()).containsExactly("sk-a");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void doesNotTryNextKeyIfRequestIsInvalid(boolean streamed) {
		failFor("sk-a", 400, "{\"error\":{\"code\":400,\"message\":\"topK is too large\"}}", Map.of());
		assertThat(failure(streamed)).isInstanceOf(QhaigcNonTransientException.class);
		assertThat(sentKeys()).containsExactly("sk-a");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void reportsRejectedKeysWithoutTheirValues(boolean streamed) {
		failAll(401, REJECTED, Map.of());
		assertThat(failure(streamed)).isInstanceOf(QhaigcNonTransientException.class)
			.hasMessage("The gateway returned 401 invalid_api_key: no. "
					+ "The gateway rejected the API key. Check qhaigc.api-keys[2]");
		assertThat(failure(streamed)).isInstanceOf(QhaigcNonTransientException.class)
			.hasMessageMatching("The gateway rejected each API key of qhaigc.api-keys. "
					+ "Check them; one of them is tried again in (60|59) s")
			.satisfies((failure) -> assertThat(((GatewayFailure) failure).kind()).isEqualTo(FailureKind.API_KEY));
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-c");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void reportsShortestRetryDelayIfNoKeyIsAvailable(boolean streamed) {
		failFor("sk-a", 429, RATE_LIMITED, Map.of("Retry-After", "20"));
		failFor("sk-b", 401, REJECTED, Map.of());
		failFor("sk-c", 429, RATE_LIMITED, Map.of("Retry-After", "120"));
		assertThat(failure(streamed)).isInstanceOfSatisfying(QhaigcTransientException.class, (failure) -> {
			assertThat(failure).hasMessageMatching("Each API key of qhaigc.api-keys was rejected by the gateway "
					+ "or has reached its rate limit. One of them is used again in (20|19) s");
			assertThat(failure.problem().retryAfter()).isBetween(Duration.ofSeconds(18), Duration.ofSeconds(20));
			assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMIT);
			assertThat(failure.getCause()).hasMessageContaining("429");
		});
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-c");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void retryWaitsForKeyIfAllKeysAreRateLimited(boolean streamed) {
		this.gateway.when((request) -> this.clock.elapsed().toSeconds() < 15)
			.replyRaw(429, Map.of("Retry-After", "20"), RATE_LIMITED.getBytes(StandardCharsets.UTF_8));
		QhaigcClient retrying = client(new RetryTemplate(RetryPolicy.withMaxRetries(1)));
		this.clock.await(streamed ? retrying.stream(ClientFixtures.request()).last()
				: retrying.generate(ClientFixtures.request()));
		assertThat(this.clock.elapsed()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
		assertThat(sentKeys()).hasSize(4);
		retrying.close();
	}

	@Test
	void returnsNextKeyForEachCallOfGetValue() {
		assertThat(List.of(this.keys.getValue(), this.keys.getValue(), this.keys.getValue(), this.keys.getValue()))
			.containsExactly("sk-a", "sk-b", "sk-c", "sk-a");
	}

	@Test
	void doesNotShowKeysInToString() {
		assertThat(this.keys).hasToString("RoundRobinApiKey[3 keys]");
		assertThat(this.keys.keys()).hasToString("[[0], [1], [2]]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none", textBlock = """
			none          | At least one API key is required
			sk-a,,sk-b    | The API key at index 1 is blank
			sk-a,sk-b,sk-b | The API key at index 2 is a duplicate
			sk-a,Bearer b | The API key begins with 'Bearer ', which the client adds. Remove it from qhaigc.api-keys[1]
			""")
	void builderValidatesKeys(String keys, String message) {
		String[] all = (keys != null) ? keys.split(",") : new String[0];
		assertThatIllegalArgumentException().isThrownBy(() -> QhaigcClient.builder().apiKeys(all).build())
			.withMessage(message);
	}

	private RoundRobinApiKey keys(String... keys) {
		return RoundRobinApiKey.of(List.of(keys), this.clock.clock()::now);
	}

	private QhaigcClient client(RetryTemplate template) {
		QhaigcClientBuilder builder = new QhaigcClientBuilder().clock(this.clock.clock());
		return builder.baseUrl(this.gateway.url())
			.apiKey(this.keys, "qhaigc.api-keys")
			.build()
			.withRetryTemplate(template);
	}

	/** Script a failure for requests with the key. */
	private void failFor(String key, int status, String body, Map<String, String> headers) {
		failFor(key, "", status, body, headers);
	}

	private void failFor(String key, String pathPart, int status, String body, Map<String, String> headers) {
		this.gateway.when((request) -> key.equals(request.apiKey()) && request.path().contains(pathPart))
			.replyRaw(status, headers, body.getBytes(StandardCharsets.UTF_8));
	}

	private void failAll(int status, String body, Map<String, String> headers) {
		List.of("sk-a", "sk-b", "sk-c").forEach((key) -> failFor(key, status, body, headers));
	}

	private void send(boolean streamed) {
		this.clock.await(streamed ? this.client.stream(ClientFixtures.request()).last()
				: this.client.generate(ClientFixtures.request()));
	}

	private void send(String model) {
		this.clock.await(this.client.generate(ClientFixtures.request(model, Map.of(), Map.of())));
	}

	private RuntimeException failure(boolean streamed) {
		return this.clock.awaitFailure(streamed ? this.client.stream(ClientFixtures.request())
				: this.client.generate(ClientFixtures.request()));
	}

	private List<String> sentKeys() {
		return this.gateway.received().stream().map(ReceivedRequest::apiKey).toList();
	}

}
