package net.qhaigc.springai.gemini.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Merges one candidate from the events of a stream: consecutive texts are one text, and
 * details are merged.
 */
public final class CandidateMerger {

	private final int index;

	private final boolean mergesTexts;

	private final List<Part> parts = new ArrayList<>();

	/** Texts to be merged into one part as soon as another part follows. */
	private final List<String> texts = new ArrayList<>();

	private boolean textsAreThoughts;

	private @Nullable String role;

	private @Nullable String finishReason;

	private @Nullable String finishMessage;

	private final DetailMerger detailMerger = new DetailMerger();

	private final Map<String, Object> details = new LinkedHashMap<>();

	/**
	 * Create a merger.
	 * @param index the index of the candidate
	 * @param mergesTexts whether consecutive texts are merged
	 */
	public CandidateMerger(int index, boolean mergesTexts) {
		this.index = index;
		this.mergesTexts = mergesTexts;
	}

	/**
	 * Add the candidate of an event.
	 * @param candidate the candidate
	 */
	public void add(Candidate candidate) {
		if (candidate.content() != null) {
			this.role = (candidate.content().role() != null) ? candidate.content().role() : this.role;
			candidate.content().parts().forEach(this::add);
		}
		if (candidate.finishReason() != null) {
			this.finishReason = candidate.finishReason();
		}
		if (candidate.finishMessage() != null) {
			this.finishMessage = candidate.finishMessage();
		}
		candidate.details().forEach(this::addDetail);
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
		if (!(part instanceof Part.Text text) || !this.mergesTexts || !isMergeable(text)) {
			mergeTexts();
			this.parts.add(part);
			return;
		}
		if (!this.texts.isEmpty() && this.textsAreThoughts != text.isThought()) {
			mergeTexts();
		}
		this.textsAreThoughts = text.isThought();
		if (!text.text().isEmpty()) {
			this.texts.add(text.text());
		}
	}

	private static boolean isMergeable(Part.Text text) {
		PartAttributes attributes = text.attributes();
		return attributes.thoughtSignature() == null && attributes.extra().isEmpty();
	}

	private void mergeTexts() {
		if (!this.texts.isEmpty()) {
			PartAttributes attributes = this.textsAreThoughts ? PartAttributes.THOUGHT : PartAttributes.NONE;
			this.parts.add(new Part.Text(String.join("", this.texts), attributes));
			this.texts.clear();
		}
	}

	/**
	 * Return the candidate that has been received so far.
	 * @return the candidate
	 */
	public Candidate merged() {
		mergeTexts();
		return new Candidate(new Content(this.role, this.parts), this.finishReason, this.finishMessage, this.index,
				JsonValueReader.unmodifiable(this.details));
	}

}
