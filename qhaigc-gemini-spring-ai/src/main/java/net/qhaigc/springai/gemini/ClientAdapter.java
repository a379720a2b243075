package net.qhaigc.springai.gemini;

import java.time.Duration;
import java.util.Objects;

import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.metadata.EmptyRateLimit;
import org.springframework.ai.chat.metadata.RateLimit;

import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.GatewayResponse;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.client.error.TransportErrors;
import net.qhaigc.springai.gemini.codec.EncodedPrompt;
import net.qhaigc.springai.gemini.codec.HeaderMetadata;
import net.qhaigc.springai.gemini.wire.ChatCompletionRequest;

/**
 * Connects the codec and the client, which do not depend on each other: converts encoded
 * prompts to requests, and the heads of responses to metadata.
 */
final class ClientAdapter {

	private ClientAdapter() {
	}

	static GatewayRequest.Builder request(EncodedPrompt prompt) {
		return GatewayRequest.builder()
			.model(prompt.model())
			.body(prompt.body())
			.unified(prompt.body() instanceof ChatCompletionRequest)
			.headers(prompt.headers())
			.extraBody(prompt.extraBody());
	}

	/**
	 * Wait for a response. If the thread is interrupted, its interrupt flag stays set. A
	 * failure without a stack trace gets the stack trace of the caller.
	 */
	static GatewayResponse block(Mono<GatewayResponse> response) {
		try {
			return Objects.requireNonNull(response.block());
		}
		catch (RuntimeException ex) {
			if (Exceptions.unwrap(ex) instanceof InterruptedException interruption) {
				throw TransportErrors.interrupted(interruption);
			}
			if (ex instanceof GatewayFailure && ex.getStackTrace().length == 0) {
				ex.setStackTrace(new Throwable().getStackTrace());
			}
			throw ex;
		}
	}

	static HeaderMetadata metadata(ResponseHead head) {
		RateLimits limits = head.rateLimits();
		return new HeaderMetadata(head.requestId(), head.serviceTier(),
				(limits != null) ? new GatewayRateLimit(limits) : new EmptyRateLimit());
	}

	/** The rate limits of the gateway as Spring AI's {@link RateLimit}. */
	private record GatewayRateLimit(RateLimits limits) implements RateLimit {

		@Override
		public Long getRequestsLimit() {
			return this.limits.requestsLimit();
		}

		@Override
		public Long getRequestsRemaining() {
			return this.limits.requestsRemaining();
		}

		@Override
		public Duration getRequestsReset() {
			return this.limits.requestsReset();
		}

		@Override
		public Long getTokensLimit() {
			return this.limits.tokensLimit();
		}

		@Override
		public Long getTokensRemaining() {
			return this.limits.tokensRemaining();
		}

		@Override
		public Duration getTokensReset() {
			return this.limits.tokensReset();
		}

	}

}
