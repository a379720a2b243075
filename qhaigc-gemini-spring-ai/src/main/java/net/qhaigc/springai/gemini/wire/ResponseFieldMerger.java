package net.qhaigc.springai.gemini.wire;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Merges the fields of a response, other than its candidates, from the events of a
 * stream.
 */
public final class ResponseFieldMerger {

	private @Nullable String responseId;

	private @Nullable String modelVersion;

	private @Nullable UsageMetadata usage;

	/**
	 * The usage of the earlier requests, if the current request continues the response.
	 */
	private @Nullable UsageMetadata earlierUsage;

	private Map<String, Object> promptFeedback = Map.of();

	private Map<String, Object> extra = Map.of();

	/**
	 * Add an event.
	 * @param event the event
	 */
	public void add(GenerateContentResponse event) {
		this.responseId = hasText(event.responseId()) ? event.responseId() : this.responseId;
		this.modelVersion = hasText(event.modelVersion()) ? event.modelVersion() : this.modelVersion;
		this.promptFeedback = merge(this.promptFeedback, event.promptFeedback());
		this.extra = merge(this.extra, event.extra());
		if (event.usageMetadata() != null && (event.usageMetadata().totalTokenCount() != null || !hasTotal())) {
			this.usage = event.usageMetadata();
		}
	}

	/** Prepare for the events of the next response, which continues the current one. */
	void beginContinuation() {
		this.earlierUsage = usage();
		this.usage = null;
	}

	/**
	 * Merge two maps. Usually one of them is empty and nothing is copied. Otherwise, the
	 * first map is copied, unless it is already a copy.
	 */
	private static Map<String, Object> merge(Map<String, Object> before, Map<String, Object> after) {
		if (before.isEmpty() || after.isEmpty()) {
			return before.isEmpty() ? after : before;
		}
		Merged merged = (before instanceof Merged copy) ? copy : new Merged(before);
		merged.putAll(after);
		return merged;
	}

	/**
	 * Whether the current usage has a total. Counts are cumulative, so the last usage
	 * with a total contains all counts.
	 */
	private boolean hasTotal() {
		return this.usage != null && this.usage.totalTokenCount() != null;
	}

	private static boolean hasText(@Nullable String text) {
		return text != null && !text.isBlank();
	}

	/**
	 * Return the ID of the response.
	 * @return the last ID that is not blank; null if there is none
	 */
	public @Nullable String responseId() {
		return this.responseId;
	}

	/**
	 * Return the model that responded.
	 * @return the last model that is not blank; null if there is none
	 */
	public @Nullable String modelVersion() {
		return this.modelVersion;
	}

	/**
	 * Return the token counts. If later requests continue the response, the counts of all
	 * requests are added up. The counts of a request are the last ones that have a total,
	 * or the last ones if none have a total.
	 * @return the token counts; null if there are none
	 */
	public @Nullable UsageMetadata usage() {
		if (this.usage == null || this.earlierUsage == null) {
			return (this.usage != null) ? this.usage : this.earlierUsage;
		}
		return UsageMerger.add(this.earlierUsage, this.usage);
	}

	/**
	 * Return the prompt feedback.
	 * @return the feedback, which can be empty
	 */
	public Map<String, Object> promptFeedback() {
		return this.promptFeedback;
	}

	/**
	 * Return the merged {@link GenerateContentResponse#extra() extra} fields.
	 * @return the fields, keyed by their names in the JSON
	 */
	public Map<String, Object> extra() {
		return this.extra;
	}

	/**
	 * A copy that the merger has made and can modify, unlike the map of an event.
	 */
	private static final class Merged extends LinkedHashMap<String, Object> {

		private static final long serialVersionUID = 1L;

		private Merged(Map<String, Object> map) {
			super(map);
		}

	}

}
