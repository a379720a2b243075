package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint in OpenAI's format that is not a chat endpoint. It checks requests,
 * generates the replies to requests without a scripted reply, and encodes replies.
 */
interface OpenAiEndpoint extends RequestRules {

	/**
	 * Return the HTTP method.
	 */
	default String method() {
		return "POST";
	}

	/**
	 * Return whether requests to this endpoint name a model.
	 */
	default boolean namesModel() {
		return true;
	}

	/**
	 * Return the reply to a valid request without a scripted reply.
	 * @param request the request
	 * @return the content of the reply
	 */
	ReplyBody generate(ReceivedRequest request);

	/**
	 * Encode the content of a reply.
	 * @param body the content
	 * @param request the request that gets the reply
	 * @return the response
	 * @throws IllegalStateException if the reply does not fit the request
	 */
	ReplyBody.Raw encode(ReplyBody body, ReceivedRequest request);

	/**
	 * Return the exception for a reply that does not fit the endpoint of a request.
	 * @param body the content of the reply
	 * @param request the request
	 * @param fittingMethods the methods other than {@code replyJson} that script a reply
	 * for the endpoint; null if there are none
	 */
	static IllegalStateException mismatch(ReplyBody body, ReceivedRequest request, @Nullable String fittingMethods) {
		return new IllegalStateException("The reply " + body.describe() + " does not fit " + request
				+ ((fittingMethods != null) ? ". Use " + fittingMethods + " or replyJson(..)" : ". Use replyJson(..)"));
	}

}
