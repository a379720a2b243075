package net.qhaigc.springai.gemini.docs;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.genai.errors.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.google.genai.GoogleGenAiChatOptions;
import org.springframework.ai.google.genai.common.GoogleGenAiSafetySetting;
import org.springframework.ai.google.genai.common.GoogleGenAiThinkingLevel;
import org.springframework.ai.google.genai.metadata.GoogleGenAiUsage;
import org.springframework.ai.openai.OpenAiChatModel.ResponseFormat;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.SafetySetting;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.Speech;
import net.qhaigc.springai.gemini.options.Thinking;
import net.qhaigc.springai.gemini.options.ToolChoice;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contains the code in {@code docs/migrating-from-google-genai.md} and
 * {@code docs/migrating-from-openai.md}.
 */
class MigrationTests extends SnippetTest {

	private final ChatModel model = model("gemini-3-flash-preview");

	@Test
	void googleGenAiOptionsHaveCounterparts() {
		// tag::google-genai-before[]
		GoogleGenAiChatOptions before = GoogleGenAiChatOptions.builder()
			.model("gemini-3.5-flash")
			.maxOutputTokens(512)
			.thinkingLevel(GoogleGenAiThinkingLevel.LOW)
			.googleSearchRetrieval(true)
			.safetySettings(List.of(new GoogleGenAiSafetySetting.Builder()
				.withCategory(GoogleGenAiSafetySetting.HarmCategory.HARM_CATEGORY_HARASSMENT)
				.withThreshold(GoogleGenAiSafetySetting.HarmBlockThreshold.BLOCK_ONLY_HIGH)
				.build()))
			.build();
		// end::google-genai-before[]
		// tag::google-genai-after[]
		QhaigcGeminiChatOptions after = QhaigcGeminiChatOptions.builder()
			.model("gemini-3.5-flash")
			.maxOutputTokens(512)
			.thinkingLevel(Thinking.Level.LOW)
			.serverTools(List.of(ServerTool.googleSearch()))
			.safetySettings(List
				.of(new SafetySetting(SafetySetting.Category.HARASSMENT, SafetySetting.Threshold.BLOCK_ONLY_HIGH)))
			.build();
		// end::google-genai-after[]
		assertThat(after.getModel()).isEqualTo(before.getModel());
		assertThat(after.getMaxTokens()).isEqualTo(before.getMaxOutputTokens());
	}

	@Test
	void metadataReturnsThoughts() {
		this.gateway.thinking("A question of geography.").text("In Hangzhou.");
		ChatResponse response = this.model.call(new Prompt("Where is West Lake?"));
		// tag::google-genai-thoughts[]
		String thoughts = QhaigcGeminiMetadata.from(response).thoughts();
		// end::google-genai-thoughts[]
		assertThat(thoughts).isEqualTo("A question of geography.");
	}

	// tag::google-genai-classes-before[]
	String before(String question) {
		try {
			ChatResponse response = this.model.call(new Prompt(question));
			GoogleGenAiUsage usage = (GoogleGenAiUsage) response.getMetadata().getUsage();
			return usage.getThoughtsTokenCount() + " thinking tokens";
		}
		catch (RuntimeException ex) {
			if (ex.getCause() instanceof ApiException failure && failure.code() == 429) {
				return "Please try again later.";
			}
			throw ex;
		}
	}
	// end::google-genai-classes-before[]

	// tag::google-genai-classes-after[]
	String after(String question) {
		try {
			ChatResponse response = this.model.call(new Prompt(question));
			TokenUsage usage = QhaigcGeminiMetadata.from(response).usage();
			return usage.thoughtsTokenCount() + " thinking tokens";
		}
		catch (QhaigcTransientException ex) {
			if (ex.problem().status() == 429) {
				return "Please try again later.";
			}
			throw ex;
		}
	}
	// end::google-genai-classes-after[]

	@Test
	void codeAfterMigrationReadsUsageAndStatus() {
		this.gateway.thinking("Hm.").text("In Hangzhou.").usage(5, 7, 22);
		assertThat(after("Where is West Lake?")).isEqualTo("10 thinking tokens");
		this.gateway.when((request) -> true).googleError(429).retryAfter(3600);
		assertThat(after("Where is West Lake?")).isEqualTo("Please try again later.");
	}

	@Test
	void thinkingLevelsHaveSameNamesAsInGoogleGenAi() {
		assertThat(Stream.of(GoogleGenAiThinkingLevel.values()).map(Enum::name)).filteredOn(MigrationTests::isSpecified)
			.allSatisfy((name) -> assertThat(Thinking.Level.valueOf(name)).isNotNull());
	}

