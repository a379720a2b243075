package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.Nullable;

/**
 * The information that a {@link RequestQuota} receives about a request before the request
 * is sent.
 */
public final class QuotaRequest {

	private final GatewayRequest request;

	private final @Nullable RequestBytes bytes;

	/** The estimate for the body; 0 until it is computed. */
	private volatile long inputTokens;

	QuotaRequest(GatewayRequest request, @Nullable RequestBytes bytes) {
		this.request = request;
		this.bytes = bytes;
	}

	/**
	 * Create the information about a request, for tests of a {@link RequestQuota}.
	 * @param request the request, whose body is encoded only if its tokens are estimated
	 * @return the information
	 */
	public static QuotaRequest of(GatewayRequest request) {
		return new QuotaRequest(request, null);
	}

	/**
	 * Return the ID of the model.
	 * @return the ID as the user wrote it, without surrounding whitespace
	 */
	public String model() {
		return this.request.model();
	}

	/**
	 * Return the key of the quota and the budget that the request uses.
	 * @return the key; null for the quota and the budget that all requests without a
	 * quota key share
	 */
	public @Nullable String quotaKey() {
		return this.request.quotaKey();
	}

	/**
	 * Estimate the number of tokens of the request and its response.
	 * @return the sum of the input tokens and the maximum number of output tokens
	 */
	public long estimatedTokens() {
		return estimatedInputTokens() + maxOutputTokens();
	}

	/**
	 * Estimate the number of tokens of the request: one for every four bytes of text, and
	 * a fixed number for each image or other media in base64.
	 * @return the estimate, more than 0
	 */
	public long estimatedInputTokens() {
		if (this.inputTokens == 0) {
			RequestBytes encoded = (this.bytes != null) ? this.bytes
					: RequestBytes.of(this.request.body(), this.request.extraBody());
			this.inputTokens = TokenEstimate.of(encoded);
		}
		return this.inputTokens;
	}

	/**
	 * Return the maximum number of output tokens of the request.
	 * @return the number; 0 if the request does not limit it
	 */
	public long maxOutputTokens() {
		return TokenEstimate.maxOutputTokens(this.request.body());
	}

	@Override
	public String toString() {
		return "QuotaRequest[model=" + model() + "]";
	}

}
