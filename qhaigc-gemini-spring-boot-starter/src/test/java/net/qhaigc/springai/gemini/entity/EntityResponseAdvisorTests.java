package net.qhaigc.springai.gemini.entity;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.exc.StreamReadException;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ResponseEntity;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.converter.ListOutputConverter;
import org.springframework.ai.converter.MapOutputConverter;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.execution.ToolCallResultConverter;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EntityResponseAdvisor} and {@link JsonExtractionAdvisor} through
 * {@code entity()}.
 */
class EntityResponseAdvisorTests {

	private static final String JSON = "{\"name\":\"Linz\",\"rivers\":1}";

	private static final City LINZ = new City("Linz", 1);

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.build();

	private final ChatClient chat = ChatClient
		.builder(QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
			.build())
		.defaultAdvisors(new EntityResponseAdvisor())
		.build();

	@AfterEach
	void close() {
		assertThat(this.gateway.problems()).isEmpty();
		this.client.close();
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					SAFETY     | ''                 | The response contains no text. Finish reason: SAFETY. Try rephrasing the request.
					STOP       | ''                 | The response contains no text. Finish reason: STOP. Try again.
					STOP       | '{"name":"Linz"'   | The JSON of the response is incomplete (the text has 14 characters). Finish reason: STOP. Try again.
					RECITATION | 'Here: [{"name":'  | The JSON of the response is incomplete (the text has 15 characters). Finish reason: RECITATION. Try rephrasing the request.
					MAX_TOKENS | 'Here is the'      | The response contains text, but no JSON of the requested type. Finish reason: MAX_TOKENS. Increase the maximum number of output tokens, which includes thinking tokens.
					""")
	void exceptionContainsTextAndFinishReasonAndUsage(String finishReason, String text, String message) {
		this.gateway.reply(text).finishReason(finishReason).usage(5, 7, 12);
		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> this.chat.prompt("A city?").call().entity(City.class))
			.withMessage(message)
			.satisfies((ex) -> {
				assertThat(ex.getText()).isEqualTo(text);
				assertThat(ex.getFinishReason()).isEqualTo(finishReason);
				assertThat(ex.getUsage().getTotalTokens()).isEqualTo(12);
			});
	}

	@Test
	void throwsExceptionForIncompleteJsonIfSchemaIsSentInSeparateField() {
		this.gateway.reply("{\"name\":").finishReason("MAX_TOKENS");
		assertThatExceptionOfType(EntityResponseException.class).isThrownBy(() -> this.chat.prompt("A city?")
			.call()
			.entity(City.class, (entity) -> entity.useProviderStructuredOutput()));
	}

	@ParameterizedTest
	@ValueSource(strings = { JSON, " " + JSON + "\n", "```json\n" + JSON + "\n```",
			"Here it is [1]:\n" + JSON + " Enjoy {it}!", "<think>Is it {\"name\":\"Graz\"}?</think>" + JSON,
			"As asked:\n```json\n" + JSON + "\n```\nThat is all." })
	void ignoresTextAroundJson(String text) {
		this.gateway.reply(text).usage(5, 7, 12);
		ResponseEntity<ChatResponse, City> response = this.chat.prompt("A city?").call().responseEntity(City.class);
		assertThat(response.getEntity()).isEqualTo(LINZ);
		assertThat(response.getResponse().getMetadata().getUsage().getTotalTokens()).isEqualTo(12);
		assertThat(response.getResponse().getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
	}

	@Test
	void doesNotChangeResponseIfThereIsNothingToRemove() {
		this.gateway.reply("See {\"a\": 1} and [2].");
		assertThat(this.chat.prompt("A city?").call().content()).isEqualTo("See {\"a\": 1} and [2].");
		this.gateway.reply("").finishReason("SAFETY");
		assertThat(this.chat.prompt("A city?").call().chatResponse()).isNotNull();
		this.gateway.reply("Linz, Graz");
		assertThat(this.chat.prompt("Cities?").call().entity(new ListOutputConverter())).containsExactly("Linz",
				"Graz");
		this.gateway.reply("{\"Linz\": [1]}");
		assertThat(this.chat.prompt("Cities?").call().entity(new MapOutputConverter()))
			.isEqualTo(Map.of("Linz", List.of(1)));
		this.gateway.reply("\"LARGE\"");
		assertThat(this.chat.prompt("How large?").call().entity(Size.class)).isEqualTo(Size.LARGE);
		this.gateway.reply("I do not know.");
		assertThatExceptionOfType(StreamReadException.class)
			.isThrownBy(() -> this.chat.prompt("A city?").call().entity(City.class));
	}

	@Test
	void checksOnlyResponseOfLastRound() {
		this.gateway.callTool("rivers", Map.of("city", "Linz"));
		this.gateway.reply("Here: " + JSON);
		assertThat(this.chat.prompt("A city?").tools(new Rivers()).call().entity(City.class)).isEqualTo(LINZ);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2 })
	void runsOnceForCallWithToolLoop(int rounds) {
		AdvisorRecorder recorder = new AdvisorRecorder();
		scriptToolCalls(rounds);
		this.gateway.reply(JSON).usage(5, 7, 12);
		assertThat(clientObservedBy(recorder).prompt("A city?")
			.tools(new Rivers())
			.call()
			.responseEntity(City.class)
			.getEntity()).isEqualTo(LINZ);
		assertThat(this.gateway.received()).hasSize(rounds + 1);
		assertThat(recorder.names).filteredOn("entity_response"::equals).hasSize(1);
		assertThat(recorder.names.indexOf("entity_response"))
			.isLessThan(recorder.names.indexOf("Tool Calling Advisor"));
	}

	@Test
	void doesNotRunForStreams() {
		AdvisorRecorder recorder = new AdvisorRecorder();
		scriptToolCalls(2);
		this.gateway.reply(JSON);
		assertThat(clientObservedBy(recorder).prompt("A city?")
			.tools(new Rivers())
			.stream()
			.content()
			.collectList()
			.map((texts) -> String.join("", texts))
			.block()).isEqualTo(JSON);
		assertThat(recorder.names).contains("Tool Calling Advisor").doesNotContain("entity_response");
	}

	@Test
	void exceptionHasTotalUsageOfAllRounds() {
		this.gateway.callTool("rivers", Map.of("city", "Linz")).usage(10, 20, 30);
		this.gateway.reply("{\"name\":").finishReason("MAX_TOKENS").usage(5, 7, 12);
		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> this.chat.prompt("A city?")
				.advisors(BoundedToolCallingAdvisor.builder().build())
				.tools(new Rivers())
				.call()
				.entity(City.class))
			.satisfies((ex) -> assertThat(ex.getUsage().getTotalTokens()).isEqualTo(42));
	}

	@Test
	void doesNotCheckResultThatToolReturnsDirectly() {
		this.gateway.callTool("nearest", Map.of());
		assertThat(this.chat.prompt("A city?").tools(new Rivers()).call().entity(City.class)).isEqualTo(LINZ);
		this.gateway.callTool("note", Map.of());
		assertThatExceptionOfType(StreamReadException.class)
			.isThrownBy(() -> this.chat.prompt("A city?").tools(new Rivers()).call().entity(City.class));
	}

	private void scriptToolCalls(int rounds) {
		for (int i = 0; i < rounds; i++) {
			this.gateway.callTool("rivers", Map.of("city", "Linz"));
		}
	}

	private ChatClient clientObservedBy(AdvisorRecorder recorder) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(recorder);
		return ChatClient
			.builder(QhaigcGeminiChatModel.builder()
				.client(this.client)
				.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
				.build(), registry, null, null, null)
			.defaultAdvisors(new EntityResponseAdvisor())
			.build();
	}

	@Test
	void doesNotCheckResponseThatValidationRejects() {
		this.gateway.reply("{\"name\":").usage(5, 7, 12);
		this.gateway.reply(JSON).usage(6, 8, 14);
		ResponseEntity<ChatResponse, City> response = this.chat.prompt("A city?")
			.call()
			.responseEntity(City.class, (entity) -> entity.validateSchema());
		assertThat(response.getEntity()).isEqualTo(LINZ);
		assertThat(this.gateway.received().get(1).body()).contains("Output JSON validation failed because of: ");
	}

	@Test
	void checksResponseToLastRepeatAttempt() {
		this.gateway.reply("{\"name\":\"Linz\"}");
		this.gateway.reply("{\"name\":");
		this.gateway.reply("{\"name\":");
		StructuredOutputValidationAdvisor validation = StructuredOutputValidationAdvisor.builder()
			.outputType(City.class)
			.maxRepeatAttempts(2)
			.build();
		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> this.chat.prompt("A city?").advisors(validation).call().entity(City.class));
		assertThat(this.gateway.received()).hasSize(3);
	}

	@Test
	void removesTextAroundJsonBeforeValidation() {
		this.gateway.reply("Sure!\n```json\n" + JSON + "\n```");
		assertThat(this.chat.prompt("A city?")
			.advisors(new JsonExtractionAdvisor())
			.call()
			.entity(City.class, (entity) -> entity.validateSchema())).isEqualTo(LINZ);
		assertThat(this.gateway.received()).hasSize(1);
	}

	record City(String name, int rivers) {

	}

	enum Size {

		SMALL, LARGE

	}

	static class Rivers {

		@Tool(description = "The number of rivers of a city")
		int rivers(String city) {
			return 1;
		}

		@Tool(description = "The nearest city", returnDirect = true)
		City nearest() {
			return LINZ;
		}

		@Tool(description = "A note", returnDirect = true, resultConverter = PlainText.class)
		String note() {
			return "no city";
		}

	}

	public static class PlainText implements ToolCallResultConverter {

		@Override
		public String convert(Object result, Type type) {
			return String.valueOf(result);
		}

	}

	/** Records the names of the advisors that run, in order. */
	static class AdvisorRecorder implements ObservationHandler<AdvisorObservationContext> {

		private final List<String> names = new CopyOnWriteArrayList<>();

		@Override
		public void onStart(AdvisorObservationContext context) {
			this.names.add(context.getAdvisorName());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof AdvisorObservationContext;
		}

	}

}
