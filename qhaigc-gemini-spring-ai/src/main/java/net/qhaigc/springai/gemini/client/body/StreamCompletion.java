package net.qhaigc.springai.gemini.client.body;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.client.error.TransportErrors;
import net.qhaigc.springai.gemini.wire.Candidate;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * Determines whether one stream is complete, by what it contained and how it ended.
 */
final class StreamCompletion {

	private @Nullable Throwable failure;

	private boolean endedInsideEvent;

	private boolean anyEvent;

	private boolean anyFinish;

	/** Add an event that is not a keep-alive. */
	void add(GenerateContentResponse event) {
		this.anyEvent = true;
		this.anyFinish |= isFinish(event);
	}

	/** Add an event that is an error. */
	void addError() {
		this.anyEvent = true;
	}

	/** Record that the connection failed. */
	void fail(Throwable failure) {
		this.failure = failure;
	}

	/** Record that the last event is not complete. */
	void markEndedInsideEvent() {
		this.endedInsideEvent = true;
	}

	boolean hasEvents() {
		return this.anyEvent;
	}

	/** Whether there is a finish reason or a block reason. */
	boolean isFinished() {
		return this.anyFinish;
	}

	private static boolean isFinish(GenerateContentResponse event) {
		if (event.promptFeedback().get("blockReason") != null) {
			return true;
		}
		for (int i = 0; i < event.candidates().size(); i++) {
			Candidate candidate = event.candidates().get(i);
			if (candidate.finishReason() != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Fail unless the stream is complete.
	 * @param errors creates the failure
	 * @param head the status and the headers of the response
	 * @param splitter the splitter, which has read all bytes
	 */
	void check(GatewayErrors errors, ResponseHead head, EventSplitter splitter) {
		if (this.failure != null) {
			throw TransportErrors.of(this.failure);
		}
		boolean inside = this.endedInsideEvent || splitter.endedInsideObject();
		if (!this.anyEvent && !inside) {
			String text = splitter.unrecognizedText();
			throw errors.forInvalidResponse(head, text.isBlank() ? "empty_response" : "malformed_response",
					text.isBlank() ? "The gateway returned an empty response: a stream without an event"
							: "The gateway's stream does not contain an event",
					text);
		}
		if (inside || !this.anyFinish) {
			throw errors.forIncompleteStream(head, splitter.unrecognizedText());
		}
	}

}
