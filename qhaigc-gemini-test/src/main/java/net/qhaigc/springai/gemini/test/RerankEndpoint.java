package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The endpoint {@code /v1/rerank}, in the format of Jina and Cohere.
 */
final class RerankEndpoint implements OpenAiEndpoint {

	private static final Set<String> FIELDS = Set.of("model", "query", "documents", "top_n", "return_documents",
			"max_chunks_per_doc", "overlap_tokens");

	@Override
	public @Nullable ErrorResponse check(ReceivedRequest request) {
		return RequestFields.of(request.json(), FIELDS)
			.requireText("model")
			.requireText("query")
			.requireThat("documents", RerankEndpoint::isDocumentList,
					"a non-empty array of strings or of objects with 'text'")
			.integer("top_n", 1, Integer.MAX_VALUE)
			.optional("return_documents", JsonNode::isBoolean, "a boolean")
			.integer("max_chunks_per_doc", 1, Integer.MAX_VALUE)
			.integer("overlap_tokens", 1, Integer.MAX_VALUE)
			.result();
	}

	private static boolean isDocumentList(JsonNode documents) {
		return documents.isArray() && !documents.isEmpty() && documents.valueStream()
			.allMatch((document) -> document.isString() || document.path("text").isString());
	}

	private static List<String> documents(ReceivedRequest request) {
		return request.json()
			.path("documents")
			.valueStream()
			.map((document) -> document.isString() ? document.stringValue() : document.path("text").asString(""))
			.toList();
	}

	@Override
	public ReplyBody generate(ReceivedRequest request) {
		TextFeatures query = TextFeatures.of(request.json().path("query").asString(""));
		List<String> documents = documents(request);
		List<ReplyBody.Ranking.Entry> entries = new ArrayList<>();
		for (int i = 0; i < documents.size(); i++) {
			entries.add(new ReplyBody.Ranking.Entry(i, query.fractionSharedWith(TextFeatures.of(documents.get(i)))));
		}
		entries.sort(Comparator.comparingDouble(ReplyBody.Ranking.Entry::score).reversed());
		return new ReplyBody.Ranking(entries);
	}

	@Override
	public ReplyBody.Raw encode(ReplyBody body, ReceivedRequest request) {
		if (!(body instanceof ReplyBody.Ranking ranking)) {
			throw OpenAiEndpoint.mismatch(body, request, "ranking(..)");
		}
		List<String> documents = documents(request);
		ObjectNode json = Json.object().put("model", request.model());
		ArrayNode results = json.putArray("results");
		int limit = request.json().path("top_n").asInt(documents.size());
		ranking.entries().stream().limit(limit).forEach((entry) -> {
			if (entry.index() >= documents.size()) {
				throw new IllegalStateException("ranking(..) is scripted with the index " + entry.index()
						+ ", but the request has " + documents.size() + " documents, with indexes from 0");
			}
			ObjectNode result = results.addObject().put("index", entry.index()).put("relevance_score", entry.score());
			if (request.json().path("return_documents").asBoolean(false)) {
				result.putObject("document").put("text", documents.get(entry.index()));
			}
		});
		int tokens = GeminiEncoder.tokens(request.json().path("query").asString("") + documents);
		json.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
		return ReplyBody.Raw.json(json);
	}

}
