package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Merges the events of a stream into the response that the gateway would have returned
 * without streaming. Responses to later requests can continue this response.
 */
public final class ResponseMerger {

	private final ResponseFieldMerger fields = new ResponseFieldMerger();

	private final TreeMap<Integer, CandidateMerger> candidates = new TreeMap<>();

	/**
	 * Merge events.
	 * @param events the events of one stream
	 * @return the response; null if there are no events
	 */
	public static @Nullable GenerateContentResponse merge(List<GenerateContentResponse> events) {
		ResponseMerger merger = new ResponseMerger();
		events.forEach(merger::add);
		return events.isEmpty() ? null : merger.merged();
	}

	/**
	 * Return whether a response is incomplete and another request can continue it.
	 * @param response the response
	 * @return whether its first candidate has the finish reason {@code CONTINUATION}
	 */
	public static boolean canBeContinued(GenerateContentResponse response) {
		return !response.candidates().isEmpty()
				&& CandidateMerger.CONTINUATION.equals(response.candidates().get(0).finishReason());
	}

	/**
	 * Return an event that contains only a continuation token.
	 * @param token the token with which the response can be continued
	 * @return the event
	 */
	public static GenerateContentResponse continuationTokenEvent(String token) {
		Candidate candidate = new Candidate(null, null, null, 0, Map.of(CandidateMerger.CONTINUATION_TOKEN, token));
		return new GenerateContentResponse(List.of(candidate), Map.of(), null, null, null, null, Map.of());
	}

	/**
	 * Add an event.
	 * @param event the event
	 */
	public void add(GenerateContentResponse event) {
		this.fields.add(event);
		for (int i = 0; i < event.candidates().size(); i++) {
			Candidate candidate = event.candidates().get(i);
			Integer index = (candidate.index() != null) ? candidate.index() : Integer.valueOf(i);
			this.candidates.computeIfAbsent(index, CandidateMerger::new).add(candidate);
		}
	}

	/**
	 * Return the merger of the fields other than the candidates.
	 * @return the merger, whose fields change with each event
	 */
	public ResponseFieldMerger fields() {
		return this.fields;
	}

	/**
	 * Return the candidates that have been received so far.
	 * @return the candidates in the order of their indices
	 */
	public List<Candidate> candidates() {
		return this.candidates.values().stream().map(CandidateMerger::merged).toList();
	}

	/**
	 * Return the token with which another request continues the response.
	 * @return the token; null if the response is complete, or if there is no token
	 */
	public @Nullable String continuationToken() {
		CandidateMerger first = this.candidates.get(0);
		return (first != null) ? first.continuationToken() : null;
	}

	/**
	 * Prepare for the events of the next response, which continues the current one.
	 * @return the response so far, with its continuation token
	 */
	public GenerateContentResponse beginContinuation() {
		GenerateContentResponse before = merged();
		this.fields.beginContinuation();
		this.candidates.values().forEach(CandidateMerger::beginContinuation);
		return before;
	}

	/**
	 * Return the response that has been received so far.
	 * @return the response
	 */
	public GenerateContentResponse merged() {
		return new GenerateContentResponse(candidates(), this.fields.promptFeedback(), this.fields.usage(),
				this.fields.modelVersion(), this.fields.responseId(), null, this.fields.extra());
	}

}
