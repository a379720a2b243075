package net.qhaigc.springai.gemini.client;

/**
 * A condition for the requests of a client, for example that a circuit breaker permits
 * them. The condition is checked again after each wait, since its result can change in
 * the meantime. Implementations must be thread-safe and must not block.
 */
public interface RequestCondition {

	/**
	 * Return whether a request waits and is then retried. The retry policy of the client
	 * applies as well. After the wait for a retry, this method is called once more. It is
	 * also called for a request that has not been sent yet and would have to wait for the
	 * end of a rate limit.
	 * @param failure the transient failure of the request. For a request that has not
	 * been sent yet, the failure of the earlier request that was rejected because of the
	 * rate limit
	 * @return true to wait and then send the request; false to fail the request
	 */
	boolean allowsRetry(Throwable failure);

	/**
	 * Return whether a request can be sent. This method is called when an attempt begins,
	 * and again when its connection is established, immediately before the headers are
	 * written.
	 * @return whether to send the request; if not, the request fails with a
	 * {@link net.qhaigc.springai.gemini.client.error.QhaigcTransientException} with the
	 * code {@code request_not_sent}
	 */
	boolean allowsSending();

}
