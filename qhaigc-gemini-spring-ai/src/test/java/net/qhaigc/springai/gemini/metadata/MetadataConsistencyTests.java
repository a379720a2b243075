package net.qhaigc.springai.gemini.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link QhaigcGeminiMetadata} is the same for a response, for the closing
 * chunk of a stream, for a stream that Spring AI aggregated, and for metadata that was
 * stored as JSON.
 */
class MetadataConsistencyTests {

	private static final String[] EVENTS = { """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"Hm, ","thought":true},
			 {"executableCode":{"language":"PYTHON","code":"print(1)","id":"a"}},
			 {"toolCall":{"toolType":"GOOGLE_SEARCH_WEB","args":{"queries":["杭州天气"]},"id":"b"}}]},
			 "groundingMetadata":{}}],
			 "usageMetadata":{"promptTokenCount":5,"totalTokenCount":5},"responseId":"r","modelVersion":"gemini-3"}""",
			"""
					{"candidates":[{"content":{"role":"model","parts":[{"text":"rain.","thought":true},
					 {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1\\n","id":"a"}},
					 {"toolResponse":{"toolType":"GOOGLE_SEARCH_WEB","response":{"found":1.5},"id":"b"}},
					 {"text":"🌧️ 杭州"}]},
					 "groundingMetadata":{"webSearchQueries":["杭州天气"],
					 "groundingChunks":[{"web":{"uri":"https://a.example","title":"a"}}],
					 "groundingSupports":[{"segment":{"startIndex":8,"endIndex":14,"text":"杭州"},"groundingChunkIndices":[0]}]}}],
					 "usageMetadata":{"promptTokenCount":5,"totalTokenCount":9}}""",
			"""
					{"candidates":[{"content":{"role":"model","parts":[{"text":"在下雨。"}]},
					 "groundingMetadata":{
					 "groundingChunks":[{"web":{"uri":"https://b.example","title":"b"}}],
					 "groundingSupports":[{"segment":{"startIndex":14,"endIndex":23,"text":"在下雨"},
					 "groundingChunkIndices":[0,1],"confidenceScores":[0.5,0.25]}]},
					 "citationMetadata":{"citationSources":[{"startIndex":8,"endIndex":14,"uri":"https://c.example"}]},
					 "urlContextMetadata":{"urlMetadata":[{"retrievedUrl":"https://d.example",
					 "urlRetrievalStatus":"URL_RETRIEVAL_STATUS_ERROR"}]},
					 "safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"NEGLIGIBLE"}],
					 "avgLogprobs":-0.5,"logprobsResult":{"chosenCandidates":[{"token":"雨","tokenId":7,"logProbability":-0.25}]},
					 "finishReason":"STOP","finishMessage":"Done."}],
					 "promptFeedback":{"safetyRatings":[{"category":"HARM_CATEGORY_HATE_SPEECH","probability":"LOW"}]},
					 "usageMetadata":{"promptTokenCount":5,"cachedContentTokenCount":2,"candidatesTokenCount":4,
					 "thoughtsTokenCount":3,"totalTokenCount":12,"newTokenCount":1,"serviceTier":"flex",
					 "promptTokensDetails":[{"modality":"TEXT","tokenCount":5}]}}""" };

	private static final String RESPONSE = """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"Hm, ","thought":true},
			 {"executableCode":{"language":"PYTHON","code":"print(1)","id":"a"}},
			 {"toolCall":{"toolType":"GOOGLE_SEARCH_WEB","args":{"queries":["杭州天气"]},"id":"b"}},
			 {"text":"rain.","thought":true},
			 {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1\\n","id":"a"}},
			 {"toolResponse":{"toolType":"GOOGLE_SEARCH_WEB","response":{"found":1.5},"id":"b"}},
			 {"text":"🌧️ 杭州在下雨。"}]},
			 "groundingMetadata":{"webSearchQueries":["杭州天气"],
			 "groundingChunks":[{"web":{"uri":"https://a.example","title":"a"}},
			 {"web":{"uri":"https://b.example","title":"b"}}],
			 "groundingSupports":[{"segment":{"startIndex":8,"endIndex":14,"text":"杭州"},"groundingChunkIndices":[0]},
			 {"segment":{"startIndex":14,"endIndex":23,"text":"在下雨"},
			 "groundingChunkIndices":[0,1],"confidenceScores":[0.5,0.25]}]},
			 "citationMetadata":{"citationSources":[{"startIndex":8,"endIndex":14,"uri":"https://c.example"}]},
			 "urlContextMetadata":{"urlMetadata":[{"retrievedUrl":"https://d.example",
			 "urlRetrievalStatus":"URL_RETRIEVAL_STATUS_ERROR"}]},
			 "safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"NEGLIGIBLE"}],
			 "avgLogprobs":-0.5,"logprobsResult":{"chosenCandidates":[{"token":"雨","tokenId":7,"logProbability":-0.25}]},
			 "finishReason":"STOP","finishMessage":"Done."}],
			 "promptFeedback":{"safetyRatings":[{"category":"HARM_CATEGORY_HATE_SPEECH","probability":"LOW"}]},
			 "usageMetadata":{"promptTokenCount":5,"cachedContentTokenCount":2,"candidatesTokenCount":4,
			 "thoughtsTokenCount":3,"totalTokenCount":12,"newTokenCount":1,"serviceTier":"flex",
			 "promptTokensDetails":[{"modality":"TEXT","tokenCount":5}]},"responseId":"r","modelVersion":"gemini-3"}""";

