package net.qhaigc.samples.rag;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.evaluation.RelevancyEvaluator;
import org.springframework.ai.document.Document;
import org.springframework.ai.evaluation.EvaluationRequest;
import org.springframework.ai.rag.Query;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.json.JsonAssert;
import org.springframework.test.json.JsonCompareMode;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the sample with the stand-in gateway, whose answers depend on the passages in
 * the prompt.
 */
@SpringBootTest(properties = { "qhaigc.stand-in=true", "qhaigc.api-key=" })
class RagSampleTests {

	private static final String QUESTION = "How many working days does the refund of a ticket take?";

	private static final String STATEMENT = "The refund arrives on the original card within nine working days.";

	@Autowired
	private HandbookAssistant assistant;

	@Autowired
	private Reranker reranker;

	@Autowired
	private VectorStore store;

	@Autowired
	private Handbook handbook;

	@Autowired
	private ChatClient.Builder chatClientBuilder;

	@Autowired
	private QhaigcGateway gateway;

	@Test
	void citesPassageThatContainsAnswer() {
		Answer answer = this.assistant.answer(QUESTION);

		assertThat(answer.text()).isEqualTo(STATEMENT + " [1]");
		assertThat(answer.sources()).singleElement().satisfies((source) -> {
			assertThat(source.number()).isEqualTo(1);
			assertThat(source.file()).isEqualTo("tickets.md");
			assertThat(source.title()).isEqualTo("Refunds");
			assertThat(source.text()).contains(STATEMENT);
		});
	}

	@Test
	void doesNotKnowAnswerWithoutRetrieval() {
		assertThat(this.assistant.answerWithoutRetrieval(QUESTION)).isEqualTo("I do not know.");
	}

	@Test
	void doesNotKnowAnswerIfDocumentIsDeleted() {
		this.store.delete("file == 'tickets.md'");
		try {
			assertThat(this.assistant.answer(QUESTION)).isEqualTo(new Answer("I do not know.", List.of()));
		}
		finally {
			this.handbook.afterPropertiesSet();
		}
	}

	@Test
	void streamsAnswerWithSourcesInLastPart() {
		List<Answer> parts = this.assistant.stream(QUESTION).collectList().block();

		assertThat(parts.stream().map(Answer::text).collect(Collectors.joining())).isEqualTo(STATEMENT + " [1]");
		assertThat(parts.get(parts.size() - 1).sources()).extracting(Answer.Source::title).containsExactly("Refunds");
		assertThat(lastRequest(Endpoint.NATIVE).isStream()).isTrue();
	}

	@Test
	void answersWithQuestionAnswerAdvisor() {
		assertThat(this.assistant.answerWithQuestionAnswerAdvisor(QUESTION)).isEqualTo(STATEMENT);
	}

	@Test
	void ignoresCitationsOfPassagesThatDoNotExist() {
		assertThat(Answer.sources("A [0], B [2] and C [99].", List.of(new Document("The only passage.")))).isEmpty();
	}

	@Test
	void sendsBestPassagesInOrderOfRanking() {
		this.assistant.answer(QUESTION);

		String prompt = lastRequest(Endpoint.NATIVE).json().at("/contents/0/parts/0/text").asString();
		assertThat(lastRequest(Endpoint.RERANK).json().path("documents").size()).isGreaterThan(3);
		assertThat(prompt).contains("\n[1] Unused tickets can be returned", "\n[2] ", "\n[3] ").doesNotContain("[4]");
	}

	@Test
	void requestsRankingWithApiKeyOfGateway() {
		List<Document> documents = this.reranker.process(new Query("What does a bicycle cost?"),
				List.of(new Document("Dogs need a muzzle.", Map.of("title", "Dogs")),
						new Document("A bicycle costs 15 yuan.", Map.of("title", "Bicycles"))));

		assertThat(documents).extracting(Document::getText)
			.containsExactly("A bicycle costs 15 yuan.", "Dogs need a muzzle.");
		assertThat(documents.get(0).getScore()).isGreaterThan(documents.get(1).getScore());
		ReceivedRequest request = lastRequest(Endpoint.RERANK);
		assertThat(request.path()).isEqualTo("/v1/rerank");
		assertThat(request.apiKey()).isEqualTo(this.gateway.apiKey());
		JsonAssert.comparator(JsonCompareMode.STRICT)
			.assertIsMatch(
					"""
							{
							  "model": "bge-reranker-v2-m3",
							  "query": "What does a bicycle cost?",
							  "documents": ["title: Dogs\\n\\nDogs need a muzzle.", "title: Bicycles\\n\\nA bicycle costs 15 yuan."],
							  "top_n": 3
							}""",
					request.body());
	}

	@Test
	void requestsNoRankingWithoutDocuments() {
		long before = countRequests(Endpoint.RERANK);

		assertThat(this.reranker.process(new Query("Hi"), List.of())).isEmpty();
		assertThat(countRequests(Endpoint.RERANK)).isEqualTo(before);
	}

	@Test
	void evaluatesRelevancyOfAnswer() {
		RelevancyEvaluator evaluator = new RelevancyEvaluator(this.chatClientBuilder);
		Answer answer = this.assistant.answer(QUESTION);
		List<Document> passages = answer.sources().stream().map((source) -> new Document(source.text())).toList();

		assertThat(evaluator.evaluate(new EvaluationRequest(QUESTION, passages, answer.text())).isPass()).isTrue();
		assertThat(evaluator
			.evaluate(new EvaluationRequest(QUESTION, passages, "The refund arrives within three weeks, in cash."))
			.isPass()).isFalse();
	}

	private long countRequests(Endpoint endpoint) {
		return this.gateway.received().stream().filter((request) -> request.endpoint() == endpoint).count();
	}

	private ReceivedRequest lastRequest(Endpoint endpoint) {
		return this.gateway.received()
			.stream()
			.filter((request) -> request.endpoint() == endpoint)
			.reduce((first, second) -> second)
			.orElseThrow();
	}

}
