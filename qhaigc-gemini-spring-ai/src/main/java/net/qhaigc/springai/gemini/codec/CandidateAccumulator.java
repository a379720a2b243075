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
 * One candidate as it comes: whole, or in the pieces of a stream. Calls in pieces are put
 * together, and details that a stream spreads over its events are joined.
 */
final class CandidateAccumulator {

	private final int index;

	private final boolean streamed;

	private final List<@Nullable Object> parts = new ArrayList<>();

	/** Texts that belong together, joined once when something else comes. */
	private final List<String> run = new ArrayList<>();

	private boolean runIsThought;

	private @Nullable FunctionCallAccumulator lastCall;

	private @Nullable String finishReason;

	private @Nullable String finishMessage;

	private final Map<String, Object> details = new LinkedHashMap<>();

	/**
	 * An answer of which nothing has come.
	 * @param index which of the answers it is
	 * @param streamed whether texts are pieces that belong together
	 */
	CandidateAccumulator(int index, boolean streamed) {
		this.index = index;
		this.streamed = streamed;
	}

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

	/**
	 * Ratings are of the answer as it stands; the other lists go on from event to event.
	 */
	private void addDetail(String name, Object value) {
		if (name.equals("safetyRatings")) {
			this.details.put(name, value);
		}
		else {
			this.details.merge(name, value, CandidateAccumulator::join);
		}
	}

	private void add(Part part) {
		if (part instanceof Part.Text text && this.streamed && isPlain(text)) {
			if (!this.run.isEmpty() && this.runIsThought != text.isThought()) {
				endRun();
			}
			this.runIsThought = text.isThought();
			if (!text.text().isEmpty()) {
				this.run.add(text.text());
			}
			return;
		}
		endRun();
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
			this.lastCall.accept(call);
		}
	}

	/** Whether a text may be joined with its neighbours. */
	private static boolean isPlain(Part.Text text) {
		PartAttributes attributes = text.attributes();
		return attributes.thoughtSignature() == null && attributes.extra().isEmpty();
	}

	private void endRun() {
		if (!this.run.isEmpty()) {
			PartAttributes attributes = this.runIsThought ? PartAttributes.THOUGHT : PartAttributes.NONE;
			this.parts.add(new Part.Text(String.join("", this.run), attributes));
			this.run.clear();
		}
	}

	/**
	 * The parts that have come, calls put together.
	 * @param notices told of each call that never ended
	 * @return the parts in their order
	 */
	List<Part> parts(WarnOnce notices) {
		endRun();
		List<Part> whole = new ArrayList<>(this.parts.size());
		for (Object part : this.parts) {
			if (part instanceof FunctionCallAccumulator call) {
				Part.FunctionCall finished = call.finish();
				if (finished != null) {
					whole.add(finished);
				}
				else {
					notices.warn("call", "incomplete", "A function call of the model was left out: its arguments never "
							+ "ended or are no JSON object");
				}
			}
			else if (part != null) {
				whole.add((Part) part);
			}
		}
		return whole;
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

	/**
	 * In a stream lists go on, objects gain fields, and of single values the last counts.
	 */
	private static Object join(Object before, Object after) {
		if (before instanceof List<?> first && after instanceof List<?> second) {
			return joinLists(first, second);
		}
		if (before instanceof Map<?, ?> first && after instanceof Map<?, ?> second) {
			Map<Object, Object> joined = new LinkedHashMap<>(first);
			second.forEach((name, value) -> {
				if (value != null) {
					joined.merge(name, value, CandidateAccumulator::join);
				}
			});
			return joined;
		}
		return after;
	}

	/** A later list that repeats the earlier one is its newer state, no continuation. */
	private static Object joinLists(List<?> first, List<?> second) {
		boolean repeats = second.size() >= first.size() && Objects.equals(second.subList(0, first.size()), first);
		if (repeats) {
			return second;
		}
		List<Object> joined = new ArrayList<>(first);
		joined.addAll(second);
		return joined;
	}

}