	private static boolean isSpecified(String name) {
		return !name.contains("UNSPECIFIED");
	}

	@Test
	void usesPortableOptionsFromOpenAiOptions() {
		this.gateway.reply("Hello.");
		// tag::openai-options[]
		Prompt prompt = new Prompt("Say hello.",
				OpenAiChatOptions.builder().model("gpt-5-mini").temperature(0.2).maxTokens(100).build());
		String answer = this.model.call(prompt).getResult().getOutput().getText();
		// end::openai-options[]
		assertThat(answer).isEqualTo("Hello.");
		assertThat(this.gateway.takeRequest().json().path("generationConfig")).hasToString("""
				{"temperature":0.2,"maxOutputTokens":100}""");
	}

	@Test
	void continuesConversationStartedWithAnotherProvider() {
		this.gateway.reply("It is raining.");
		// tag::openai-history[]
		List<Message> conversation = List.of(new UserMessage("How is the weather in Hangzhou?"),
				AssistantMessage.builder()
					.content("")
					.toolCalls(List.of(new ToolCall("call_1", "function", "weather", "{\"city\":\"Hangzhou\"}")))
					.build(),
				ToolResponseMessage.builder()
					.responses(List.of(new ToolResponse("call_1", "weather", "\"light rain\"")))
					.build());
		String answer = this.model.call(new Prompt(conversation)).getResult().getOutput().getText();
		// end::openai-history[]
		assertThat(answer).isEqualTo("It is raining.");
	}

