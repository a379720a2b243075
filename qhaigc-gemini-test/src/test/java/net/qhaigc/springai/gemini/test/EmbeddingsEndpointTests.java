package net.qhaigc.springai.gemini.test;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import net.qhaigc.springai.gemini.test.junit.QhaigcGatewayExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.within;

/**
 * Requests embeddings, with Spring AI's OpenAI module if it supports the request.
 */
class EmbeddingsEndpointTests {

	private static final String PATH = "/v1/embeddings";

	private static final String MODELS = "text-embedding-3-large,bge-m3,text-embedding-3-small";

	@RegisterExtension
	static final QhaigcGatewayExtension extension = new QhaigcGatewayExtension(
			QhaigcGateway.builder().models(MODELS.split(",")));

	private final QhaigcGateway gateway = extension.gateway();

	private final TestClient client = new TestClient(this.gateway);

	@ParameterizedTest
	@CsvSource({ "bge-m3,1024", "text-embedding-3-large,3072", "text-embedding-3-small,1536" })
	void dimensionsDependOnModel(String model, int dimensions) {
		assertThat(model(model).embed("The weather in Hangzhou")).hasSize(dimensions);
	}

	@Test
	void dimensionsCanBeReduced() {
		EmbeddingModel model = OpenAiEmbeddingModel.builder()
			.options(options("bge-m3").dimensions(256).build())
			.build();

		assertThat(model.embed("The weather in Hangzhou")).hasSize(256);
	}

	@Test
	void similarTextsHaveSimilarVectors() {
		EmbeddingModel model = model("bge-m3");
		List<float[]> vectors = model.embed(List.of("How long does the refund of a ticket take?",
				"A ticket is refunded within five days.", "The museum shows paintings of the Song dynasty."));

		assertThat(dotProduct(vectors.get(0), vectors.get(0))).isCloseTo(1, within(0.001));
		assertThat(dotProduct(vectors.get(0), vectors.get(1))).isGreaterThan(0.3);
		assertThat(dotProduct(vectors.get(0), vectors.get(2))).isLessThan(0.15);
	}

	@Test
	void similarChineseTextsHaveSimilarVectors() {
		List<float[]> vectors = model("bge-m3").embed(List.of("退票需要几天？", "退票款将在五天内到账。", "博物馆展出宋代绘画。"));

		assertThat(dotProduct(vectors.get(0), vectors.get(1))).isGreaterThan(0.2);
		assertThat(dotProduct(vectors.get(0), vectors.get(2))).isLessThan(0.1);
	}

	@Test
	void textHasSameVectorInBothEncodingFormats() {
		EmbeddingModel base64 = OpenAiEmbeddingModel.builder()
			.options(options("bge-m3").encodingFormat(OpenAiEmbeddingOptions.EncodingFormat.BASE64).build())
			.build();

		assertThat(model("bge-m3").embed("Hangzhou")).isEqualTo(base64.embed("Hangzhou"));
	}

	@Test
	void returnsIndicesModelAndUsage() {
		EmbeddingResponse response = model("bge-m3").call(new EmbeddingRequest(List.of("Hi", "Hangzhou"), null));

		assertThat(response.getResults()).extracting("index").containsExactly(0, 1);
		assertThat(response.getMetadata().getModel()).isEqualTo("bge-m3");
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(3);
		assertThat(this.gateway.received().get(0).endpoint()).isEqualTo(Endpoint.EMBEDDINGS);
	}

	@Test
	void returnsResponseInOpenAiFormat() {
		String body = this.client.post(PATH, """
				{"model": "bge-m3", "input": "Hi", "dimensions": 2, "encoding_format": "float"}""").body();
		JsonNode json = Json.read(body);

		assertThat(json.at("/data/0/embedding").size()).isEqualTo(2);
		json.withObject("/data/0").remove("embedding");
		assertThat(json).isEqualTo(Json.read("""
				{
				  "object": "list",
				  "data": [{"object": "embedding", "index": 0}],
				  "model": "bge-m3",
				  "usage": {"prompt_tokens": 1, "total_tokens": 1}
				}"""));
	}

	@Test
	void acceptsPathWithoutVersion() {
		EmbeddingModel model = OpenAiEmbeddingModel.builder()
			.options(options("bge-m3").baseUrl(this.gateway.url()).build())
			.build();

		assertThat(model.embed("Hi")).hasSize(1024);
		assertThat(this.gateway.received().get(0).path()).isEqualTo("/embeddings");
	}

