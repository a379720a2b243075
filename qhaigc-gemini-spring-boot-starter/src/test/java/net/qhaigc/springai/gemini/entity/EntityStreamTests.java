package net.qhaigc.springai.gemini.entity;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EntityStream} through {@code ChatClient}.
 */
class EntityStreamTests {

	private static final City LINZ = new City("Linz", 1);

	private static final City WUHAN = new City("Wuhan", 2);

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.build();

	private final ChatClient chat = ChatClient.create(QhaigcGeminiChatModel.builder()
		.client(this.client)
		.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
		.build());

	@AfterEach
	void close() {
		assertThat(this.gateway.problems()).isEmpty();
		this.client.close();
		this.gateway.close();
	}

	@Test
	void streamsElementsIfSchemaIsInPrompt() {
		this.gateway.replyStream("```json\n[{\"name\":\"Li", "nz\",\"rivers\":1}, {\"name\":\"Wuhan\",",
				"\"rivers\":2}]\n```");
		assertThat(list(EntityStream.of(this.chat.prompt("Cities?")).elements(City.class))).containsExactly(LINZ,
				WUHAN);
		JsonNode request = this.gateway.takeRequest().json();
		assertThat(request.has("generationConfig")).isFalse();
		assertThat(request.at("/contents/0/parts/0/text").asString())
			.startsWith("Cities?" + System.lineSeparator() + "Your response should be in JSON format.")
			.contains("\"type\" : \"array\"");
	}

	@ParameterizedTest
	@CsvSource({ "NATIVE, /generationConfig/responseSchema, OBJECT, ARRAY",
			"UNIFIED, /response_format/json_schema/schema, object, array" })
	void streamsElementsIfSchemaIsSentAsOption(Endpoint endpoint, String path, String object, String array) {
		this.gateway.replyStream("{\"elements\":[{\"name\":\"Linz\",\"riv", "ers\":1}]}");
		assertThat(list(EntityStream
			.of(this.chat.prompt("Cities?").options(QhaigcGeminiChatOptions.builder().endpoint(endpoint)))
			.useProviderStructuredOutput()
			.elements(City.class))).containsExactly(LINZ);
		JsonNode request = this.gateway.takeRequest().json();
		JsonNode schema = request.at(path);
		assertThat(schema.path("type").asString()).isEqualTo(object);
		assertThat(schema.at("/properties/elements/type").asString()).isEqualTo(array);
		assertThat(schema.at("/properties/elements/items/properties").propertyNames()).contains("name", "rivers");
		assertThat(request.toString()).doesNotContain("Your response should be in JSON format");
	}

