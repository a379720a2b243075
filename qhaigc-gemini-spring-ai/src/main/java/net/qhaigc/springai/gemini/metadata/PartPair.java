package net.qhaigc.springai.gemini.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the model had the server do, and what came of it. Either may be missing and is
 * then empty.
 *
 * @param request the code or the call
 * @param outcome its result or response
 */
record PartPair(JsonView request, JsonView outcome) {

	/**
	 * Pairs parts by their ids, and those without by their order: an outcome belongs to
	 * the last request before it that has none.
	 * @param parts parts of both kinds in their order
	 * @param requestField the field that makes a part a request
	 * @param outcomeField the field that makes a part an outcome
	 */
	static List<PartPair> of(List<JsonView> parts, String requestField, String outcomeField) {
		List<PartPair> pairs = new ArrayList<>();
		for (JsonView part : parts) {
			JsonView request = part.object(requestField);
			JsonView outcome = part.object(outcomeField);
			int open = outcome.isEmpty() ? -1 : lastOpen(pairs, outcome);
			if (open >= 0) {
				pairs.set(open, new PartPair(pairs.get(open).request(), outcome));
			}
			else if (!request.isEmpty() || !outcome.isEmpty()) {
				pairs.add(new PartPair(request, outcome));
			}
		}
		return pairs;
	}

	private static int lastOpen(List<PartPair> pairs, JsonView outcome) {
		for (int i = pairs.size() - 1; i >= 0; i--) {
			PartPair pair = pairs.get(i);
			if (pair.outcome().isEmpty() && Objects.equals(pair.request().text("id"), outcome.text("id"))
					&& Objects.equals(pair.request().text("toolType"), outcome.text("toolType"))) {
				return i;
			}
		}
		return -1;
	}

}
