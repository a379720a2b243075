package net.qhaigc.springai.gemini.client.connection;

import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Recognizes the interim responses (1xx) that may precede the final response to a
 * request. Reactor Netty treats each interim response except {@code 100 Continue} as the
 * final one. {@code 101 Switching Protocols} is not an interim response here, because the
 * connection uses another protocol after it.
 */
final class InterimResponses {

	private boolean insideInterimResponse;

	/** Whether the message is an interim response or the end of one. */
	boolean belongsToInterimResponse(HttpObject message) {
		boolean belongs = this.insideInterimResponse || isInterim(message);
		this.insideInterimResponse = belongs && !(message instanceof LastHttpContent);
		return belongs;
	}

	private static boolean isInterim(HttpObject message) {
		return message instanceof HttpResponse response && response.decoderResult().isSuccess()
				&& response.status().codeClass() == HttpStatusClass.INFORMATIONAL
				&& !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
	}

}
