package net.qhaigc.springai.gemini.client.body;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.client.error.TransportErrors;
import net.qhaigc.springai.gemini.wire.Candidate;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * Determines whether one stream is complete, from its events and from how it ended.
 */
final class StreamCompletion {

	private @Nullable Throwable failure;

	private boolean endedInsideEvent;

	private boolean eventReceived;

	private boolean finished;

	/** Record an event that is neither a keep-alive nor an error. */
	void recordEvent(GenerateContentResponse event) {
		this.eventReceived = true;
		this.finished |= finishesStream(event);
	}

	/** Record an event that is an error. */
	void recordError() {
		this.eventReceived = true;
	}

	/** Record that the connection failed. */
	void recordFailure(Throwable failure) {
		this.failure = failure;
	}

	/** Record that the stream ended inside an event. */
	void recordEndInsideEvent() {
		this.endedInsideEvent = true;
	}

	boolean hasEvents() {
		return this.eventReceived;
	}

	/** Whether a finish reason or a block reason was received. */
	boolean isFinished() {
		return this.finished;
	}

	private static boolean finishesStream(GenerateContentResponse event) {
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
	 * Throw an exception unless the stream is complete.
	 * @param errors creates the exception
	 * @param head the status and the headers of the response
	 * @param splitter the splitter, which has read all bytes
	 */
	void throwIfIncomplete(GatewayErrors errors, ResponseHead head, EventSplitter splitter) {
		if (this.failure != null) {
			throw TransportErrors.of(this.failure);
		}
		boolean inside = this.endedInsideEvent || splitter.endedInsideObject();
		if (!this.eventReceived && !inside) {
			String text = splitter.unrecognizedText();
			throw errors.forInvalidResponse(head, text.isBlank() ? "empty_response" : "malformed_response",
					text.isBlank() ? "The gateway returned an empty response: a stream without an event"
							: "The gateway's stream does not contain an event",
					text);
		}
		if (inside || !this.finished) {
			throw errors.forIncompleteStream(head, splitter.unrecognizedText());
		}
	}

}
