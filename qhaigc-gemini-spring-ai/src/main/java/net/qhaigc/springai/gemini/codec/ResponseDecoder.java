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
 * A whole answer of the gateway, as Spring AI's response: one generation for each
 * candidate, by index.
 */
public final class ResponseDecoder {

	private final WarnOnce notices;

	/**
	 * A decoder for one model.
	 * @param notices told of what is left out
	 */
	public ResponseDecoder(WarnOnce notices) {
		this.notices = notices;
	}

	/**
	 * Decodes an answer.
	 * @param response the body of the response
	 * @param headers the metadata from the headers of the response
	 * @param asked what it was asked
	 * @return a response with at least one generation
	 */
	public ChatResponse decode(GenerateContentResponse response, HeaderMetadata headers, EncodedPrompt asked) {
		ResponseDetails details = new ResponseDetails(asked.model());
		details.headers(headers);
		details.add(response);
		List<CandidateAccumulator> answers = answers(response.candidates());
		if (answers.isEmpty()) {
			answers = List.of(blocked(details, this.notices));
		}
		CandidateDecoder decoder = new CandidateDecoder(asked, this.notices);
		List<Generation> generations = new ArrayList<>(answers.size());
		for (CandidateAccumulator answer : answers) {
			generations.add(decoder.decode(answer, details));
		}
		return new ChatResponse(generations, details.ofAnswer());
	}

	private static List<CandidateAccumulator> answers(List<Candidate> candidates) {
		List<CandidateAccumulator> answers = new ArrayList<>(candidates.size());
		for (Candidate candidate : candidates) {
			int index = (candidate.index() != null) ? candidate.index() : answers.size();
			CandidateAccumulator answer = new CandidateAccumulator(index, false);
			answer.add(candidate);
			answers.add(answer);
		}
		answers.sort(Comparator.comparingInt(CandidateAccumulator::index));
		return answers;
	}

	/** The one answer to a prompt that was refused: no text, and the reason. */
	static CandidateAccumulator blocked(ResponseDetails details, WarnOnce notices) {
		CandidateAccumulator answer = new CandidateAccumulator(0, false);
		String reason = details.blockReason();
		if (reason != null) {
			answer.finishReason(reason);
			notices.warn("blocked", reason,
					"The prompt was blocked (%s): the answer is empty, and the feedback is in its prompt metadata"
						.formatted(reason));
		}
		return answer;
	}

}