	@RegisterExtension
	private final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	private Values valuesOfCall;

	private QhaigcGeminiChatModel model;

	@BeforeEach
	void call() {
		this.model = this.fixture.model("gemini-3-flash-preview");
		this.fixture.gateway().replyJson(RESPONSE);
		this.valuesOfCall = Values.of(QhaigcGeminiMetadata.from(this.model.call(new Prompt("How is the weather?"))));
	}

	@Test
	void responseHasAllMetadata() {
		assertThat(this.valuesOfCall.text()).isEqualTo("🌧️ 杭州在下雨。");
		assertThat(this.valuesOfCall.thoughts()).isEqualTo("Hm, rain.");
		assertThat(this.valuesOfCall.grounding().supports())
			.extracting((support) -> support.range().substringOf(this.valuesOfCall.text()))
			.containsExactly("杭州", "在下雨");
		assertThat(this.valuesOfCall.citations())
			.extracting((citation) -> citation.range().substringOf(this.valuesOfCall.text()))
			.containsExactly("杭州");
		assertThat(this.valuesOfCall).hasNoNullFieldsOrProperties();
		assertThat(Objects.requireNonNull(this.valuesOfCall.usage()).cachedContentTokenCount()).isEqualTo(2);
	}

	@Test
	void closingChunkHasSameMetadata() {
		List<ChatResponse> chunks = stream();
		ChatResponse closing = chunks.get(chunks.size() - 1);
		assertThat(Objects.requireNonNull(closing.getResult()).getOutput().getText()).isEmpty();
		assertThat(Values.of(QhaigcGeminiMetadata.from(closing))).isEqualTo(this.valuesOfCall);
	}

	@Test
	void onlyClosingChunkHasGroundingSupportsAndUsage() {
		List<ChatResponse> chunks = stream();
		assertThat(chunks).hasSize(10).filteredOn((chunk) -> {
			Values values = Values.of(QhaigcGeminiMetadata.from(chunk));
			return !values.grounding().supports().isEmpty() || values.usage() != null;
		}).containsExactly(chunks.get(9));
	}

	@Test
	void earlierChunkHasMetadataOnlyForCodeExecutionOrServerToolOrSearch() {
		assertThat(stream().subList(0, 9))
			.filteredOn(
					(chunk) -> Objects.requireNonNull(chunk.getResult()).getMetadata() != ChatGenerationMetadata.NULL)
			.hasSize(5)
			.allSatisfy((chunk) -> {
				QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(chunk);
				assertThat(metadata.codeExecutions().size() + metadata.serverTools().size()
						+ metadata.grounding().webSearchQueries().size())
					.isEqualTo(1);
				assertThat(metadata.text()).isEmpty();
			});
	}

	@Test
	void aggregatedStreamHasSameMetadata() {
		AtomicReference<ChatResponse> aggregate = new AtomicReference<>();
		this.fixture.gateway().replyEvents(EVENTS);
		new MessageAggregator().aggregate(this.model.stream(new Prompt("How is the weather?")), aggregate::set)
			.blockLast();
		assertThat(Values.of(QhaigcGeminiMetadata.from(aggregate.get()))).isEqualTo(this.valuesOfCall);
	}

	@Test
	void generationRestoredFromJsonHasSameMetadata() {
		this.fixture.gateway().replyJson(RESPONSE);
		Generation generation = Objects.requireNonNull(this.model.call(new Prompt("How is the weather?")).getResult());
		assertThat(Values.of(QhaigcGeminiMetadata.from(restoredFromJson(generation)))).isEqualTo(this.valuesOfCall);
	}

	private List<ChatResponse> stream() {
		this.fixture.gateway().replyEvents(EVENTS);
		List<ChatResponse> chunks = new ArrayList<>();
		this.model.stream(new Prompt("How is the weather?")).doOnNext(chunks::add).blockLast();
		return chunks;
	}

	/** Return the generation as it is restored by a store that keeps metadata as JSON. */
	private static Generation restoredFromJson(Generation generation) {
		JsonMapper mapper = JsonMapper.builder().build();
		ChatGenerationMetadata.Builder metadata = ChatGenerationMetadata.builder();
		generation.getMetadata()
			.entrySet()
			.forEach((entry) -> metadata.metadata(entry.getKey(),
					mapper.readValue(mapper.writeValueAsString(entry.getValue()), new TypeReference<Object>() {
					})));
		return new Generation(generation.getOutput(), metadata.build());
	}

	/**
	 * The values of a {@link QhaigcGeminiMetadata} that the tests compare.
	 */
	private record Values(String text, @Nullable String thoughts, Grounding grounding, List<Citation> citations,
			List<RetrievedUrl> retrievedUrls, List<CodeExecution> codeExecutions, String serverTools,
			List<SafetyRating> safetyRatings, PromptFeedback promptFeedback, LogProbabilities logProbabilities,
			@Nullable String finishMessage, @Nullable String serviceTier, @Nullable TokenUsage usage) {

		static Values of(QhaigcGeminiMetadata metadata) {
			return new Values(metadata.text(), metadata.thoughts(), metadata.grounding(), metadata.citations(),
					metadata.retrievedUrls(), metadata.codeExecutions(), metadata.serverTools().toString(),
					metadata.safetyRatings(), metadata.promptFeedback(), metadata.logProbabilities(),
					metadata.finishMessage(), metadata.serviceTier(), metadata.usage());
		}

	}

}