	@Test
	void sendsSchemaAsOptionIfChatClientEnablesNativeStructuredOutput() {
		this.gateway.replyStream("{\"name\":\"Linz\",", "\"rivers\":1}");
		ChatClient chat = this.chat.mutate().defaultAdvisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT).build();
		assertThat(list(EntityStream.of(chat.prompt("A city?")).partials(City.class)))
			.containsExactly(new City("Linz", 0), LINZ);
		assertThat(this.gateway.takeRequest().json().at("/generationConfig/responseSchema/properties").propertyNames())
			.containsExactlyInAnyOrder("name", "rivers");
	}

	@Test
	void streamsPartialObjectsWithToolsAndMemory() {
		this.gateway.callTool("rivers", Map.of("city", "Linz"));
		this.gateway.replyStream("{\"name\":\"Linz\",", "\"rivers\":1}");
		ChatMemory memory = MessageWindowChatMemory.builder().build();
		Flux<City> partials = EntityStream
			.of(this.chat.prompt("A city?")
				.tools(new Rivers())
				.advisors(MessageChatMemoryAdvisor.builder(memory).build())
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "1")))
			.partials(City.class);
		assertThat(list(partials)).containsExactly(new City("Linz", 0), LINZ);
		assertThat(this.gateway.received()).hasSize(2)
			.allSatisfy(
					(request) -> assertThat(request.body()).containsOnlyOnce("Your response should be in JSON format"));
		assertThat(memory.get("1")).extracting(Message::getText)
			.startsWith("A city?")
			.endsWith("{\"name\":\"Linz\",\"rivers\":1}");
	}

	@Test
	void exceptionContainsTextAndFinishReasonAndUsageOfIncompleteResponse() {
		this.gateway.replyStream("[{\"name\":\"Linz\",\"rivers\":1},", "{\"name\":")
			.finishReason("MAX_TOKENS")
			.usage(5, 7, 12);
		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> list(EntityStream.of(this.chat.prompt("Cities?")).elements(City.class)))
			.withMessage("The JSON of the response is incomplete (the text has 36 characters)."
					+ " Finish reason: MAX_TOKENS."
					+ " Increase the maximum number of output tokens, which includes thinking tokens.")
			.satisfies((ex) -> {
				assertThat(ex.getText()).isEqualTo("[{\"name\":\"Linz\",\"rivers\":1},{\"name\":");
				assertThat(ex.getFinishReason()).isEqualTo("MAX_TOKENS");
				assertThat(ex.getUsage().getTotalTokens()).isEqualTo(12);
			});
	}

	@Test
	void reportsBlockedResponse() {
		this.gateway.replyStream("").finishReason("SAFETY");
		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> list(EntityStream.of(this.chat.prompt("Cities?")).elements(City.class)))
			.withMessage("The response contains no text. Finish reason: SAFETY. Try rephrasing the request.");
	}

	@Test
	void emitsElementsBeforeFailureOfStream() {
		this.gateway.replyStream("[{\"name\":\"Linz\",\"rivers\":1},", "{\"name\":").closeAfter(1);
		Flux<Object> cities = EntityStream.of(this.chat.prompt("Cities?"))
			.elements(City.class)
			.cast(Object.class)
			.onErrorResume((ex) -> Flux.just(ex.getClass()));
		assertThat(list(cities)).containsExactly(LINZ, QhaigcTransientException.class);
	}

	@Test
	void sendsNewRequestForEachSubscription() {
		this.gateway.replyStream("I do not know.");
		this.gateway.replyStream("[{\"name\":\"Linz\",\"rivers\":1}]");
		assertThat(list(EntityStream.of(this.chat.prompt("Cities?")).elements(City.class).retry(1)))
			.containsExactly(LINZ);
		assertThat(this.gateway.received()).hasSize(2)
			.allSatisfy(
					(request) -> assertThat(request.body()).containsOnlyOnce("Your response should be in JSON format"));
	}

	@Test
	void usesCustomMapperWithAndWithoutValidation() {
		this.gateway.replyStream("[{\"Name\":\"Linz\",\"extra\":true}]");
		JsonMapper mapper = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
			.build();
		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(
					() -> list(EntityStream.of(this.chat.prompt("Cities?")).jsonMapper(mapper).elements(City.class)))
			.withMessageContaining("does not conform to the JSON Schema of City");
		this.gateway.replyStream("[{\"Name\":\"Linz\",\"Rivers\":1,\"extra\":true}]");
		assertThat(list(EntityStream.of(this.chat.prompt("Cities?"))
			.jsonMapper(mapper.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build())
			.validateSchema(false)
			.elements(City.class))).containsExactly(LINZ);
	}

	@Test
	void worksWithModelOfAnotherProvider() {
		ChatModel model = new ChatModel() {

			@Override
			public ChatResponse call(Prompt prompt) {
				throw new UnsupportedOperationException();
			}

			@Override
			public Flux<ChatResponse> stream(Prompt prompt) {
				return Flux.just("Sure: [", "{\"name\":\"Linz\",\"rivers\":1}", "]")
					.map((text) -> new ChatResponse(List.of(new Generation(new AssistantMessage(text)))));
			}

		};
		assertThat(list(EntityStream.of(ChatClient.create(model).prompt("Cities?"))
			.useProviderStructuredOutput()
			.elements(City.class))).containsExactly(LINZ);
	}

	@Test
	void cancelsRequestIfSubscriberCancels() {
		this.gateway.replyStream("[{\"name\":\"Linz\",\"rivers\":1},", "{\"name\":").hangAfter(1);
		assertThat(EntityStream.of(this.chat.prompt("Cities?")).elements(City.class).blockFirst()).isEqualTo(LINZ);
		assertThat(this.gateway.awaitCancelled(Duration.ofSeconds(20))).isTrue();
	}

	private static <T> List<T> list(Flux<T> objects) {
		return objects.collectList().block();
	}

	record City(@Nullable String name, int rivers) {

	}

	static class Rivers {

		@Tool(description = "The number of rivers of a city")
		int rivers(String city) {
			return 1;
		}

	}

}
