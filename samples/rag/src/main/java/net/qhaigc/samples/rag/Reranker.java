package net.qhaigc.samples.rag;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.springframework.ai.document.Document;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Keeps the passages that the reranking model considers the best matches for the
 * question, in the order and with the scores that this model returns.
 */
// tag::reranker[]
@Component
class Reranker implements DocumentPostProcessor {

	private static final String MODEL = "bge-reranker-v2-m3";

	private static final int MAX_PASSAGES = 3;

	private final RestClient restClient;

	Reranker(RestClient.Builder builder, @Value("${spring.ai.openai.base-url}") String baseUrl,
			@Value("${spring.ai.openai.api-key}") String apiKey) {
		this.restClient = builder.baseUrl(baseUrl).defaultHeaders((headers) -> headers.setBearerAuth(apiKey)).build();
	}

	@Override
	public List<Document> process(Query query, List<Document> documents) {
		if (documents.isEmpty()) {
			return documents;
		}
		List<String> texts = documents.stream()
			.map((document) -> document.getFormattedContent(MetadataMode.EMBED))
			.toList();
		Response response = this.restClient.post()
			.uri("/rerank")
			.body(new Request(MODEL, query.text(), texts, MAX_PASSAGES))
			.retrieve()
			.body(Response.class);
		return response.results()
			.stream()
			.map((result) -> documents.get(result.index()).mutate().score(result.score()).build())
			.toList();
	}

	record Request(String model, String query, List<String> documents, @JsonProperty("top_n") int limit) {
	}

	record Response(List<Result> results) {
	}

	record Result(int index, @JsonProperty("relevance_score") double score) {
	}

}
// end::reranker[]
