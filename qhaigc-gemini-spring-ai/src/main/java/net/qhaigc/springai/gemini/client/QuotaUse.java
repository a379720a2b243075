package net.qhaigc.springai.gemini.client;

import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.cost.TokenCounts;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.UsageMetadata;

/**
 * The use of a {@link RequestQuota} by one attempt: its permit, and the tokens that the
 * gateway has counted so far.
 */
final class QuotaUse {

	/** The gateway may have counted the tokens of a request that failed in this way. */
	private static final Set<FailureKind> UNKNOWN_TOKENS = Set.of(FailureKind.TIMEOUT, FailureKind.RESPONSE,
			FailureKind.APPLICATION);

	private volatile RequestQuota.@Nullable Permit permit;

	private volatile @Nullable TokenCounts tokens;

	private volatile @Nullable RateLimits limits;

	private QuotaUse() {
	}

	/**
	 * Send a request when the quota permits it.
	 * @param quota the quota
	 * @param request what the quota can know of the request
	 * @param exchange the exchange of the request for its response
	 * @param schedulers the threads of the client
	 */
	static Flux<GatewayResponse> limit(RequestQuota quota, QuotaRequest request, Flux<GatewayResponse> exchange,
			ClientSchedulers schedulers) {
		return Flux.defer(() -> {
			QuotaUse use = new QuotaUse();
			Thread subscriber = Thread.currentThread();
			return schedulers.unlessClosed(quota.acquire(request))
				.flatMapMany((permit) -> use.send(permit, onSameThread(exchange, subscriber, schedulers)))
				.doOnEach(use::on)
				.doOnCancel(use::release);
		});
	}

	/** A permit that was awaited is emitted on a thread that may not be blocked. */
	private static Flux<GatewayResponse> onSameThread(Flux<GatewayResponse> exchange, Thread subscriber,
			ClientSchedulers schedulers) {
		return (Thread.currentThread() == subscriber) ? exchange : exchange.subscribeOn(schedulers.signals(), false);
	}

	private Flux<GatewayResponse> send(RequestQuota.Permit permit, Flux<GatewayResponse> exchange) {
		this.permit = permit;
		return exchange;
	}

	private void on(Signal<GatewayResponse> signal) {
		switch (signal.getType()) {
			case ON_NEXT -> received(Objects.requireNonNull(signal.get()));
			case ON_ERROR -> failed(Objects.requireNonNull(signal.getThrowable()));
			case ON_COMPLETE -> release();
			default -> {
				// A subscription and its end have no effect on the permit.
			}
		}
	}

	/** The usage of an event of a stream includes that of the events before it. */
	private void received(GatewayResponse response) {
		if (response.head().rateLimits() != null) {
			this.limits = response.head().rateLimits();
		}
		UsageMetadata usage = response.body(GenerateContentResponse.class).usageMetadata();
		if (usage != null) {
			this.tokens = TokenCounts.of(usage.promptTokenCount(), usage.cachedContentTokenCount(),
					usage.toolUsePromptTokenCount(), usage.candidatesTokenCount(), usage.thoughtsTokenCount(),
					usage.totalTokenCount());
		}
	}

	private void failed(Throwable failure) {
		RequestQuota.Permit acquired = this.permit;
		FailureKind kind = (failure instanceof GatewayFailure gatewayFailure) ? gatewayFailure.kind()
				: FailureKind.APPLICATION;
		if (acquired != null && kind == FailureKind.CONNECTION) {
			acquired.cancel();
		}
		else if (acquired != null) {
			boolean rejected = this.tokens == null && !UNKNOWN_TOKENS.contains(kind);
			acquired.release(rejected ? TokenCounts.NONE : this.tokens, this.limits);
		}
	}

	private void release() {
		RequestQuota.Permit acquired = this.permit;
		if (acquired != null) {
			acquired.release(this.tokens, this.limits);
		}
	}

}
