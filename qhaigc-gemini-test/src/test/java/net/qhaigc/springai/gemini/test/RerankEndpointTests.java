package net.qhaigc.springai.gemini.test;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import net.qhaigc.springai.gemini.test.junit.QhaigcGatewayExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the rerank endpoint of the stand-in gateway.
 */
@ExtendWith(QhaigcGatewayExtension.class)
class RerankEndpointTests {

	private static final String REQUEST = """
			{
			  "model": "bge-reranker-v2-m3",
			  "query": "How long does the refund of a ticket take?",
			  "documents": [
			    "The museum shows paintings of the Song dynasty.",
			    "A ticket is refunded within five days.",
			    {"text": "Tickets are sold at the counter."}
			  ],
			  "top_n": 2,
			  "return_documents": true
			}""";

	private final QhaigcGateway gateway;

	private final TestClient client;

	RerankEndpointTests(QhaigcGateway gateway) {
		this.gateway = gateway;
		this.client = new TestClient(gateway);
	}

	@Test
	void ranksDocumentsByWordsSharedWithQuery() {
		JsonNode results = post(REQUEST).path("results");

		assertThat(results.size()).isEqualTo(2);
		assertThat(results.at("/0/index").asInt()).isEqualTo(1);
		assertThat(results.at("/0/document/text").asString()).isEqualTo("A ticket is refunded within five days.");
		assertThat(results.at("/0/relevance_score").asDouble()).isBetween(0.4, 1.0);
		assertThat(results.at("/1/index").asInt()).isEqualTo(2);
	}

	@Test
	void returnsScriptedRanking() {
		this.gateway.when(Endpoint.RERANK).ranking(2, 0);

		assertThat(post(REQUEST.replace("true", "false"))).isEqualTo(Json.read("""
				{
				  "model": "bge-reranker-v2-m3",
				  "results": [{"index": 2, "relevance_score": 1.0}, {"index": 0, "relevance_score": 0.5}],
				  "usage": {"prompt_tokens": 42, "total_tokens": 42}
				}"""));
	}

	@Test
	void acceptsPathWithoutVersion() {
		assertThat(Json.read(this.client.post("/rerank", REQUEST).body()).path("results").size()).isEqualTo(2);
	}

	@Test
	void reportsScriptedIndexThatDoesNotExist() {
		this.gateway.when(Endpoint.RERANK).ranking(3);

		post(REQUEST);

		assertThat(this.gateway.problems()).containsExactly(
				"ranking(..) is scripted with the index 3, but the request has 3 documents," + " with indexes from 0");
		this.gateway.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"query": "x", "documents": ["x"]} -> Missing required parameter: 'model'.""", """
			{"model": "x", "documents": ["x"]} -> Missing required parameter: 'query'.""", """
			{"model": "x", "query": "x", "documents": []} -> Invalid value for 'documents'""", """
			{"model": "x", "query": "x", "documents": ["x"], "top_n": 0} -> Invalid value for 'top_n'""",
			"""
					{"model": "x", "query": "x", "documents": ["x"], "topN": 1} -> Unrecognized request argument supplied: topN""" })
	void rejectsInvalidRequest(String requestAndMessage) {
		String[] parts = requestAndMessage.split(" -> ");

		assertThat(post(parts[0]).at("/error/message").asString()).contains(parts[1]);
		this.gateway.allowRejectedRequests();
	}

	private JsonNode post(String body) {
		return Json.read(this.client.post("/v1/rerank", body).body());
	}

}
