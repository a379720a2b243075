package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.model.SimpleApiKey;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.wire.Part;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModelSuggestions}.
 */
class ModelSuggestionsTests {

	private static final String ERROR = """
			{"error":{"message":"No available channel for model","type":"new_api_error","code":"model_not_found"}}""";

	private final QhaigcGateway gateway = QhaigcGateway.builder()
		.models("gpt-5-mini", "gemini-3.5-flash", "gemini-3.1-pro-preview", "gemini-3.5-flash-lite", "claude-5")
		.start();

	private final AtomicInteger listRequestCount = new AtomicInteger();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void namesNearestModels(boolean streaming) {
		this.gateway.replyRaw(503, "application/json", ERROR);
		QhaigcClient client = client();
		Throwable failure = streaming ? ClientFixtures.streamFailure(client, request())
				: ClientFixtures.failure(client, request());
		assertThat(failure)
			.hasMessageEndingWith("The gateway does not serve the model 'gemini-2.5-flash' to this API key. "
					+ "Set qhaigc.model to a model of the gateway. The most similar models of the gateway are gemini-3.5-flash, "
					+ "gemini-3.5-flash-lite, gemini-3.1-pro-preview");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void namesOtherModelsIfApiKeyIsNotPermittedToUseModel(boolean streaming) {
		this.gateway.replyRaw(403, "application/json", """
				{"error":{"message":"该令牌无权访问模型 gemini-3.5-flash","type":"new_api_error","code":""}}""");
		GatewayRequest request = request("gemini-3.5-flash", Map.of(), Map.of());
		Throwable failure = streaming ? ClientFixtures.streamFailure(client(), request)
				: ClientFixtures.failure(client(), request);
		assertThat(failure)
			.hasMessageContaining("is not permitted to use the model 'gemini-3.5-flash' (qhaigc.api-key)")
			.hasMessageEndingWith("The most similar models available to the API key are gemini-3.5-flash-lite, "
					+ "gemini-3.1-pro-preview, gpt-5-mini");
	}

	@Test
	void listsModelsOnceForManyFailures() {
		for (int i = 0; i < 40; i++) {
			this.gateway.replyRaw(503, "application/json", ERROR);
		}
		QhaigcClient client = client();
		List<String> messages = Flux.range(0, 40)
			.flatMap((i) -> client.generate(request())
				.then(Mono.just(""))
				.onErrorResume((ex) -> Mono.just(ex.getMessage())), 40)
			.collectList()
			.block(TIMEOUT);
		assertThat(messages).hasSize(40).allSatisfy((message) -> assertThat(message).contains("gemini-3.5-flash"));
		assertThat(this.gateway.received()).extracting(ReceivedRequest::method).filteredOn("GET"::equals).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void listsModelsWithApiKeyOfRequest(boolean streaming) {
		this.gateway.replyRaw(503, "application/json", ERROR);
		QhaigcClient client = ClientFixtures
			.withoutRetries(QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey("key-of-client"));
		GatewayRequest request = GatewayRequest.builder()
			.model("gemini-2.5-flash")
			.body(ClientFixtures.requestBody(new Part.Text("How is the weather?")))
			.apiKey(new SimpleApiKey(this.gateway.apiKey()))
			.build();
		Throwable failure = streaming ? ClientFixtures.streamFailure(client, request)
				: ClientFixtures.failure(client, request);
		assertThat(failure).hasMessageContaining("The most similar models of the gateway are gemini-3.5-flash");
		assertThat(this.gateway.received()).extracting((received) -> received.header("authorization"))
			.hasSize(2)
			.containsOnly("Bearer " + this.gateway.apiKey());
	}

	@Test
	void reportsListedModelThatNoProviderServes() {
		this.gateway.replyRaw(503, "application/json", ERROR);
		assertThat(ClientFixtures.failure(client(), request("claude-5", Map.of(), Map.of())))
			.hasMessageEndingWith("The gateway lists the model, but no provider currently serves it");
	}

	@Test
	void waitsAtMostThreeSecondsForListOfModels() {
		TestClock clock = new TestClock();
		ModelSuggestions suggestions = new ModelSuggestions(new ClientSchedulers(clock.clock()));
		Mono<Throwable> failure = failureWithSuggestions(suggestions, "a", Mono.never());
		var result = failure.toFuture();
		assertThat(result).isNotDone();
		clock.advance(Duration.ofSeconds(3));
		assertThat(result).succeedsWithin(TIMEOUT).satisfies((ex) -> assertThat(ex).hasMessage("No such model"));
	}

	@Test
	void ignoresFailureToListModels() {
		ModelSuggestions suggestions = new ModelSuggestions(new ClientSchedulers());
		assertThat(failureWithSuggestions(suggestions, "a", Mono.error(new IllegalStateException("x"))).block(TIMEOUT))
			.hasMessage("No such model");
		assertThat(failureWithSuggestions(suggestions, "b", Mono.just(List.of())).block(TIMEOUT))
			.hasMessage("No such model");
	}

	@Test
	void listsModelsAgainAfterOneMinute() {
		TestClock clock = new TestClock();
		ModelSuggestions suggestions = new ModelSuggestions(new ClientSchedulers(clock.clock()));
		for (int expected = 1; expected <= 2; expected++) {
			failureWithSuggestions(suggestions, "a", Mono.just(List.of("b"))).block(TIMEOUT);
			failureWithSuggestions(suggestions, "a", Mono.just(List.of("b"))).block(TIMEOUT);
			assertThat(this.listRequestCount).hasValue(expected);
			clock.advance(Duration.ofSeconds(61));
		}
	}

	@ParameterizedTest
	@CsvSource({ "gemini-2.5-flash, gemini-3.5-flash", "Gemini-3.5-Flash-Lite, gemini-3.5-flash-lite",
			"GPT5mini, gpt-5-mini" })
	void findsNearestModel(String model, String nearest) {
		assertThat(ModelSuggestions.nearest(model, List.of("gpt-5-mini", "gemini-3.5-flash", "gemini-3.5-flash-lite")))
			.first()
			.isEqualTo(nearest);
	}

	@Test
	void findsModelsOfSameFamilyFirst() {
		assertThat(ModelSuggestions.nearest("gemini-2.5",
				List.of(" ", "gemini-2.5-" + "x".repeat(90), "claude-2.5", "gemini-2.5-flash", "gemini-3.5",
						"gemini-3.5", "gemini-2.5-pro")))
			.containsExactly("gemini-3.5", "gemini-2.5-pro", "gemini-2.5-flash");
	}

	@Test
	void countsInsertedDeletedAndReplacedCharacters() {
		assertThat(ModelSuggestions.nearest("kitten", List.of("sitting", "kitchen", "mittens")))
			.containsExactly("kitchen", "mittens", "sitting");
		assertThat(ModelSuggestions.nearest("kitten", List.of("k", "itte", "ktten", "kitteno")))
			.containsExactly("ktten", "kitteno", "itte");
	}

	@Test
	void comparesLongIdsOfManyModels() {
		List<String> ids = Flux.range(0, 10_000).map((i) -> "x".repeat(90) + i).collectList().block();
		assertThat(ModelSuggestions.nearest("y".repeat(100_000), ids)).hasSize(3);
	}

	private Mono<Throwable> failureWithSuggestions(ModelSuggestions suggestions, String model,
			Mono<List<String>> models) {
		Mono<List<String>> counted = models.doOnSubscribe((subscription) -> this.listRequestCount.incrementAndGet());
		return suggestions
			.<Throwable>addTo(GatewayErrors.invalidRequest("No such model", null), request(model, Map.of(), Map.of()),
					counted)
			.onErrorResume(Mono::just);
	}

	private QhaigcClient client() {
		return ClientFixtures
			.withoutRetries(QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey()));
	}

}
