package net.qhaigc.springai.gemini.metadata;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order of the parts of a response, for the media that executed code
 * generates, and for grounding that refers to missing sources.
 */
class ResponsePartsTests {

	private static final String PARTS = """
			{"text":"I plot it.","thought":true},{"text":"The "},{"text":"plot:"},
			 {"executableCode":{"language":"PYTHON","code":"plot()"}},
			 {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"ok"}},
			 {"inlineData":{"mimeType":"image/png","data":"AQID"}},
			 {"inlineData":{"mimeType":"image/png","data":"BAUG"}},
			 {"text":"Painted:"},{"inlineData":{"mimeType":"image/jpeg","data":"BwgJ"}}""";

	private static final String RESPONSE = "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + PARTS
			+ "]},\"finishReason\":\"STOP\"}]}";

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	@Test
	void returnsPartsOfResponseInOrder() {
		this.fixture.gateway().replyJson(RESPONSE);
		assertReturnsPartsInOrder(QhaigcGeminiMetadata.from(chat().call().chatResponse()));
	}

	@Test
	void returnsPartsOfStreamInOrder() {
		this.fixture.gateway().replyEvents(RESPONSE);
		AtomicReference<ChatResponse> aggregate = new AtomicReference<>();
		List<ChatResponse> chunks = new MessageAggregator().aggregate(chat().stream().chatResponse(), aggregate::set)
			.collectList()
			.block();
		assertReturnsPartsInOrder(QhaigcGeminiMetadata.from(chunks.get(chunks.size() - 1)));
		assertReturnsPartsInOrder(QhaigcGeminiMetadata.from(aggregate.get()));
	}

	@Test
	void emitsPartsOfCodeExecutionAndServerToolsWhenTheyAreReceived() {
		this.fixture.gateway().replyEvents(response("""
				{"text":"Let me "},{"text":"I look it up.","thought":true},
				 {"toolCall":{"toolType":"GOOGLE_SEARCH_WEB","args":{"queries":["杭州天气"]},"id":"b"}}"""), response("""
				{"toolResponse":{"toolType":"GOOGLE_SEARCH_WEB","response":{"found":1},"id":"b"}},{"text":"see: "},
				 {"executableCode":{"language":"PYTHON","code":"draft()"},"thought":true},
				 {"executableCode":{"language":"PYTHON","code":"plot()","id":"a"}}"""), response("""
				{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"🌧️","id":"a"}},{"text":"rain."}"""), """
				{"candidates":[{"finishReason":"STOP"}]}""");
		AtomicReference<ChatResponse> aggregate = new AtomicReference<>();
		List<ChatResponse> chunks = new MessageAggregator().aggregate(chat().stream().chatResponse(), aggregate::set)
			.collectList()
			.block();
		assertThat(chunks.stream().map(ResponsePartsTests::describe)).containsExactly("Let me ", "thought",
				"[ServerToolUse[toolType=GOOGLE_SEARCH_WEB, toolName=null, arguments={queries=[杭州天气]}, response={}]]",
				"[ServerToolUse[toolType=GOOGLE_SEARCH_WEB, toolName=null, arguments={}, response={found=1}]]", "see: ",
				"[Code[language=PYTHON, code=plot()]]", "[CodeResult[outcome=OUTCOME_OK, output=🌧️]]", "rain.",
				"closing");
		assertThat(aggregate.get().getResult().getOutput().getText()).isEqualTo("Let me see: rain.");
		QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(aggregate.get());
		assertThat(metadata.codeExecutions())
			.containsExactly(new CodeExecution("PYTHON", "plot()", "OUTCOME_OK", "🌧️", List.of()));
		assertThat(metadata.serverTools()).containsExactly(
				new ServerToolUse("GOOGLE_SEARCH_WEB", null, Map.of("queries", List.of("杭州天气")), Map.of("found", 1)));
	}

	@Test
	void assignsMediaToCodeWhoseResultPrecedesMedia() {
		this.fixture.gateway().replyJson(response("""
				{"executableCode":{"language":"PYTHON","code":"plot(1)","id":"a"}},
				 {"executableCode":{"language":"PYTHON","code":"plot(2)","id":"b"}},
				 {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"one","id":"a"}},
				 {"inlineData":{"mimeType":"image/png","data":"AQID"}},
				 {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"two","id":"b"}},
				 {"inlineData":{"mimeType":"image/png","data":"BAUG"}}"""));
		assertThat(QhaigcGeminiMetadata.from(chat().call().chatResponse()).codeExecutions())
			.extracting((execution) -> execution.output() + ": "
					+ execution.media().stream().map((media) -> media.getDataAsByteArray()[0]).toList())
			.containsExactly("one: [1]", "two: [4]");
	}

