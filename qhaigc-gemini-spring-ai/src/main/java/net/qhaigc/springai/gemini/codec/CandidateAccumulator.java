package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.Candidate;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;

/**
 * Collects the usable parts of one candidate: joins function calls that are split across
 * parts, and drops parts that cannot be used.
 */
final class CandidateAccumulator {

	private static final String STOP = "STOP";

	private final int index;

	private final @Nullable Candidate candidate;

	/** The finish reason to use if none was received. */
	private @Nullable String finishReasonIfMissing;

	/**
	 * Create an accumulator.
	 * @param index the index of the candidate
	 * @param candidate the candidate, merged from all events if it was streamed; null if
	 * the response has no candidate
	 */
	CandidateAccumulator(int index, @Nullable Candidate candidate) {
		this.index = index;
		this.candidate = candidate;
	}

	/**
	 * Return the parts that can be used.
	 * @param warnings logs a warning if an incomplete call or invalid media is dropped
	 * @return the parts in their order, without incomplete or repeated function calls and
	 * without media that cannot be decoded
	 */
	List<Part> usableParts(WarnOnce warnings) {
		List<Part> received = receivedParts();
		if (!hasCallsOrInvalidMedia(received)) {
			return received;
		}
		List<Part> usable = new ArrayList<>(received.size());
		Set<Object> seenCalls = new HashSet<>();
		for (Object part : withAccumulators(received)) {
			if (part instanceof FunctionCallAccumulator call) {
				addIfUsable(call.finish(STOP.equals(finishReason())), usable, seenCalls, warnings);
			}
			else if (part instanceof Part.InlineData data && data.data().length == 0) {
				dropMedia(data, usable, warnings);
			}
			else {
				usable.add((Part) part);
			}
		}
		return usable;
	}

	private static boolean hasCallsOrInvalidMedia(List<Part> parts) {
		for (Part part : parts) {
			if (part instanceof Part.FunctionCall
					|| (part instanceof Part.InlineData data && data.data().length == 0)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the parts, with an accumulator in place of each function call. A call
	 * without a name is a continuation of the previous call.
	 */
	private static List<Object> withAccumulators(List<Part> parts) {
		List<Object> accumulated = new ArrayList<>(parts.size());
		FunctionCallAccumulator lastCall = null;
		for (Part part : parts) {
			if (!(part instanceof Part.FunctionCall call)) {
				accumulated.add(part);
			}
			else if (call.name() != null && !call.name().isBlank()) {
				lastCall = new FunctionCallAccumulator(call);
				accumulated.add(lastCall);
			}
			else if (lastCall != null) {
				lastCall.add(call);
			}
		}
		return accumulated;
	}

	private List<Part> receivedParts() {
		return (this.candidate != null && this.candidate.content() != null) ? this.candidate.content().parts()
				: List.of();
	}

	private static void addIfUsable(Part.@Nullable FunctionCall call, List<Part> parts, Set<Object> seenCalls,
			WarnOnce warnings) {
		if (call == null) {
			warnings.warn("call", "incomplete", "A function call of the model was dropped, since its arguments "
					+ "are incomplete or not a JSON object");
		}
		else if (!isRepeated(call, seenCalls)) {
			parts.add(call);
		}
	}

	/** Some gateways repeat a call, with its ID, in a later event. */
	private static boolean isRepeated(Part.FunctionCall call, Set<Object> seenCalls) {
		String id = call.id();
		Map<String, Object> arguments = (call.args() != null) ? call.args() : Map.of();
		return id != null && !id.isBlank() && !seenCalls.add(Arrays.asList(id, call.name(), arguments));
	}

	/** Drop media, but keep its signature in an empty text part. */
	private static void dropMedia(Part.InlineData data, List<Part> parts, WarnOnce warnings) {
		warnings.warn("media", "invalid",
				"Media that the model generated was dropped, since its data is empty or is not valid base64");
		if (data.thoughtSignature() != null) {
			parts.add(new Part.Text("", PartAttributes.signed(data.thoughtSignature())));
		}
	}

	int index() {
		return this.index;
	}

	@Nullable String finishReason() {
		String reason = (this.candidate != null) ? this.candidate.finishReason() : null;
		return (reason != null) ? reason : this.finishReasonIfMissing;
	}

	void setFinishReasonIfMissing(String reason) {
		this.finishReasonIfMissing = reason;
	}

	@Nullable String finishMessage() {
		return (this.candidate != null) ? this.candidate.finishMessage() : null;
	}

	Map<String, Object> details() {
		return (this.candidate != null) ? this.candidate.details() : Map.of();
	}

}
