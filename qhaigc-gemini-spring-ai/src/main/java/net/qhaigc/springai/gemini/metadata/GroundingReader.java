package net.qhaigc.springai.gemini.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads {@code groundingMetadata}.
 */
final class GroundingReader {

	private final ResponseText text;

	GroundingReader(ResponseText text) {
		this.text = text;
	}

	Grounding read(JsonView grounding) {
		List<GroundingSource> sources = grounding.objects("groundingChunks", GroundingReader::source);
		List<GroundingSupport> supports = grounding.objects("groundingSupports",
				(support) -> support(support, sources));
		JsonView entryPoint = grounding.object("searchEntryPoint");
		return new Grounding(grounding.texts("webSearchQueries"), grounding.texts("imageSearchQueries"), sources,
				supports, entryPoint.text("renderedContent"), entryPoint.text("sdkBlob"),
				grounding.object("retrievalMetadata").number("googleSearchDynamicRetrievalScore"),
				grounding.text("googleMapsWidgetContextToken"));
	}

	private @Nullable GroundingSupport support(JsonView support, List<GroundingSource> sources) {
		if (support.isEmpty()) {
			return null;
		}
		JsonView segment = support.object("segment");
		List<Integer> receivedIndices = support.integers("groundingChunkIndices");
		List<Double> scores = support.numbers("confidenceScores");
		List<Integer> indices = new ArrayList<>();
		List<Double> confidence = new ArrayList<>();
		for (int i = 0; i < receivedIndices.size(); i++) {
			if (receivedIndices.get(i) >= 0 && receivedIndices.get(i) < sources.size()) {
				indices.add(receivedIndices.get(i));
				if (i < scores.size()) {
					confidence.add(scores.get(i));
				}
			}
		}
		return new GroundingSupport(this.text.segmentRange(segment), segment.text("text"),
				indices.stream().map(sources::get).toList(), indices, confidence);
	}

	private static GroundingSource source(JsonView chunk) {
		if (chunk.has("web")) {
			JsonView web = chunk.object("web");
			return new GroundingSource.Web(web.text("uri"), web.text("title"), web.text("domain"));
		}
		if (chunk.has("image")) {
			JsonView image = chunk.object("image");
			return new GroundingSource.Image(image.text("sourceUri"), image.text("title"), image.text("domain"),
					image.text("imageUri"));
		}
		if (chunk.has("retrievedContext")) {
			return retrievedContext(chunk.object("retrievedContext"));
		}
		return chunk.has("maps") ? place(chunk.object("maps")) : new GroundingSource.Unknown(chunk.asMap());
	}

	private static GroundingSource retrievedContext(JsonView context) {
		Map<String, Object> customMetadata = new LinkedHashMap<>();
		for (JsonView entry : context.objects("customMetadata")) {
			String key = entry.text("key");
			Object value = customValue(entry);
			if (key != null && value != null) {
				customMetadata.put(key, value);
			}
		}
		return new GroundingSource.RetrievedContext(context.text("uri"), context.text("title"), context.text("text"),
				context.text("fileSearchStore"), context.integer("pageNumber"), context.text("mediaId"),
				customMetadata);
	}

	private static @Nullable Object customValue(JsonView entry) {
		if (entry.has("stringListValue")) {
			return entry.object("stringListValue").texts("values");
		}
		return entry.has("numericValue") ? entry.number("numericValue") : entry.text("stringValue");
	}

	/** Google's API reference and Google's SDK have different names for the reviews. */
	private static GroundingSource place(JsonView maps) {
		JsonView answerSources = maps.object("placeAnswerSources");
		List<GroundingSource.Review> reviews = answerSources.objects(
				answerSources.has("reviewSnippets") ? "reviewSnippets" : "reviewSnippet",
				(review) -> new GroundingSource.Review(review.text("title"), review.text("googleMapsUri"),
						review.text("reviewId")));
		return new GroundingSource.Place(maps.text("uri"), maps.text("title"), maps.text("text"), maps.text("placeId"),
				reviews);
	}

}
