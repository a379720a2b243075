package net.qhaigc.springai.gemini.client.body;

import reactor.core.Disposable;

import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * Converts the events of a stream, and determines when the response is closed after
 * {@code [DONE]}.
 *
 * @param <T> the type of the converted events
 */
public interface EventHandler<T> {

	/** Convert an event of the response that has the given status and headers. */
	T response(ResponseHead head, GenerateContentResponse event);

	/** Return the failure to report in place of an exception. */
	Throwable failure(Throwable exception);

	/**
	 * Close the response after a delay, during which the gateway can still end the
	 * response. This method is called when {@code [DONE]} has been received.
	 * @param close closes the response
	 * @return a handle that cancels the call of {@code close}
	 */
	Disposable closeLater(Runnable close);

}
