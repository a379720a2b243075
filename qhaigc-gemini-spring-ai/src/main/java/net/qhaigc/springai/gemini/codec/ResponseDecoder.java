package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.Candidate;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * Decodes a whole response. The result has one generation for each candidate, in the
 * order of their indexes.
 */
public final class ResponseDecoder {

	private final WarnOnce warnings;

	/**
	 * Create a decoder for one model.
	 * @param warnings for what is dropped
	 */
	public ResponseDecoder(WarnOnce warnings) {
		this.warnings = warnings;
	}

	/**
	 * Decode a response.
	 * @param response the body of the response
	 * @param headers the metadata from the headers of the response
	 * @param prompt the prompt
	 * @return the response, with at least one generation
	 */
	public ChatResponse decode(GenerateContentResponse response, HeaderMetadata headers, EncodedPrompt prompt) {
		ResponseDetails details = new ResponseDetails(prompt.model());
		details.headers(headers);
		details.add(response);
		List<CandidateAccumulator> candidates = sortByIndex(response.candidates());
		if (candidates.isEmpty()) {
			candidates = List.of(blocked(details, this.warnings));
		}
		CandidateDecoder decoder = new CandidateDecoder(prompt, this.warnings);
		List<Generation> generations = new ArrayList<>(candidates.size());
		for (CandidateAccumulator candidate : candidates) {
			generations.add(decoder.decode(candidate, details));
		}
		return new ChatResponse(generations, details.forResponse());
	}

	private static List<CandidateAccumulator> sortByIndex(List<Candidate> candidates) {
		List<CandidateAccumulator> sorted = new ArrayList<>(candidates.size());
		for (Candidate candidate : candidates) {
			int index = (candidate.index() != null) ? candidate.index() : sorted.size();
			CandidateAccumulator accumulator = new CandidateAccumulator(index, false);
			accumulator.add(candidate);
			sorted.add(accumulator);
		}
		sorted.sort(Comparator.comparingInt(CandidateAccumulator::index));
		return sorted;
	}

	/**
	 * Return the candidate that represents a response without candidates.
	 * @param details the details of the response
	 * @param warnings for a prompt that was blocked
	 * @return a candidate without parts, whose finish reason is the block reason
	 */
	static CandidateAccumulator blocked(ResponseDetails details, WarnOnce warnings) {
		CandidateAccumulator candidate = new CandidateAccumulator(0, false);
		String reason = details.blockReason();
		if (reason != null) {
			candidate.finishReason(reason);
			warnings.warn("blocked", reason,
					"The prompt was blocked (%s), so the response is empty. Its prompt metadata contains the feedback"
						.formatted(reason));
		}
		return candidate;
	}

}
