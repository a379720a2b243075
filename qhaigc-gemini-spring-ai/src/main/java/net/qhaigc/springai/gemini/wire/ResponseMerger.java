package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Merges the events of a stream into the response that the gateway would have returned
 * without streaming.
 */
public final class ResponseMerger {

	private ResponseMerger() {
	}

	/**
	 * Merge events.
	 * @param events the events of one stream
	 * @return the response; null if there are no events
	 */
	public static @Nullable GenerateContentResponse merge(List<GenerateContentResponse> events) {
		if (events.isEmpty()) {
			return null;
		}
		ResponseFieldMerger fields = new ResponseFieldMerger();
		Map<Integer, CandidateMerger> candidates = new TreeMap<>();
		for (GenerateContentResponse event : events) {
			fields.add(event);
			int position = 0;
			for (Candidate candidate : event.candidates()) {
				int index = (candidate.index() != null) ? candidate.index() : position;
				candidates.computeIfAbsent(index, (key) -> new CandidateMerger(key, true)).add(candidate);
				position++;
			}
		}
		return new GenerateContentResponse(candidates.values().stream().map(CandidateMerger::merged).toList(),
				fields.promptFeedback(), fields.usage(), fields.modelVersion(), fields.responseId(), null,
				fields.extra());
	}

}
