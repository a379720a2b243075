package net.qhaigc.springai.gemini.codec;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.ChatGenerationMetadata;

import net.qhaigc.springai.gemini.wire.Candidate;

/**
 * Reports each search query of one stream once, although Google repeats the queries of
 * earlier events in later events.
 */
final class SearchQueryReporter {

	private static final String GROUNDING = "groundingMetadata";

	private static final List<String> KEYS = List.of("webSearchQueries", "imageSearchQueries");

	private final Set<List<Object>> reported = new HashSet<>();

	/**
	 * Return the metadata of a chunk that reports the new queries of an event, and record
	 * the queries as reported. The closing chunk contains all queries under the same
	 * keys.
	 * @param candidate a candidate of the event
	 * @return the metadata; null if the candidate has no new queries, or if it has a
	 * finish reason, since the closing chunk then follows
	 */
	@Nullable ChatGenerationMetadata chunkMetadata(Candidate candidate) {
		if (candidate.finishReason() != null || !(candidate.details().get(GROUNDING) instanceof Map<?, ?> grounding)) {
			return null;
		}
		Map<String, Object> added = new LinkedHashMap<>();
		for (String key : KEYS) {
			if (grounding.get(key) instanceof List<?> queries) {
				List<String> unreported = queries.stream()
					.filter((query) -> query instanceof String && this.reported.add(List.of(key, query)))
					.map(String.class::cast)
					.toList();
				if (!unreported.isEmpty()) {
					added.put(key, unreported);
				}
			}
		}
		return added.isEmpty() ? null : ChatGenerationMetadata.builder().metadata(GROUNDING, added).build();
	}

}
