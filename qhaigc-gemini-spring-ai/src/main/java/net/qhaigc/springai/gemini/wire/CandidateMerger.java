package net.qhaigc.springai.gemini.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Merges one candidate from the events of a stream: consecutive texts are joined, and
 * details are merged.
 */
final class CandidateMerger {

	static final String CONTINUATION = "CONTINUATION";

	static final String CONTINUATION_TOKEN = "continuationToken";

	private final int index;

	private final List<Part> parts = new ArrayList<>();

	/**
	 * Consecutive texts, which become one part when a part that cannot be merged with
	 * them follows.
	 */
	private final List<String> unmergedTexts = new ArrayList<>();

	private boolean textsAreThoughts;

	private @Nullable String role;

	private @Nullable String finishReason;

	private @Nullable String finishMessage;

	private final DetailMerger detailMerger = new DetailMerger();

	private final Map<String, Object> details = new LinkedHashMap<>();

	/**
	 * Create a merger.
	 * @param index the index of the candidate
	 */
	CandidateMerger(int index) {
		this.index = index;
	}

	/**
	 * Add the candidate of an event.
	 * @param candidate the candidate
	 */
	void add(Candidate candidate) {
		if (candidate.content() != null) {
			this.role = (candidate.content().role() != null) ? candidate.content().role() : this.role;
			List<Part> received = candidate.content().parts();
			for (int i = 0; i < received.size(); i++) {
				add(received.get(i));
			}
		}
		if (candidate.finishReason() != null) {
			this.finishReason = candidate.finishReason();
		}
		if (candidate.finishMessage() != null) {
			this.finishMessage = candidate.finishMessage();
		}
		if (!candidate.details().isEmpty()) {
			candidate.details().forEach(this::addDetail);
		}
	}

	/**
	 * Return the token with which another request can continue the response.
	 * @return the token; null if the response is complete, or if there is no token
	 */
	@Nullable String continuationToken() {
		return (CONTINUATION.equals(this.finishReason) && this.details.get(CONTINUATION_TOKEN) instanceof String token
				&& !token.isBlank()) ? token : null;
	}

	/** Prepare for the events of the next response, which continues the current one. */
	void beginContinuation() {
		this.finishReason = null;
		this.finishMessage = null;
		this.details.remove(CONTINUATION_TOKEN);
	}

	/** Safety ratings replace those of earlier events; other details are merged. */
	private void addDetail(String name, Object value) {
		if (name.equals("safetyRatings")) {
			this.details.put(name, value);
		}
		else {
			this.details.merge(name, value, this.detailMerger::merge);
		}
	}

	private void add(Part part) {
		if (!(part instanceof Part.Text text) || !isMergeable(text)) {
			mergeTexts();
			this.parts.add(part);
			return;
		}
		if (!this.unmergedTexts.isEmpty() && this.textsAreThoughts != text.isThought()) {
			mergeTexts();
		}
		this.textsAreThoughts = text.isThought();
		if (!text.text().isEmpty()) {
			this.unmergedTexts.add(text.text());
		}
	}

	private static boolean isMergeable(Part.Text text) {
		PartAttributes attributes = text.attributes();
		return attributes.thoughtSignature() == null && attributes.extra().isEmpty();
	}

	private void mergeTexts() {
		if (!this.unmergedTexts.isEmpty()) {
			this.parts.add(mergedText());
			this.unmergedTexts.clear();
		}
	}

	private Part mergedText() {
		return new Part.Text(String.join("", this.unmergedTexts),
				this.textsAreThoughts ? PartAttributes.THOUGHT : PartAttributes.NONE);
	}

	/**
	 * Return the candidate that has been received so far.
	 * @return the candidate
	 */
	Candidate merged() {
		List<Part> received = new ArrayList<>(this.parts);
		if (!this.unmergedTexts.isEmpty()) {
			// The texts also stay in unmergedTexts, since more text can follow.
			received.add(mergedText());
		}
		return new Candidate(new Content(this.role, received), this.finishReason, this.finishMessage, this.index,
				JsonValueReader.unmodifiable(new LinkedHashMap<>(this.details)));
	}

}