	@Test
	void readsPartsFromMetadataThatWasStoredAsJson() {
		this.fixture.gateway().replyJson(RESPONSE);
		Generation generation = Objects.requireNonNull(chat().call().chatResponse().getResult());
		JsonMapper mapper = JsonMapper.shared();
		Object parts = mapper.readValue(
				mapper.writeValueAsString(generation.getMetadata().<Object>get(QhaigcGeminiMetadata.PARTS)),
				Object.class);
		assertReturnsPartsInOrder(QhaigcGeminiMetadata.from(new Generation(new AssistantMessage(""),
				ChatGenerationMetadata.builder().metadata(QhaigcGeminiMetadata.PARTS, parts).build())));
	}

	@Test
	void returnsTextAsPartIfResponseHasNoOtherParts() {
		this.fixture.gateway().reply("Hello.");
		ChatResponse response = chat().call().chatResponse();
		assertThat(QhaigcGeminiMetadata.from(response).parts()).containsExactly(new ResponsePart.Text("Hello."));
		assertThat(response.getResult().getMetadata().containsKey(QhaigcGeminiMetadata.PARTS)).isFalse();
		assertThat(QhaigcGeminiMetadata.from((ChatResponse) null).parts()).isEmpty();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void warnsAboutGroundingThatRefersToMissingSource(CapturedOutput output) {
		String response = """
				{"candidates":[{"content":{"role":"model","parts":[{"text":"Yes."}]},"finishReason":"STOP",
				 "groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a.example"}}],
				 "groundingSupports":[{"segment":{"endIndex":4,"text":"Yes."},"groundingChunkIndices":[%s]}]}}]}""";
		this.fixture.gateway().replyJson(response.formatted("0"));
		this.fixture.gateway().replyJson(response.formatted("7,0"));
		ChatClient.ChatClientRequestSpec chat = chat();
		chat.call().chatResponse();
		assertThat(output).doesNotContain("refers to sources");
		GroundingSupport support = QhaigcGeminiMetadata.from(chat.call().chatResponse()).grounding().supports().get(0);
		assertThat(support.sourceIndices()).containsExactly(0);
		assertThat(support.sources()).hasSize(1);
		assertThat(output).containsOnlyOnce("refers to sources that the response does not have");
	}

	private ChatClient.ChatClientRequestSpec chat() {
		return ChatClient.create(this.fixture.model("gemini-3-flash-preview")).prompt("Plot it");
	}

	private static void assertReturnsPartsInOrder(QhaigcGeminiMetadata metadata) {
		assertThat(metadata.parts().stream().map(ResponsePartsTests::describe)).containsExactly("Text[text=The plot:]",
				"Code[language=PYTHON, code=plot()]", "CodeResult[outcome=OUTCOME_OK, output=ok]", "image/png 1",
				"image/png 4", "Text[text=Painted:]", "image/jpeg 7");
		assertThat(metadata.codeExecutions()).singleElement().satisfies((execution) -> {
			assertThat(execution.output()).isEqualTo("ok");
			assertThat(execution.media()).extracting((media) -> media.getDataAsByteArray()[0])
				.containsExactly((byte) 1, (byte) 4);
		});
	}

	private static String response(String parts) {
		return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]}}]}";
	}

	/**
	 * Return the content of a chunk, {@code thought} for thoughts, or {@code closing} for
	 * the closing chunk.
	 */
	private static String describe(ChatResponse chunk) {
		Generation generation = Objects.requireNonNull(chunk.getResult());
		QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(chunk);
		if (generation.getMetadata().getFinishReason() != null) {
			return "closing";
		}
		if (!metadata.serverTools().isEmpty()) {
			return metadata.serverTools().toString();
		}
		if (!metadata.codeExecutions().isEmpty()) {
			return metadata.parts().toString();
		}
		return (metadata.thoughts() != null) ? "thought" : Objects.requireNonNull(generation.getOutput().getText());
	}

	private static String describe(ResponsePart part) {
		return (part instanceof ResponsePart.GeneratedMedia generated)
				? generated.media().getMimeType() + " " + generated.media().getDataAsByteArray()[0] : part.toString();
	}

}
