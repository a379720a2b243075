package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatResponse;

import net.qhaigc.springai.gemini.codec.markup.MarkupDecoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.Prices;
import net.qhaigc.springai.gemini.wire.Candidate;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.ResponseFieldMerger;

/**
 * Decodes a whole response. The result has one generation for each candidate, in the
 * order of the candidate indexes. If the response has no candidates, the result has one
 * empty generation.
 */
public final class ResponseDecoder {

	private final WarnOnce warnings;

	private final @Nullable Prices prices;

	/**
	 * Create a decoder for one model.
	 * @param warnings logs what is dropped
	 */
	public ResponseDecoder(WarnOnce warnings) {
		this(warnings, null);
	}

	/**
	 * Create a decoder for one model. If there are prices, the decoder estimates costs.
	 * @param warnings logs what is dropped
	 * @param prices the prices of models; null if there are none
	 */
	public ResponseDecoder(WarnOnce warnings, @Nullable Prices prices) {
		this.warnings = warnings;
		this.prices = prices;
	}

	/**
	 * Return a decoder for the events of a stream.
	 * @param prompt the prompt of the stream
	 * @return a decoder, for one stream only
	 */
	public StreamDecoder stream(EncodedPrompt prompt) {
		return new StreamDecoder(prompt, this.warnings, this.prices);
	}

	/**
	 * Decode a response.
	 * @param response the body of the response
	 * @param headers the metadata from the headers of the response
	 * @param prompt the prompt
	 * @return the response, with at least one generation
	 */
	public ChatResponse decode(GenerateContentResponse response, HeaderMetadata headers, EncodedPrompt prompt) {
		ResponseFieldMerger fields = new ResponseFieldMerger();
		fields.add(response);
		ResponseDetails details = new ResponseDetails(prompt.model(), fields, this.prices);
		details.setHeaders(headers);
		CandidateDecoder decoder = new CandidateDecoder(prompt, this.warnings);
		GenerateContentResponse withoutMarkup = MarkupDecoder.decodeComplete(response, prompt.markup());
		return decoder.decode(sortByIndex(withoutMarkup.candidates()), details);
	}

	static List<CandidateAccumulator> sortByIndex(List<Candidate> candidates) {
		List<CandidateAccumulator> sorted = new ArrayList<>(candidates.size());
		for (Candidate candidate : candidates) {
			int index = (candidate.index() != null) ? candidate.index() : sorted.size();
			sorted.add(new CandidateAccumulator(index, candidate));
		}
		sorted.sort(Comparator.comparingInt(CandidateAccumulator::index));
		return sorted;
	}

}
