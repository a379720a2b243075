package net.qhaigc.springai.gemini.client.error;

/**
 * Whether and how often a request is retried after an error that matches an
 * {@link ErrorRule}.
 */
enum ErrorOutcome {

	/**
	 * No retry, regardless of the HTTP status and of whether the gateway specifies a
	 * delay before a retry.
	 */
	PERMANENT(0),

	/** As many retries as the retry policy allows. */
	TRANSIENT(Integer.MAX_VALUE),

	/** One retry, because the gateway may use another of its accounts for the retry. */
	TRANSIENT_WITH_ONE_RETRY(1),

	/**
	 * A later request can succeed, but the client does not send this request again: the
	 * vendor has received it and may charge for it.
	 */
	TRANSIENT_WITHOUT_RETRY(0),

	/**
	 * Whether the request is retried depends on the HTTP status, and on whether the
	 * gateway specifies a delay before a retry. Without such a delay, the request is not
	 * retried if a daily quota is exhausted.
	 */
	BY_STATUS(Integer.MAX_VALUE);

	private final int maxRetries;

	ErrorOutcome(int maxRetries) {
		this.maxRetries = maxRetries;
	}

	/** Return the maximum number of retries after a transient failure. */
	int maxRetries() {
		return this.maxRetries;
	}

}
