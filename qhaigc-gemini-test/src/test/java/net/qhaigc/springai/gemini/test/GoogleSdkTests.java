package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.Tool;
import com.google.genai.types.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that Google's own client works with the stand-in gateway as it does with Google's
 * API.
 */
class GoogleSdkTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final Client client = Client.builder()
		.apiKey(this.gateway.apiKey())
		// By default, version 2.3 of the client sends requests to /v1.
		.httpOptions(HttpOptions.builder().baseUrl(this.gateway.url()).apiVersion("v1beta").build())
		.build();

	@AfterEach
	void stop() {
		this.client.close();
		this.gateway.close();
		assertThat(this.gateway.received()).extracting(ReceivedRequest::rejectionMessage).containsOnlyNulls();
		assertThat(this.gateway.problems()).isEmpty();
	}

	@Test
	void returnsReply() {
		this.gateway.reply("RAG works in three steps.").usage(18, 76, 94);

		GenerateContentResponse response = this.client.models.generateContent("gemini-2.5-flash",
				"Explain how RAG works in three concise steps.",
				GenerateContentConfig.builder().temperature(0.4f).maxOutputTokens(512).build());

		assertThat(response.text()).isEqualTo("RAG works in three steps.");
		assertThat(response.usageMetadata().orElseThrow().totalTokenCount()).contains(94);
		assertThat(response.finishReason().toString()).isEqualTo("STOP");
		assertThat(this.gateway.takeRequest().json()).isEqualTo(Json.read("""
				{
				  "contents": [
				    {"role": "user", "parts": [{"text": "Explain how RAG works in three concise steps."}]}
				  ],
				  "generationConfig": {"temperature": 0.4, "maxOutputTokens": 512}
				}"""));
	}

	@Test
	void streamsReply() {
		this.gateway.replyStream("Hello", ", ", "world");
		List<String> texts = new ArrayList<>();

		try (ResponseStream<GenerateContentResponse> stream = this.client.models
			.generateContentStream("gemini-2.5-flash", "Greet the world", null)) {
			stream.forEach((response) -> texts.add(response.text()));
		}

		assertThat(texts).containsExactly("Hello", ", ", "world");
	}

	@Test
	void returnsParallelToolCallsAndReceivesTheirSignature() {
		this.gateway.callTool("getWeather", Map.of("city", "Hangzhou")).callTool("getWeather", Map.of("city", "Xi'an"));
		this.gateway.reply("Rain and sun.");
		GenerateContentConfig config = GenerateContentConfig.builder().tools(weatherTool()).build();
		Content question = Content.fromParts(Part.fromText("How is the weather in Hangzhou and Xi'an?"));

		GenerateContentResponse calls = this.client.models.generateContent("gemini-3.5-flash", question, config);
		assertThat(calls.functionCalls()).extracting((call) -> call.args().orElseThrow())
			.containsExactly(Map.of("city", "Hangzhou"), Map.of("city", "Xi'an"));

		Content toolResults = Content
			.fromParts(calls.functionCalls().stream().map(GoogleSdkTests::toolResult).toArray(Part[]::new));
		Content turn = calls.candidates().orElseThrow().get(0).content().orElseThrow();
		GenerateContentResponse response = this.client.models.generateContent("gemini-3.5-flash",
				List.of(question, turn, toolResults), config);

		assertThat(response.text()).isEqualTo("Rain and sun.");
		assertThat(this.gateway.received().get(1).json().at("/contents/1/parts/0/thoughtSignature").isString())
			.isTrue();
	}

	private static Part toolResult(FunctionCall call) {
		return Part.fromFunctionResponse(call.name().orElseThrow(), Map.of("weather", "rain"));
	}

	private static Tool weatherTool() {
		Schema city = Schema.builder().type(Type.Known.STRING).build();
		return Tool.builder()
			.functionDeclarations(FunctionDeclaration.builder()
				.name("getWeather")
				.description("The weather in a city")
				.parameters(Schema.builder()
					.type(Type.Known.OBJECT)
					.properties(Map.of("city", city))
					.required("city")
					.build())
				.build())
			.build();
	}

}
