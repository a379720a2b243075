package net.qhaigc.springai.gemini.docs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.metadata.Citation;
import net.qhaigc.springai.gemini.metadata.GroundingSource;
import net.qhaigc.springai.gemini.metadata.GroundingSupport;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.ServerToolUse;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.RetrievalConfig;
import net.qhaigc.springai.gemini.options.ServerTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contains the code in {@code docs/server-tools.md}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServerToolsTests extends SnippetTest {

	private static final String GROUNDED_RESPONSE = """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"西湖 is in Hangzhou."}]},
			 "finishReason":"STOP","groundingMetadata":{"webSearchQueries":["West Lake"],
			 "groundingChunks":[{"web":{"uri":"https://a.example","title":"a.example"}}],
			 "groundingSupports":[{"segment":{"endIndex":22,"text":"西湖 is in Hangzhou"},
			 "groundingChunkIndices":[0]}]},
			 "citationMetadata":{"citationSources":[{"startIndex":0,"endIndex":6,"uri":"https://b.example",
			 "license":"CC BY-SA"}]}}]}""";

	private static final String CODE_EXECUTION_RESPONSE = """
			{"candidates":[{"content":{"role":"model","parts":[
			 {"executableCode":{"language":"PYTHON","code":"print(17 * 23)"},"thoughtSignature":"c2ln"},
			 {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"391"}},{"text":"It is 391."}]},
			 "finishReason":"STOP"}]}""";

	private static final String MIXED_TOOLS_RESPONSE = """
			{"candidates":[{"content":{"role":"model","parts":[
			 {"toolCall":{"toolType":"GOOGLE_SEARCH_WEB","args":{"queries":["weather Hangzhou"]},"id":"t1"},
			  "thoughtSignature":"dDE="},
			 {"toolResponse":{"toolType":"GOOGLE_SEARCH_WEB","response":{"found":3},"id":"t1"}},
			 {"functionCall":{"name":"book","args":{"city":"Hangzhou"}},"thoughtSignature":"YzE="}]},
			 "finishReason":"STOP"}]}""";

	private final QhaigcGeminiChatModel model = model("gemini-3-flash-preview");

	private final ChatClient chat = ChatClient.create(this.model);

	@Test
	void returnsGroundingSources(CapturedOutput output) {
		this.gateway.replyJson(GROUNDED_RESPONSE);
		// tag::search[]
		ChatResponse response = this.chat.prompt("Where is West Lake?")
			.options(QhaigcGeminiChatOptions.builder().serverTools(List.of(ServerTool.googleSearch())))
			.call()
			.chatResponse();
		QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(response);
		for (GroundingSupport support : metadata.grounding().supports()) {
			String passage = support.range().substringOf(metadata.text());
			System.out.println(passage + " <- " + support.sources().stream().map(GroundingSource::uri).toList());
		}
		// end::search[]
		assertThat(output.getOut()).endsWith("""
				西湖 is in Hangzhou <- [https://a.example]
				""");
		assertThat(metadata.grounding().supports()).singleElement().satisfies((support) -> {
			assertThat(support.range().substringOf(metadata.text())).isEqualTo("西湖 is in Hangzhou");
			assertThat(support.sources()).extracting(GroundingSource::uri).containsExactly("https://a.example");
		});
		assertThat(sentTools()).hasToString("[{\"googleSearch\":{}}]");
	}

	@Test
	void returnsCitations(CapturedOutput output) {
		this.gateway.replyJson(GROUNDED_RESPONSE);
		ChatResponse response = this.model.call(new Prompt("Where is West Lake?"));
		// tag::citations[]
		QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(response);
		for (Citation citation : metadata.citations()) {
			System.out.printf("'%s' is quoted from %s (%s)%n", citation.range().substringOf(metadata.text()),
					citation.uri(), citation.license());
		}
		// end::citations[]
		assertThat(output.getOut()).endsWith("""
				'西湖' is quoted from https://b.example (CC BY-SA)
				""");
	}

	@Test
	void sendsToolSettings() {
		this.gateway.reply("Well.");
		Instant now = Instant.parse("2026-11-01T00:00:00Z");
		// tag::settings[]
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder()
			.serverTools(List.of(ServerTool.googleSearch().between(now.minus(Duration.ofDays(7)), now),
					ServerTool.urlContext(), ServerTool.codeExecution(), ServerTool.googleMaps(),
					ServerTool.fileSearch("fileSearchStores/guides")))
			.retrievalConfig(RetrievalConfig.at(30.25, 120.15).withLanguageCode("en"))
			.build();
		// end::settings[]
		this.model.call(new Prompt("What is new at West Lake?", options));
		JsonNode request = this.gateway.takeRequest().json();
		assertThat(request.path("tools")).hasToString("""
				[{"googleSearch":{"timeRangeFilter":{"startTime":"2026-10-25T00:00:00Z",\
				"endTime":"2026-11-01T00:00:00Z"}}},{"urlContext":{}},{"codeExecution":{}},{"googleMaps":{}},\
				{"fileSearch":{"fileSearchStoreNames":["fileSearchStores/guides"]}}]""");
		assertThat(request.at("/toolConfig/retrievalConfig")).hasToString("""
				{"latLng":{"latitude":30.25,"longitude":120.15},"languageCode":"en"}""");
	}

	@Test
	void sendsExtraTools() {
		this.gateway.reply("Well.");
		// tag::extra[]
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder()
			.serverTools(List.of(ServerTool.googleMaps()))
			.extraTools(List.of(Map.of("googleMaps", Map.of("authConfig", Map.of("apiKey", "maps-key"))),
					Map.of("mcpServers",
							List.of(Map.of("name", "guides", "streamableHttpTransport",
									Map.of("url", "https://mcp.example.com"))))))
			.build();
		// end::extra[]
		this.model.call(new Prompt("What is new at West Lake?", options));
		JsonNode tools = this.gateway.takeRequest().json().path("tools");
		assertThat(tools.path(0)).hasToString("{\"googleMaps\":{\"authConfig\":{\"apiKey\":\"maps-key\"}}}");
		assertThat(tools.at("/1/mcpServers/0/name").asString()).isEqualTo("guides");
	}

	@Test
	void sendsNoServerToolsIfRequestOptionsHaveEmptyList() {
		this.gateway.reply("Well.");
		ChatClient.builder(this.model)
			.defaultOptions(QhaigcGeminiChatOptions.builder().serverTools(List.of(ServerTool.googleSearch())))
			.build()
			.prompt("Hi")
			.options(QhaigcGeminiChatOptions.builder().serverTools(List.of()))
			.call()
			.content();
		assertThat(this.gateway.takeRequest().json().has("tools")).isFalse();
	}

	@Test
	void sendsExecutedCodeInNextTurn() {
		this.gateway.replyJson(CODE_EXECUTION_RESPONSE);
		this.gateway.reply("408");
		UserMessage first = new UserMessage("What is 17 times 23?");
		AssistantMessage answer = this.model.call(new Prompt(first)).getResult().getOutput();
		assertThat(answer.getText()).isEqualTo("It is 391.");
		this.model.call(new Prompt(first, answer, new UserMessage("And 17 times 24?")));
		assertThat(this.gateway.received().get(1).json().at("/contents/1/parts")).hasToString("""
				[{"executableCode":{"language":"PYTHON","code":"print(17 * 23)"},"thoughtSignature":"c2ln"},\
				{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"391"}},{"text":"It is 391."}]""");
	}

	@Test
	void combinesFunctionsAndServerTools() {
		this.gateway.replyJson(MIXED_TOOLS_RESPONSE);
		this.gateway.reply("Booked.");
		// tag::mixed[]
		String answer = this.chat.prompt("Book a room in Hangzhou if it does not rain.")
			.tools(new Booking())
			.options(QhaigcGeminiChatOptions.builder().serverTools(List.of(ServerTool.googleSearch())))
			.call()
			.content();
		// end::mixed[]
		assertThat(answer).isEqualTo("Booked.");
		assertThat(this.gateway.received()).extracting((request) -> request.json().path("toolConfig").toString())
			.containsOnly("{\"includeServerSideToolInvocations\":true}");
		assertThat(this.gateway.received().get(1).json().at("/contents/1/parts").findValuesAsString("thoughtSignature"))
			.containsExactly("dDE=", "YzE=");
	}

	@Test
	void returnsCallsOfServerTools(CapturedOutput output) {
		this.gateway.replyJson(MIXED_TOOLS_RESPONSE);
		ChatResponse response = this.model.call(new Prompt("Book a room in Hangzhou if it does not rain."));
		// tag::used[]
		for (ServerToolUse use : QhaigcGeminiMetadata.from(response).serverTools()) {
			System.out.println(use.toolType() + ": " + use.arguments() + " -> " + use.response());
		}
		// end::used[]
		assertThat(output.getOut()).endsWith("""
				GOOGLE_SEARCH_WEB: {queries=[weather Hangzhou]} -> {found=3}
				""");
		assertThat(QhaigcGeminiMetadata.from(response).serverTools()).containsExactly(new ServerToolUse(
				"GOOGLE_SEARCH_WEB", null, Map.of("queries", List.of("weather Hangzhou")), Map.of("found", 3)));
	}

	private JsonNode sentTools() {
		return this.gateway.takeRequest().json().path("tools");
	}

	static class Booking {

		@Tool(description = "Books a room in a city")
		String book(String city) {
			return "A room in " + city;
		}

	}

}
