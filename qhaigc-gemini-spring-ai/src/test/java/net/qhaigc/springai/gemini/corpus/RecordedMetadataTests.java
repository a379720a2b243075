package net.qhaigc.springai.gemini.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.model.ChatResponse;

import net.qhaigc.springai.gemini.metadata.Citation;
import net.qhaigc.springai.gemini.metadata.CodeExecution;
import net.qhaigc.springai.gemini.metadata.Grounding;
import net.qhaigc.springai.gemini.metadata.GroundingSource;
import net.qhaigc.springai.gemini.metadata.GroundingSupport;
import net.qhaigc.springai.gemini.metadata.LogProbabilities;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.RetrievedUrl;
import net.qhaigc.springai.gemini.metadata.SafetyRating;
import net.qhaigc.springai.gemini.metadata.ServerToolUse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Tests that {@link QhaigcGeminiMetadata} contains all details of recorded responses,
 * including streamed responses.
 */
class RecordedMetadataTests {

	private static final List<RecordedExchange> EXCHANGES = RecordedExchange.all();

	private static final CorpusGateway GATEWAY = new CorpusGateway();

	@BeforeAll
	static void requireRecordings() {
		assumeFalse(EXCHANGES.isEmpty(), "requires ../shared");
	}

	@AfterAll
	static void stop() {
		GATEWAY.close();
	}

	@ParameterizedTest
	@MethodSource
	void returnsGrounding(RecordedExchange exchange) {
		List<JsonNode> supports = candidateElements(exchange, "/groundingMetadata/groundingSupports");
		List<JsonNode> chunks = candidateElements(exchange, "/groundingMetadata/groundingChunks");
		forEachMetadata(exchange, (metadata) -> {
			Grounding grounding = metadata.grounding();
			assertThat(grounding.supports()).extracting((support) -> support.range().substringOf(metadata.text()))
				.containsExactlyElementsOf(texts(supports, "/segment/text"));
			assertThat(grounding.supports()).extracting(GroundingSupport::sourceIndices)
				.containsExactlyElementsOf(supports.stream()
					.map((support) -> RecordedExchange.elements(support.path("groundingChunkIndices")))
					.map((indices) -> indices.stream()
						.map(JsonNode::asInt)
						.filter((index) -> index < chunks.size())
						.toList())
					.toList());
			assertThat(grounding.sources()).hasSameSizeAs(chunks)
				.filteredOn(GroundingSource.Web.class::isInstance)
				.extracting(GroundingSource::uri)
				.containsExactlyElementsOf(
						texts(chunks.stream().filter((chunk) -> chunk.has("web")).toList(), "/web/uri"));
			assertThat(grounding.webSearchQueries())
				.containsExactlyElementsOf(candidateElements(exchange, "/groundingMetadata/webSearchQueries").stream()
					.map(JsonNode::asString)
					.filter((query) -> !query.isEmpty())
					.toList());
		});
	}

	static Stream<RecordedExchange> returnsGrounding() {
		return tagged("grounding");
	}

	/** The texts are ASCII, so byte and char offsets are equal. */
	@ParameterizedTest
	@MethodSource
	void returnsCitations(RecordedExchange exchange) {
		List<JsonNode> citations = new ArrayList<>(candidateElements(exchange, "/citationMetadata/citationSources"));
		citations.addAll(candidateElements(exchange, "/citationMetadata/citations"));
		forEachMetadata(exchange, (metadata) -> {
			assertThat(metadata.citations()).extracting(Citation::uri)
				.containsExactlyElementsOf(texts(citations, "/uri"));
			assertThat(metadata.citations()).extracting((citation) -> citation.range().end())
				.containsExactlyElementsOf(citations.stream()
					.map((citation) -> citation.path("endIndex").asInt())
					.map((end) -> Math.min(end, metadata.text().length()))
					.toList());
		});
	}

	static Stream<RecordedExchange> returnsCitations() {
		return tagged("citations");
	}

	@ParameterizedTest
	@MethodSource
	void returnsRetrievedUrls(RecordedExchange exchange) {
		List<JsonNode> urls = candidateElements(exchange, "/urlContextMetadata/urlMetadata");
		forEachMetadata(exchange, (metadata) -> {
			assertThat(metadata.retrievedUrls()).extracting(RetrievedUrl::url)
				.containsExactlyElementsOf(texts(urls, "/retrievedUrl"));
			assertThat(metadata.retrievedUrls()).extracting(RetrievedUrl::status)
				.containsExactlyElementsOf(texts(urls, "/urlRetrievalStatus"));
		});
	}

	static Stream<RecordedExchange> returnsRetrievedUrls() {
		return tagged("url-context");
	}

	@ParameterizedTest
	@MethodSource
	void returnsCodeExecutions(RecordedExchange exchange) {
		List<JsonNode> executableCode = valuesInParts(exchange, "executableCode");
		List<JsonNode> results = valuesInParts(exchange, "codeExecutionResult");
		forEachMetadata(exchange, (metadata) -> {
			assertThat(metadata.codeExecutions()).extracting(CodeExecution::code)
				.containsExactlyElementsOf(texts(executableCode, "/code"));
			assertThat(metadata.codeExecutions()).extracting(CodeExecution::output)
				.filteredOn(Objects::nonNull)
				.containsExactlyElementsOf(texts(results, "/output"));
		});
	}

	static Stream<RecordedExchange> returnsCodeExecutions() {
		return tagged("code-execution");
	}

