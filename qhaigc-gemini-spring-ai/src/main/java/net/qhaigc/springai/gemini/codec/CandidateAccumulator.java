package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.Candidate;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;

/**
 * Accumulates one candidate, from a whole response or from the events of a stream. Text,
 * function calls and details that are divided between events are merged.
 */
final class CandidateAccumulator {

	private final int index;

	private final boolean streamed;

	/** Parts, and accumulators of function calls in the place of their parts. */
	private final List<Object> parts = new ArrayList<>();

	/** Texts to be merged into one part as soon as another part follows. */
	private final List<String> texts = new ArrayList<>();

	private boolean textsAreThoughts;

	private @Nullable FunctionCallAccumulator lastCall;

	private @Nullable String finishReason;

	private @Nullable String finishMessage;

	private final Map<String, Object> details = new LinkedHashMap<>();

	/**
	 * Create an accumulator.
	 * @param index the index of the candidate
	 * @param streamed whether consecutive texts are merged
	 */
	CandidateAccumulator(int index, boolean streamed) {
		this.index = index;
		this.streamed = streamed;
	}

	/**
	 * Add the candidate of a response or event.
	 * @param candidate the candidate
	 */
	void add(Candidate candidate) {
		if (candidate.content() != null) {
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
			this.details.merge(name, value, CandidateAccumulator::merge);
		}
	}

	private void add(Part part) {
		if (part instanceof Part.Text text && this.streamed && isMergeable(text)) {
			if (!this.texts.isEmpty() && this.textsAreThoughts != text.isThought()) {
				mergeTexts();
			}
			this.textsAreThoughts = text.isThought();
			if (!text.text().isEmpty()) {
				this.texts.add(text.text());
			}
			return;
		}
		mergeTexts();
		if (part instanceof Part.FunctionCall call) {
			add(call);
		}
		else {
			this.parts.add(part);
		}
	}

	private void add(Part.FunctionCall call) {
		if (call.name() != null && !call.name().isBlank()) {
			this.lastCall = new FunctionCallAccumulator(call);
			this.parts.add(this.lastCall);
		}
		else if (this.lastCall != null) {
			this.lastCall.add(call);
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
	 * Return the parts received so far.
	 * @param warnings for function calls that are incomplete
	 * @return the parts in their order, without incomplete function calls
	 */
	List<Part> parts(WarnOnce warnings) {
		mergeTexts();
		List<Part> complete = new ArrayList<>(this.parts.size());
		for (Object part : this.parts) {
			if (part instanceof FunctionCallAccumulator call) {
				Part.FunctionCall finished = call.finish();
				if (finished != null) {
					complete.add(finished);
				}
				else {
					warnings.warn("call", "incomplete", "A function call of the model was dropped, since its arguments "
							+ "are incomplete or not a JSON object");
				}
			}
			else {
				complete.add((Part) part);
			}
		}
		return complete;
	}

	int index() {
		return this.index;
	}

	@Nullable String finishReason() {
		return this.finishReason;
	}

	void finishReason(String reason) {
		this.finishReason = reason;
	}

	@Nullable String finishMessage() {
		return this.finishMessage;
	}

	Map<String, Object> details() {
		return this.details;
	}

	/** Lists are concatenated, objects are merged, and other values are replaced. */
	private static Object merge(Object before, Object after) {
		if (before instanceof List<?> first && after instanceof List<?> second) {
			return mergeLists(first, second);
		}
		if (before instanceof Map<?, ?> first && after instanceof Map<?, ?> second) {
			Map<Object, Object> merged = new LinkedHashMap<>(first);
			second.forEach((name, value) -> {
				if (value != null) {
					merged.merge(name, value, CandidateAccumulator::merge);
				}
			});
			return merged;
		}
		return after;
	}

	/** A list that begins with the earlier one replaces it. */
	private static Object mergeLists(List<?> first, List<?> second) {
		boolean repeats = second.size() >= first.size() && Objects.equals(second.subList(0, first.size()), first);
		if (repeats) {
			return second;
		}
		List<Object> merged = new ArrayList<>(first);
		merged.addAll(second);
		return merged;
	}

}