	@Test
	void usesQueuedRepliesOnlyForChatRequests() {
		this.gateway.reply("Hello.");

		assertThat(model("bge-m3").embed("Hi")).hasSize(1024);
		assertThat(this.gateway.unusedReplies()).isEqualTo(1);
		this.client.post("/v1/chat/completions", """
				{"model": "bge-m3", "messages": [{"role": "user", "content": "Hi"}]}""");
	}

	@Test
	void returnsScriptedVectors() {
		this.gateway.when(Endpoint.EMBEDDINGS).embeddings(new float[] { 0.6f, 0.8f }, new float[] { 1, 0 });

		assertThat(model("bge-m3").embed(List.of("Hi", "Hello"))).containsExactly(new float[] { 0.6f, 0.8f },
				new float[] { 1, 0 });
	}

	@Test
	void returnsScriptedErrorAndThenScriptedVectors() {
		ReplyScript embeddings = this.gateway.when(Endpoint.EMBEDDINGS);
		embeddings.gatewayError(429);
		embeddings.embeddings(new float[] { 1, 0 });

		assertThat(model("bge-m3").embed("Hi")).containsExactly(1, 0);
		assertThat(this.gateway.received()).hasSize(2);
	}

	@Test
	void reportsScriptedReplyThatDoesNotFitEndpoint() {
		this.gateway.when(Endpoint.EMBEDDINGS).reply("Hello.");

		assertThatException().isThrownBy(() -> model("bge-m3").embed("Hi"));
		assertThat(this.gateway.problems()).singleElement()
			.asString()
			.contains("does not fit POST /v1/embeddings. Use embeddings(..) or replyJson(..)");
		this.gateway.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"input": "Hi"} -> Missing required parameter: 'model'.""", """
			{"model": "bge-m3"} -> Missing required parameter: 'input'.""", """
			{"model": "bge-m3", "input": []} -> Invalid value for 'input': expected a string""", """
			{"model": "bge-m3", "input": "Hi", "inputs": 1} -> Unrecognized request argument supplied: inputs""",
			"""
					{"model": "bge-m3", "input": "Hi", "dimensions": 2000} -> 'dimensions': expected an integer from 1 to 1024""",
			"""
					{"model": "bge-m3", "input": "Hi", "encoding_format": "int8"} -> expected one of [float, base64]""",
			"""
					[] -> We could not parse the JSON body of your request.""" })
	void rejectsInvalidRequest(String requestAndMessage) {
		String[] parts = requestAndMessage.split(" -> ");

		assertRejected(this.client.post(PATH, parts[0]), 400, parts[1], "invalid_request_error");
	}

	@Test
	void rejectsUnknownModel() {
		assertRejected(this.client.post(PATH, """
				{"model": "bge-m4", "input": "Hi"}"""), 404, "The model `bge-m4` does not exist.", "model_not_found");
	}

	@Test
	void rejectsInvalidApiKey() {
		try (QhaigcGateway other = QhaigcGateway.builder().apiKey("other").start()) {
			EmbeddingModel model = OpenAiEmbeddingModel.builder()
				.options(options("bge-m3").baseUrl(other.url() + "/v1").build())
				.build();

			assertThatException().isThrownBy(() -> model.embed("Hi")).withMessageContaining("not valid");
		}
	}

	@Test
	void relayRejectsUnknownModelWithRelayError() {
		try (QhaigcGateway relay = QhaigcGateway.builder().models("bge-m3").respondAsRelay().start()) {
			assertThat(new TestClient(relay).post(PATH, """
					{"model": "bge-m4", "input": "Hi"}""").body()).contains("No available channel for model bge-m4",
					"\"type\" : \"new_api_error\"");
		}
	}

	private void assertRejected(java.net.http.HttpResponse<String> response, int status, String message, String code) {
		JsonNode error = Json.read(response.body()).path("error");
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(error.path("message").asString()).contains(message);
		assertThat(error.path("code").asString()).isEqualTo(code);
		this.gateway.allowRejectedRequests();
	}

	private static double dotProduct(float[] first, float[] second) {
		double product = 0;
		for (int i = 0; i < first.length; i++) {
			product += first[i] * second[i];
		}
		return product;
	}

	private EmbeddingModel model(String model) {
		return OpenAiEmbeddingModel.builder().options(options(model).build()).build();
	}

	private OpenAiEmbeddingOptions.Builder options(String model) {
		OpenAiEmbeddingOptions.Builder options = OpenAiEmbeddingOptions.builder();
		options.model(model).apiKey(this.gateway.apiKey()).baseUrl(this.gateway.url() + "/v1");
		return options;
	}

}