	@ParameterizedTest
	@MethodSource
	void returnsServerToolUses(RecordedExchange exchange) {
		List<JsonNode> calls = valuesInParts(exchange, "toolCall");
		List<JsonNode> responses = valuesInParts(exchange, "toolResponse");
		forEachMetadata(exchange, (metadata) -> {
			assertThat(metadata.serverTools()).extracting(ServerToolUse::toolType)
				.containsExactlyElementsOf(texts(calls, "/toolType"));
			assertThat(metadata.serverTools()).extracting((use) -> use.response().keySet())
				.filteredOn((names) -> !names.isEmpty())
				.hasSize((int) responses.stream().filter((response) -> response.has("response")).count());
		});
	}

	static Stream<RecordedExchange> returnsServerToolUses() {
		return tagged("server-tool-parts");
	}

	@ParameterizedTest
	@MethodSource
	void returnsLogProbabilities(RecordedExchange exchange) {
		List<JsonNode> chosen = candidateElements(exchange, "/logprobsResult/chosenCandidates");
		forEachMetadata(exchange,
				(metadata) -> assertThat(metadata.logProbabilities().steps()).isNotEmpty()
					.extracting(LogProbabilities.Step::chosen)
					.extracting((token) -> Objects.requireNonNull(token).text())
					.containsExactlyElementsOf(texts(chosen, "/token")));
	}

	static Stream<RecordedExchange> returnsLogProbabilities() {
		return tagged("logprobs");
	}

	@ParameterizedTest
	@MethodSource
	void returnsSafetyRatings(RecordedExchange exchange) {
		List<JsonNode> last = exchange.responses()
			.stream()
			.map((response) -> response.at("/candidates/0/safetyRatings"))
			.filter(JsonNode::isArray)
			.map(RecordedExchange::elements)
			.reduce(List.of(), (first, second) -> second);
		forEachMetadata(exchange,
				(metadata) -> assertThat(metadata.safetyRatings()).extracting(SafetyRating::category)
					.containsExactlyElementsOf(
							texts(last.stream().filter((rating) -> rating.has("category")).toList(), "/category")));
	}

	static Stream<RecordedExchange> returnsSafetyRatings() {
		return tagged("safety-ratings");
	}

	@ParameterizedTest
	@MethodSource
	void returnsPromptFeedback(RecordedExchange exchange) {
		String reason = exchange.responses()
			.stream()
			.map((response) -> response.at("/promptFeedback/blockReason").asString(""))
			.reduce("", String::concat);
		forEachMetadata(exchange,
				(metadata) -> assertThat(metadata.promptFeedback().blockReason()).isNotNull().isEqualTo(reason));
	}

	static Stream<RecordedExchange> returnsPromptFeedback() {
		return tagged("prompt-block");
	}

	@ParameterizedTest
	@MethodSource
	void returnsCachedTokens(RecordedExchange exchange) {
		JsonNode last = exchange.responses()
			.stream()
			.map((response) -> response.path("usageMetadata"))
			.filter((usage) -> usage.has("totalTokenCount"))
			.reduce(RecordedExchange.parse("{}"), (first, second) -> second);
		forEachMetadata(exchange,
				(metadata) -> assertThat(Objects.requireNonNull(metadata.usage()))
					.satisfies((usage) -> assertThat(usage.cachedContentTokenCount())
						.isEqualTo(last.path("cachedContentTokenCount").asInt())));
	}

	static Stream<RecordedExchange> returnsCachedTokens() {
		return tagged("cached").filter((exchange) -> exchange.responses()
			.stream()
			.anyMatch((response) -> response.path("usageMetadata").has("cachedContentTokenCount")));
	}

	/**
	 * Check the metadata of the whole response and of the closing chunk, each created
	 * both from the {@link ChatResponse} and from its {@code Generation}.
	 */
	private static void forEachMetadata(RecordedExchange exchange, Consumer<QhaigcGeminiMetadata> check) {
		GATEWAY.reset();
		CorpusGateway.Result result = GATEWAY.send(exchange);
		ChatResponse closing = result.lastChunk();
		Stream
			.<Function<ChatResponse, QhaigcGeminiMetadata>>of(QhaigcGeminiMetadata::from,
					(response) -> QhaigcGeminiMetadata.from(response.getResult()))
			.forEach((factory) -> {
				check.accept(factory.apply(result.response()));
				check.accept(factory.apply(closing));
			});
	}

	private static List<JsonNode> candidateElements(RecordedExchange exchange, String pointer) {
		return exchange.responses()
			.stream()
			.flatMap((response) -> RecordedExchange.elements(response.at("/candidates/0" + pointer)).stream())
			.toList();
	}

	private static List<JsonNode> valuesInParts(RecordedExchange exchange, String field) {
		return exchange.responses()
			.stream()
			.flatMap((response) -> RecordedExchange.elements(response.at("/candidates/0/content/parts")).stream())
			.filter((part) -> part.has(field) && !part.path("thought").asBoolean(false))
			.map((part) -> part.path(field))
			.toList();
	}

	/**
	 * Return the text at a JSON pointer for each node; null for a node in which the text
	 * is absent or empty.
	 */
	private static List<@Nullable String> texts(List<JsonNode> nodes, String pointer) {
		List<@Nullable String> texts = new ArrayList<>();
		nodes.forEach((node) -> {
			String text = node.at(pointer).asString("");
			texts.add(text.isEmpty() ? null : text);
		});
		return texts;
	}

	private static Stream<RecordedExchange> tagged(String tag) {
		return EXCHANGES.stream()
			.filter((exchange) -> exchange.hasTag(tag) && !exchange.hasTag("enum-int"))
			.filter((exchange) -> !ExpectedResponse.isIncomplete(exchange));
	}

}
