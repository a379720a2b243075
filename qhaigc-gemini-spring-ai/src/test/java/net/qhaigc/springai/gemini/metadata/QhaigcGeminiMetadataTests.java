package net.qhaigc.springai.gemini.metadata;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QhaigcGeminiMetadata} with metadata that is present, absent or
 * malformed.
 */
class QhaigcGeminiMetadataTests {

	@Test
	void isEmptyWithoutMetadata() {
		assertIsEmpty(QhaigcGeminiMetadata.from(new Generation(new AssistantMessage("Hello."))));
		assertIsEmpty(QhaigcGeminiMetadata.from(new ChatResponse(List.of())));
		assertIsEmpty(QhaigcGeminiMetadata.from((Generation) null));
		assertIsEmpty(QhaigcGeminiMetadata.from((ChatResponse) null));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "null", "7", "\"?\"", "true", "[]", "{}", "[null]", "[[]]", "[{}]", "[7]", "{\"?\":[{}]}" })
	void isEmptyIfMetadataHasUnexpectedType(String value) {
		String fields = """
				{"groundingMetadata":?,"citationMetadata":?,"urlContextMetadata":?,"codeExecution":?,"serverTools":?,\
				"attemptedToolCalls":?,"safetyRatings":?,"promptFeedback":?,"logprobsResult":?,"usageMetadata":null}""";
		assertIsEmpty(metadata("", fields.replace("?", value)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "7", "\"?\"", "[]", "{}", "[null]", "[{}]", "[7]", "[[{}]]" })
	void treatsFieldsOfUnexpectedTypeAsAbsent(String value) {
		String fields = """
				{"groundingMetadata":{"groundingChunks":?,"groundingSupports":?,"webSearchQueries":?,\
				"searchEntryPoint":?,"retrievalMetadata":?},\
				"citationMetadata":{"citationSources":?},"urlContextMetadata":{"urlMetadata":?},\
				"codeExecution":[{"executableCode":?},{"codeExecutionResult":?}],\
				"serverTools":[{"toolCall":?},{"toolResponse":?}],"attemptedToolCalls":[{"functionCall":?}],\
				"promptFeedback":{"safetyRatings":?},"logprobsResult":{"chosenCandidates":?,"topCandidates":?}}""";
		QhaigcGeminiMetadata metadata = metadata("Hello.", fields.replace("?", value));
		assertThat(metadata.grounding().supports()).isEmpty();
		assertThat(metadata.grounding().searchEntryPoint()).isNull();
		assertThat(metadata.citations()).isEmpty();
		assertThat(metadata.retrievedUrls()).isEmpty();
		assertThat(metadata.codeExecutions()).isEmpty();
		assertThat(metadata.serverTools()).isEmpty();
		assertThat(metadata.attemptedToolCalls()).isEmpty();
		assertThat(metadata.promptFeedback().safetyRatings()).isEmpty();
		assertThat(metadata.logProbabilities().sum()).isNull();
	}

	@Test
	void readsGrounding() {
		Grounding grounding = metadata("Paris has 2.1 million people.",
				"""
						{"groundingMetadata":{
						  "webSearchQueries":["population of Paris",""],
						  "imageSearchQueries":["Paris"],
						  "searchEntryPoint":{"renderedContent":"<div>Paris</div>","sdkBlob":"W10="},
						  "retrievalMetadata":{"googleSearchDynamicRetrievalScore":0.75},
						  "googleMapsWidgetContextToken":"widget",
						  "groundingChunks":[
						    {"web":{"uri":"https://a.example","title":"a.example","domain":"a.example"}},
						    {"image":{"sourceUri":"https://b.example","imageUri":"https://b.example/b.png","title":"b"}},
						    {"retrievedContext":{"uri":"gs://c","title":"c","text":"Paris.","fileSearchStore":"fileSearchStores/s",
						      "pageNumber":3,"mediaId":"m","customMetadata":[{"key":"year","numericValue":2024},
						      {"key":"author","stringValue":"Ana"},{"key":"tags","stringListValue":{"values":["x","y"]}},
						      {"key":"none"}]}},
						    {"maps":{"uri":"https://maps.example","title":"Paris","text":"A city.","placeId":"places/p",
						      "placeAnswerSources":{"reviewSnippets":[{"title":"Fine","googleMapsUri":"https://r","reviewId":"r1"}]}}},
						    {"telepathy":{"mind":1}}],
						  "groundingSupports":[
						    {"segment":{"endIndex":29,"text":"Paris has 2.1 million people."},
						     "groundingChunkIndices":[0,2,9],"confidenceScores":[0.5,0.25,1]}]}}""")
			.grounding();
		GroundingSource web = new GroundingSource.Web("https://a.example", "a.example", "a.example");
		GroundingSource document = new GroundingSource.RetrievedContext("gs://c", "c", "Paris.", "fileSearchStores/s",
				3, "m", Map.of("year", 2024.0, "author", "Ana", "tags", List.of("x", "y")));
		assertThat(grounding).isEqualTo(new Grounding(List.of("population of Paris"), List.of("Paris"),
				List.of(web, new GroundingSource.Image("https://b.example", "b", null, "https://b.example/b.png"),
						document,
						new GroundingSource.Place("https://maps.example", "Paris", "A city.", "places/p",
								List.of(new GroundingSource.Review("Fine", "https://r", "r1"))),
						new GroundingSource.Unknown(Map.of("telepathy", Map.of("mind", 1)))),
				List.of(new GroundingSupport(new TextRange(0, 29), "Paris has 2.1 million people.",
						List.of(web, document), List.of(0, 2), List.of(0.5, 0.25))),
				"<div>Paris</div>", "W10=", 0.75, "widget"));
		assertThat(grounding.isEmpty()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Plain words.          | 0 | 5  | Plain
			Grüße aus Köln        | 0 | 7  | Grüße
			杭州在下雨。            | 6 | 15 | 在下雨
			😀 smiles             | 0 | 4  | 😀
			a😀b                  | 1 | 5  | 😀
			a😀b                  | 2 | 4  | 😀
			杭州                   | 1 | 2  | 杭
			short                 | 2 | 99 | ort
			short                 | 9 | 99 | ''
			short                 | 4 | 2  | ''
			short                 | -3 | 2 | sh
			""")
	void convertsByteOffsetsToIndices(String text, int startIndex, int endIndex, String expected) {
		QhaigcGeminiMetadata metadata = metadata(text, """
				{"citationMetadata":{"citationSources":[{"startIndex":%d,"endIndex":%d}]}}""".formatted(startIndex,
				endIndex));
		TextRange range = metadata.citations().get(0).range();
		assertThat(range.substringOf(metadata.text())).isEqualTo(expected);
		assertThat(range.isEmpty()).isEqualTo(expected.isEmpty());
	}

	@Test
	void substringOfRangeEndsAtEndOfText() {
		assertThat(new TextRange(2, 5).substringOf("Hello.")).isEqualTo("llo");
		assertThat(new TextRange(2, 5).substringOf("Hel")).isEqualTo("l");
		assertThat(new TextRange(2, 5).substringOf("")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "0, 2, 0", "1, 3, 0", "3, 5, 0", "7, 9, 6", "8, 10, 6", "9, 11, 6", "10, 12, 12", "11, 13, 12",
			"90, 92, 12" })
	void findsQuotedTextNearWrongOffsets(int startIndex, int endIndex, int expectedStart) {
		QhaigcGeminiMetadata metadata = metadata("ab....ab....ab", """
				{"groundingMetadata":{"groundingSupports":[
				 {"segment":{"partIndex":1,"startIndex":%d,"endIndex":%d,"text":"ab"}}]}}""".formatted(startIndex,
				endIndex));
		assertThat(metadata.grounding().supports().get(0).range())
			.isEqualTo(new TextRange(expectedStart, expectedStart + 2));
	}

	@Test
	void usesOffsetsIfQuotedTextIsNotFound() {
		QhaigcGeminiMetadata metadata = metadata("Something else.", """
				{"groundingMetadata":{"groundingSupports":[{"segment":{"endIndex":9,"text":"Some words"}}]}}""");
		assertThat(metadata.grounding().supports().get(0).range()).isEqualTo(new TextRange(0, 9));
	}

	@Test
	void rangesOfClosingChunkReferToFullText() {
		QhaigcGeminiMetadata metadata = metadata("", """
				{"responseText":"Es grünt.",
				 "citationMetadata":{"citationSources":[{"startIndex":3,"endIndex":9}]}}""");
		assertThat(metadata.text()).isEqualTo("Es grünt.");
		assertThat(metadata.citations().get(0).range().substringOf(metadata.text())).isEqualTo("grünt");
	}

	@Test
	void rangesAccountForTextOfEarlierToolRounds() {
		QhaigcGeminiMetadata metadata = metadata("Übung: Es grünt.", """
				{"responseText":"Es grünt.",
				 "citationMetadata":{"citationSources":[{"startIndex":3,"endIndex":9}]}}""");
		assertThat(metadata.text()).isEqualTo("Übung: Es grünt.");
		assertThat(metadata.citations().get(0).range().substringOf(metadata.text())).isEqualTo("grünt");
	}

	@Test
	void readsCitationsOfGeminiAndVertex() {
		assertThat(metadata("Some code.", """
				{"citationMetadata":{"citationSources":[
				 {"startIndex":5,"endIndex":9,"uri":"https://a.example","license":"mit"},
				 {"endIndex":"4","uri":"","license":""}]}}""").citations()).containsExactly(
				new Citation(new TextRange(5, 9), "https://a.example", null, "mit", null),
				citation(new TextRange(0, 4), null));
		assertThat(metadata("Some words.", """
				{"citationMetadata":{"citations":[
				 {"startIndex":5,"endIndex":10,"title":"Words","publicationDate":{"year":2014,"month":3,"day":30}},
				 {"endIndex":4,"publicationDate":{"year":2014}},
				 {"endIndex":4,"publicationDate":{"year":2014,"month":11}}]}}""").citations()).containsExactly(
				new Citation(new TextRange(5, 10), null, "Words", null, "2014-03-30"),
				citation(new TextRange(0, 4), "2014"), citation(new TextRange(0, 4), "2014-11"));
	}

	@Test
	void readsRetrievedUrls() {
		List<RetrievedUrl> urls = metadata("", """
				{"urlContextMetadata":{"urlMetadata":[
				 {"retrievedUrl":"https://a.example","urlRetrievalStatus":"URL_RETRIEVAL_STATUS_SUCCESS"},
				 {"urlRetrievalStatus":"URL_RETRIEVAL_STATUS_PAYWALL"}]}}""").retrievedUrls();
		assertThat(urls).containsExactly(new RetrievedUrl("https://a.example", "URL_RETRIEVAL_STATUS_SUCCESS"),
				new RetrievedUrl(null, "URL_RETRIEVAL_STATUS_PAYWALL"));
		assertThat(urls).extracting(RetrievedUrl::isSuccess).containsExactly(true, false);
	}

	@Test
	void matchesCodeAndResultsById() {
		List<CodeExecution> executions = metadata("", """
				{"codeExecution":[
				 {"executableCode":{"language":"PYTHON","code":"print(1)","id":"a"}},
				 {"executableCode":{"language":"PYTHON","code":"print(2)","id":"b"}},
				 {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1\\n","id":"a"}},
				 {"codeExecutionResult":{"outcome":"OUTCOME_FAILED","output":"NameError","id":"b"}}]}""")
			.codeExecutions();
		assertThat(executions).containsExactly(new CodeExecution("PYTHON", "print(1)", "OUTCOME_OK", "1\n", List.of()),
				new CodeExecution("PYTHON", "print(2)", "OUTCOME_FAILED", "NameError", List.of()));
		assertThat(executions).extracting(CodeExecution::isSuccess).containsExactly(true, false);
	}

	@Test
	void matchesCodeAndResultsByOrderIfIdsAreMissing() {
		assertThat(metadata("", """
				{"codeExecution":[
				 {"codeExecutionResult":{"outcome":"OUTCOME_OK"}},
				 {"executableCode":{"code":"left_alone()"}},
				 {"executableCode":{"code":"print(2)"}},
				 {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"2"}}]}""").codeExecutions()).containsExactly(
				new CodeExecution(null, null, "OUTCOME_OK", null, List.of()),
				new CodeExecution(null, "left_alone()", null, null, List.of()),
				new CodeExecution(null, "print(2)", "OUTCOME_OK", "2", List.of()));
	}

	@Test
	void matchesServerToolCallsAndResponses() {
		assertThat(metadata("",
				"""
						{"serverTools":[
						 {"toolCall":{"toolType":"GOOGLE_SEARCH_WEB","args":{"queries":["Paris"]},"id":"a"},"thoughtSignature":"AA=="},
						 {"toolCall":{"toolType":"FILE_SEARCH","toolName":"mine"}},
						 {"toolResponse":{"toolType":"GOOGLE_SEARCH_WEB","response":{"found":1},"id":"a"}},
						 {"toolResponse":{"toolType":"FILE_SEARCH"}},
						 {"toolResponse":{"toolType":"URL_CONTEXT","response":{"page":null}}}]}""")
			.serverTools())
			.hasToString("[ServerToolUse[toolType=GOOGLE_SEARCH_WEB, toolName=null, "
					+ "arguments={queries=[Paris]}, response={found=1}], "
					+ "ServerToolUse[toolType=FILE_SEARCH, toolName=mine, arguments={}, response={}], "
					+ "ServerToolUse[toolType=URL_CONTEXT, toolName=null, arguments={}, response={page=null}]]");
	}

	@Test
	void readsAttemptedToolCalls() {
		assertThat(metadata("", """
				{"attemptedToolCalls":[{"functionCall":{"name":"list_files","args":{"path":"/"}}},
				 {"functionCall":{"name":"now"}},{"functionCall":{"args":{}}}]}""").attemptedToolCalls())
			.containsExactly(new AttemptedToolCall("list_files", Map.of("path", "/")),
					new AttemptedToolCall("now", Map.of()));
	}

	@Test
	void readsSafetyRatingsOfResponseAndPrompt() {
		QhaigcGeminiMetadata metadata = metadata("",
				"""
						{"safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"LOW","probabilityScore":0.25,
						 "severity":"HARM_SEVERITY_LOW","severityScore":0.5,"blocked":true}],
						 "promptFeedback":{"blockReason":"SAFETY","blockReasonMessage":"Reasons",
						 "safetyRatings":[{"category":"HARM_CATEGORY_HATE_SPEECH","probability":"HIGH"},{"probability":"LOW"}]}}""");
		assertThat(metadata.safetyRatings())
			.containsExactly(new SafetyRating("HARM_CATEGORY_HARASSMENT", "LOW", 0.25, "HARM_SEVERITY_LOW", 0.5, true));
		assertThat(metadata.promptFeedback()).isEqualTo(new PromptFeedback("SAFETY", "Reasons",
				List.of(new SafetyRating("HARM_CATEGORY_HATE_SPEECH", "HIGH", null, null, null, false))));
		assertThat(metadata.promptFeedback().isBlocked()).isTrue();
	}

	@Test
	void readsLogProbabilities() {
		LogProbabilities logProbabilities = metadata("", """
				{"avgLogprobs":-0.5,"logprobsResult":{"logProbabilitySum":-1.5,
				 "chosenCandidates":[{"token":"2","tokenId":7,"logProbability":-0.25},{"token":" "}],
				 "topCandidates":[{"candidates":[{"token":"2","tokenId":7,"logProbability":-0.25},
				 {"token":"two","tokenId":8,"logProbability":-3}]}]}}""").logProbabilities();
		LogProbabilities.Token two = new LogProbabilities.Token("2", 7, -0.25);
		assertThat(logProbabilities).isEqualTo(new LogProbabilities(-0.5, -1.5,
				List.of(new LogProbabilities.Step(two, List.of(two, new LogProbabilities.Token("two", 8, -3))),
						new LogProbabilities.Step(new LogProbabilities.Token(" ", null, 0), List.of()))));
	}

	@Test
	void readsFinishMessageServiceTierCandidateIndexAndThoughts() {
		QhaigcGeminiMetadata metadata = metadata("", """
				{"finishMessage":"Model generated function call(s).","serviceTier":"flex","candidateIndex":1,
				 "reasoningContent":"Let me think."}""");
		assertThat(metadata.finishMessage()).isEqualTo("Model generated function call(s).");
		assertThat(metadata.serviceTier()).isEqualTo("flex");
		assertThat(metadata.candidateIndex()).isEqualTo(1);
		assertThat(metadata.thoughts()).isEqualTo("Let me think.");
	}

	@Test
	void readsThoughtsOfChunkFromMessage() {
		AssistantMessage chunk = AssistantMessage.builder().content("").properties(Map.of("thoughts", "Hm.")).build();
		assertThat(QhaigcGeminiMetadata.from(new Generation(chunk)).thoughts()).isEqualTo("Hm.");
	}

	private static QhaigcGeminiMetadata metadata(String text, String generationMetadata) {
		return QhaigcGeminiMetadata.from(new Generation(new AssistantMessage(text),
				ChatGenerationMetadata.builder().metadata(map(WireJson.readValue(generationMetadata))).build()));
	}

	private static Citation citation(TextRange range, @Nullable String publicationDate) {
		return new Citation(range, null, null, null, publicationDate);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(@Nullable Object json) {
		return (Map<String, Object>) json;
	}

	private static void assertIsEmpty(QhaigcGeminiMetadata metadata) {
		assertThat(metadata.grounding().isEmpty()).isTrue();
		assertThat(metadata.grounding().supports()).isEmpty();
		assertThat(metadata.citations()).isEmpty();
		assertThat(metadata.retrievedUrls()).isEmpty();
		assertThat(metadata.codeExecutions()).isEmpty();
		assertThat(metadata.serverTools()).isEmpty();
		assertThat(metadata.attemptedToolCalls()).isEmpty();
		assertThat(metadata.safetyRatings()).isEmpty();
		assertThat(metadata.promptFeedback()).isEqualTo(new PromptFeedback(null, null, List.of()));
		assertThat(metadata.logProbabilities()).isEqualTo(new LogProbabilities(null, null, List.of()));
		assertThat(metadata.thoughts()).isNull();
		assertThat(metadata.finishMessage()).isNull();
		assertThat(metadata.serviceTier()).isNull();
		assertThat(metadata.candidateIndex()).isZero();
		assertThat(metadata.usage()).isNull();
	}

}
