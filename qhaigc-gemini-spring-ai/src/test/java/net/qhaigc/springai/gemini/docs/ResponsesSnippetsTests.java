package net.qhaigc.springai.gemini.docs;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the snippets of the page on responses.
 */
class ResponsesSnippetsTests {

	private static final String GROUNDED = """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"Zürich won 2:1. Bern lost."}]},
			 "finishReason":"STOP","groundingMetadata":{"webSearchQueries":["match last night"],
			 "groundingChunks":[{"web":{"uri":"https://a.example","title":"a.example"}},
			 {"retrievedContext":{"title":"Results","pageNumber":3,"text":"Bern lost.","uri":"gs://results"}},
			 {"maps":{"title":"Letzigrund","uri":"https://maps.example"}}],
			 "groundingSupports":[
			 {"segment":{"endIndex":16,"text":"Zürich won 2:1."},"groundingChunkIndices":[0]},
			 {"segment":{"startIndex":17,"endIndex":27,"text":"Bern lost."},"groundingChunkIndices":[0,1]}]}}],
			 "usageMetadata":{"totalTokenCount":3}}""";

	@RegisterExtension
	private final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	private ChatModel model;

	private ResponsesSnippets snippets;

	@BeforeEach
	void createSnippets() {
		this.model = this.fixture.model("gemini-2.5-flash");
		this.snippets = new ResponsesSnippets(this.model);
	}

	@Test
	void requestsGoogleSearch() {
		this.fixture.gateway().reply("Zürich.");
		this.snippets.send();
		assertThat(this.snippets.shown()).containsExactly("Zürich.");
		assertThat(this.fixture.bodies().get(0)).contains("\"googleSearch\"");
	}

	@Test
	void addsFootnotesAfterSupportedText() {
		assertThat(ResponsesSnippets.withFootnotes(response(GROUNDED))).isEqualTo("""
				Zürich won 2:1.[1] Bern lost.[1][2]
				[1] a.example: https://a.example
				[2] Results: gs://results
				[3] Letzigrund: https://maps.example""");
	}

	@Test
	void rendersHtmlAndMarkdown() {
		this.snippets.render(response(GROUNDED));
		assertThat(this.snippets.shown()).hasSize(2);
		assertThat(this.snippets.shown().get(0)).startsWith("<div class=\"response-text\">Zürich won 2:1.<sup");
		assertThat(this.snippets.shown().get(1)).isEqualTo("""
				Zürich won 2:1. [\\[1\\]](https://a.example) Bern lost. [\\[1\\]](https://a.example) \\[2\\]

				1. [a.example](https://a.example)
				2. Results
				3. [Letzigrund](https://maps.example)
				""");
	}

	@Test
	void showsProgressOfCodeExecution() {
		this.fixture.gateway().replyEvents("""
				{"candidates":[{"content":{"role":"model","parts":[
				 {"executableCode":{"language":"PYTHON","code":"print(1)"}}]}}]}""", """
				{"candidates":[{"content":{"role":"model","parts":[
				 {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}},{"text":"One."}]},
				 "finishReason":"STOP"}]}""");
		this.snippets.showProgress(this.model.stream(new Prompt("Run it.")));
		assertThat(this.snippets.shown()).containsExactly("Running print(1)", "1");
	}

	@Test
	void listsSourcesOfEachKind() {
		this.snippets.showSources(QhaigcGeminiMetadata.from(response(GROUNDED)).grounding());
		assertThat(this.snippets.shown()).containsExactly("a.example: https://a.example", "Results, page 3: Bern lost.",
				"Letzigrund on the map: https://maps.example");
	}

	@Test
	void listsCodeExecutionsAndFailedUrlRetrievals() {
		this.snippets.showServerSideResults(QhaigcGeminiMetadata.from(response("""
				{"candidates":[{"content":{"role":"model","parts":[
				 {"executableCode":{"language":"PYTHON","code":"print(1)"}},
				 {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}},{"text":"One."}]},
				 "urlContextMetadata":{"urlMetadata":[{"retrievedUrl":"https://a.example",
				 "urlRetrievalStatus":"URL_RETRIEVAL_STATUS_PAYWALL"}]},"finishReason":"STOP"}]}""")));
		assertThat(this.snippets.shown()).containsExactly("print(1) -> 1", "Could not read https://a.example");
	}

	@Test
	void reportsBlockReason() {
		this.snippets.showBlockedPrompt(response("""
				{"promptFeedback":{"blockReason":"SAFETY"}}"""));
		assertThat(this.snippets.shown()).containsExactly("The prompt was blocked: SAFETY");
	}

	@Test
	void printsLogProbabilitiesAsPercentages() {
		this.snippets.showLogProbabilities(QhaigcGeminiMetadata.from(response("""
				{"candidates":[{"content":{"role":"model","parts":[{"text":"Yes"}]},"finishReason":"STOP",
				 "logprobsResult":{"chosenCandidates":[{"token":"Yes","logProbability":-0.1}]}}]}""")));
		assertThat(this.snippets.shown()).containsExactly("Yes 90 %");
	}

	@Test
	void aggregatedStreamContainsGrounding() {
		this.fixture.gateway().replyJson(GROUNDED);
		this.snippets.stream();
		assertThat(this.snippets.shown()).containsExactly("[match last night]");
	}

	private ChatResponse response(String json) {
		this.fixture.gateway().replyJson(json);
		return this.model.call(new Prompt("Who won the match last night?"));
	}

}
