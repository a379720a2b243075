package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link RequestQuota} can know of a request before it is sent.
 */
public final class QuotaRequest {

	private final GatewayRequest request;

	private final @Nullable RequestBytes bytes;

	QuotaRequest(GatewayRequest request, @Nullable RequestBytes bytes) {
		this.request = request;
		this.bytes = bytes;
	}

	/**
	 * Create a request, for tests of a {@link RequestQuota}.
	 * @param request the request
	 * @return the request, of which the body is not encoded
	 */
	public static QuotaRequest of(GatewayRequest request) {
		return new QuotaRequest(request, null);
	}

	/**
	 * Return the id of the model.
	 * @return the id as the user wrote it
	 */
	public String model() {
		return this.request.model();
	}

	/**
	 * Estimate the number of tokens of the request and its response: one for each four
	 * bytes of text, a fixed number for each image or other media in base64, and the
	 * maximum number of output tokens if the request has one. Computed for each call.
	 * @return the estimate, more than 0
	 */
	public long estimatedTokens() {
		RequestBytes encoded = (this.bytes != null) ? this.bytes
				: RequestBytes.of(this.request.body(), this.request.extraBody());
		return TokenEstimate.of(encoded) + TokenEstimate.maxOutputTokens(this.request.body());
	}

	@Override
	public String toString() {
		return "QuotaRequest[model=" + model() + "]";
	}

}
