package net.qhaigc.springai.gemini.codec;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.EmptyRateLimit;
import org.springframework.ai.chat.metadata.RateLimit;

/**
 * Metadata from the HTTP headers of a response.
 *
 * @param requestId the gateway's ID of the request; null if there is none
 * @param serviceTier the service tier that processed the request; null if unknown
 * @param rateLimit the rate limits; an {@link EmptyRateLimit} if unknown
 */
public record HeaderMetadata(@Nullable String requestId, @Nullable String serviceTier, RateLimit rateLimit) {

	/** For a response that has none of these headers. */
	public static final HeaderMetadata NONE = new HeaderMetadata(null, null, new EmptyRateLimit());

}