	@Test
	void openAiResponseFormatsHaveCounterparts() {
		String schema = """
				{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";
		// tag::openai-format-before[]
		OpenAiChatOptions json = OpenAiChatOptions.builder()
			.responseFormat(ResponseFormat.builder().type(ResponseFormat.Type.JSON_OBJECT).build())
			.build();
		OpenAiChatOptions typed = OpenAiChatOptions.builder()
			.responseFormat(ResponseFormat.builder().type(ResponseFormat.Type.JSON_SCHEMA).jsonSchema(schema).build())
			.build();
		// end::openai-format-before[]
		assertThat(json.getResponseFormat().getType()).isEqualTo(ResponseFormat.Type.JSON_OBJECT);
		assertThat(typed.getResponseFormat().getJsonSchema()).isEqualTo(schema);
		// tag::openai-format-after[]
		QhaigcGeminiChatOptions jsonAfter = QhaigcGeminiChatOptions.builder()
			.responseMimeType("application/json")
			.build();
		QhaigcGeminiChatOptions typedAfter = QhaigcGeminiChatOptions.builder().outputSchema(schema).build();
		// end::openai-format-after[]
		assertThat(generationConfig(jsonAfter)).hasToString("""
				{"responseMimeType":"application/json"}""");
		assertThat(generationConfig(typedAfter).path("responseMimeType").asString()).isEqualTo("application/json");
		QhaigcGeminiChatOptions optionsFromAlias = QhaigcGeminiChatOptions.builder().responseSchema(schema).build();
		assertThat(optionsFromAlias).isEqualTo(typedAfter);
	}

	@Test
	void responseSchemaImpliesJsonMimeType() {
		String schema = """
				{"type":"object","properties":{"city":{"type":"string"}}}""";
		QhaigcGeminiChatOptions after = QhaigcGeminiChatOptions.builder().responseSchema(schema).build();
		assertThat(generationConfig(after)).hasToString("""
				{"responseMimeType":"application/json","responseSchema":{"type":"OBJECT",\
				"properties":{"city":{"type":"STRING"}},"propertyOrdering":["city"]}}""");
	}

	@Test
	void openAiLogprobsHaveCounterparts() {
		// tag::openai-logprobs[]
		OpenAiChatOptions before = OpenAiChatOptions.builder().logprobs(true).topLogprobs(3).build();
		QhaigcGeminiChatOptions after = QhaigcGeminiChatOptions.builder().responseLogprobs(true).logprobs(3).build();
		// end::openai-logprobs[]
		assertThat(before.getLogprobs()).isTrue();
		assertThat(generationConfig(after)).hasToString("""
				{"responseLogprobs":true,"logprobs":3}""");
	}

	@Test
	void sendsCounterpartsOfOpenAiGenerationOptions() {
		QhaigcGeminiChatOptions after = QhaigcGeminiChatOptions.builder()
			.maxTokens(512)
			.responseModalities(List.of(Modality.TEXT, Modality.AUDIO))
			.stopSequences(List.of("END"))
			.candidateCount(2)
			.build();
		assertThat(generationConfig(after)).hasToString("""
				{"candidateCount":2,"maxOutputTokens":512,"stopSequences":["END"],\
				"responseModalities":["TEXT","AUDIO"]}""");
	}

	@Test
	void toolChoicesHaveCounterparts() {
		ToolCallback weather = FunctionToolCallback.builder("weather", (Map<String, Object> city) -> "rain")
			.description("The weather.")
			.inputType(Map.class)
			.build();
		this.gateway.callTool("weather", Map.of());
		// tag::tool-choice[]
		GoogleGenAiChatOptions before = GoogleGenAiChatOptions.builder()
			.toolChoice(GoogleGenAiChatOptions.ToolChoice.builder()
				.mode(GoogleGenAiChatOptions.ToolChoice.Mode.ANY)
				.allowedFunctionNames(List.of("weather"))
				.build())
			.build();
		QhaigcGeminiChatOptions after = QhaigcGeminiChatOptions.builder()
			.toolChoice(ToolChoice.any("weather"))
			.toolCallbacks(weather)
			.build();
		// end::tool-choice[]
		assertThat(before.getToolChoice().allowedFunctionNames()).containsExactly("weather");
		this.model.call(new Prompt("Weather in Hangzhou?", after));
		assertThat(this.gateway.takeRequest().json().at("/toolConfig/functionCallingConfig")).hasToString("""
				{"mode":"ANY","allowedFunctionNames":["weather"]}""");
	}

	@Test
	void sendsUserAndLogitBiasToUnifiedEndpointOnly() {
		QhaigcGeminiChatOptions unified = QhaigcGeminiChatOptions.builder()
			.endpoint(Endpoint.UNIFIED)
			.model("gpt-5-mini")
			.user("user-1")
			.logitBias(Map.of("42", -100))
			.labels(Map.of("team", "search"))
			.build();
		this.gateway.reply("Hello.");
		this.model.call(new Prompt("Say hello.", unified));
		assertThat(this.gateway.takeRequest().json().toString()).contains("\"user\":\"user-1\"")
			.contains("\"logit_bias\":{\"42\":-100}")
			.contains("\"metadata\":{\"team\":\"search\"}");
		this.gateway.reply("Hello.");
		this.model.call(new Prompt("Say hello.",
				unified.mutate().endpoint(Endpoint.NATIVE).model("gemini-3.5-flash").labels(null).build()));
		assertThat(this.gateway.takeRequest().json()).hasToString("""
				{"contents":[{"role":"user","parts":[{"text":"Say hello."}]}]}""");
	}

	@Test
	void sendsVerbosityAndPromptCacheKeyFromExtraBody() {
		OpenAiChatOptions before = OpenAiChatOptions.builder().verbosity("low").promptCacheKey("books").build();
		QhaigcGeminiChatOptions after = QhaigcGeminiChatOptions.builder()
			.endpoint(Endpoint.UNIFIED)
			.model("gpt-5-mini")
			.extraBody(Map.of("verbosity", "low", "prompt_cache_key", "books"))
			.build();
		assertThat(before.getVerbosity()).isEqualTo("low");
		this.gateway.reply("Hello.");
		this.model.call(new Prompt("Say hello.", after));
		JsonNode request = this.gateway.takeRequest().json();
		assertThat(request.path("verbosity").asString()).isEqualTo("low");
		assertThat(request.path("prompt_cache_key").asString()).isEqualTo("books");
	}

	@ParameterizedTest
	@EnumSource(Endpoint.class)
	void streamsContainUsageByDefault(Endpoint endpoint) {
		this.gateway.replyStream("Hel", "lo.").usage(5, 7, 12);
		ChatResponse last = this.model
			.stream(new Prompt("Say hello.",
					QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").endpoint(endpoint).build()))
			.blockLast();
		assertThat(last.getMetadata().getUsage().getTotalTokens()).isEqualTo(12);
		assertThat(this.gateway.takeRequest().json().path("stream_options").has("include_usage"))
			.isEqualTo(endpoint == Endpoint.UNIFIED);
	}

	@Test
	void openAiOutputAudioHasCounterpart() {
		OpenAiChatOptions before = OpenAiChatOptions.builder()
			.outputModalities(List.of("audio"))
			.outputAudio(new OpenAiChatOptions.AudioParameters(OpenAiChatOptions.AudioParameters.Voice.ALLOY,
					OpenAiChatOptions.AudioParameters.AudioResponseFormat.WAV))
			.build();
		QhaigcGeminiChatOptions after = QhaigcGeminiChatOptions.builder()
			.responseModalities(List.of(Modality.AUDIO))
			.speech(Speech.voice("Kore"))
			.build();
		assertThat(before.getOutputModalities()).containsExactly("audio");
		assertThat(generationConfig(after)).hasToString("""
				{"responseModalities":["AUDIO"],"speechConfig":{"voiceConfig":\
				{"prebuiltVoiceConfig":{"voiceName":"Kore"}}}}""");
	}

	@ParameterizedTest
	@EnumSource(Endpoint.class)
	void sendsOptionForParallelToolCallsToUnifiedEndpointOnly(Endpoint endpoint) {
		ToolCallback weather = FunctionToolCallback.builder("weather", (City city) -> "rain")
			.description("The weather.")
			.inputType(City.class)
			.build();
		this.gateway.reply("Hello.");
		this.model.call(new Prompt("Say hello.",
				QhaigcGeminiChatOptions.builder()
					.model("gemini-3.5-flash")
					.endpoint(endpoint)
					.toolCallbacks(weather)
					.parallelToolCalls(false)
					.build()));
		assertThat(this.gateway.takeRequest().json().findValuesAsString("parallel_tool_calls"))
			.isEqualTo((endpoint == Endpoint.UNIFIED) ? List.of("false") : List.of());
	}

	@Test
	void usesModelFromPortableOptionsAndIgnoresModelFromOptionsOfOtherProviders() {
		this.gateway.reply("Hello.");
		this.model.call(new Prompt("Say hello.", ChatOptions.builder().model("gemini-2.5-pro").build()));
		assertThat(this.gateway.takeRequest().model()).isEqualTo("gemini-2.5-pro");
		this.gateway.reply("Hello.");
		this.model.call(new Prompt("Say hello.", OpenAiChatOptions.builder().model("gpt-5-mini").build()));
		assertThat(this.gateway.takeRequest().model()).isEqualTo("gemini-3-flash-preview");
		this.gateway.reply("Hello.");
		this.model.call(new Prompt("Say hello.", GoogleGenAiChatOptions.builder().model("gemini-2.0-flash").build()));
		assertThat(this.gateway.takeRequest().model()).isEqualTo("gemini-3-flash-preview");
	}

	@Test
	void chatClientCopiesModelAndPortableOptionsFromOptionsOfOtherProviders() {
		ChatClient client = ChatClient.create(this.model);
		this.gateway.reply("Hello.");
		client.prompt("Say hello.")
			.options(OpenAiChatOptions.builder().model("gemini-2.5-pro").temperature(0.2).n(2))
			.call()
			.content();
		ReceivedRequest openAi = this.gateway.takeRequest();
		assertThat(openAi.model()).isEqualTo("gemini-2.5-pro");
		assertThat(openAi.json().path("generationConfig")).hasToString("""
				{"temperature":0.2}""");
		this.gateway.reply("Hello.");
		client.prompt("Say hello.")
			.options(GoogleGenAiChatOptions.builder().maxOutputTokens(7).thinkingBudget(3))
			.call()
			.content();
		ReceivedRequest google = this.gateway.takeRequest();
		assertThat(google.model()).isEqualTo("gemini-3-flash-preview");
		assertThat(google.json().path("generationConfig")).hasToString("""
				{"maxOutputTokens":7}""");
	}

	@Test
	void requestOptionsReplaceClientDefaults() {
		this.gateway.reply("Hello.");
		// tag::replaced-options[]
		ChatClient client = ChatClient.builder(this.model)
			.defaultOptions(QhaigcGeminiChatOptions.builder().temperature(0.2).seed(7))
			.build();
		client.prompt("Say hello.").options(QhaigcGeminiChatOptions.builder().topK(40)).call().content();
		// end::replaced-options[]
		assertThat(this.gateway.takeRequest().json().path("generationConfig")).hasToString("""
				{"topK":40}""");
	}

	private JsonNode generationConfig(QhaigcGeminiChatOptions options) {
		this.gateway.reply("{\"city\":\"Hangzhou\"}");
		this.model.call(new Prompt("Where is West Lake?", options));
		return this.gateway.takeRequest().json().path("generationConfig");
	}

	record City(String city) {

	}

}
