package net.qhaigc.springai.gemini.client;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.UsageMetadata;

/**
 * The use of a {@link RequestQuota} by one attempt: the permit, and the tokens that the
 * gateway has counted so far. This single operator replaces several Reactor operators, so
 * that fewer objects are created for each request.
 */
@SuppressWarnings("NullAway.Init")
final class QuotaUse implements CoreSubscriber<GatewayResponse>, Subscription {

	/**
	 * The kinds of failures after which the number of tokens is unknown: the gateway may
	 * have charged for the request without reporting the tokens.
	 */
	private static final Set<FailureKind> UNKNOWN_TOKENS = Set.of(FailureKind.TIMEOUT, FailureKind.RESPONSE,
			FailureKind.APPLICATION);

	private final CoreSubscriber<? super GatewayResponse> actual;

	private final RequestQuota.Permit permit;

	private final boolean singleResponse;

	private Subscription subscription;

	private volatile @Nullable UsageMetadata usage;

	private volatile @Nullable RateLimits limits;

	private QuotaUse(CoreSubscriber<? super GatewayResponse> actual, RequestQuota.Permit permit,
			boolean singleResponse) {
		this.actual = actual;
		this.permit = permit;
		this.singleResponse = singleResponse;
	}

	/**
	 * Send a request when the quota permits it.
	 * @param quota the quota
	 * @param request describes the request to the quota
	 * @param exchange sends the request and receives its response
	 * @param singleResponse whether the request ends with its first response, because it
	 * is not streamed
	 * @param schedulers the threads of the client
	 */
	static Flux<GatewayResponse> limit(RequestQuota quota, QuotaRequest request, Flux<GatewayResponse> exchange,
			boolean singleResponse, ClientSchedulers schedulers) {
		return new Limited(quota, request, exchange, singleResponse, schedulers);
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		this.actual.onSubscribe(this);
	}

	@Override
	public void request(long count) {
		this.subscription.request(count);
	}

	/**
	 * The usage of an event of a stream includes the usage of the events before it. The
	 * usage of a response that is not streamed is reported before the response is
	 * emitted, because the caller can immediately send the next request, and the quota
	 * must then already include this usage.
	 */
	@Override
	public void onNext(GatewayResponse response) {
		if (response.head().rateLimits() != null) {
			this.limits = response.head().rateLimits();
		}
		UsageMetadata current = response.body(GenerateContentResponse.class).usageMetadata();
		if (current != null) {
			this.usage = current;
		}
		if (this.singleResponse) {
			release();
		}
		this.actual.onNext(response);
	}

	@Override
	public void onError(Throwable failure) {
		FailureKind kind = (failure instanceof GatewayFailure gatewayFailure) ? gatewayFailure.kind()
				: FailureKind.APPLICATION;
		if (kind == FailureKind.CONNECTION) {
			this.permit.cancel();
		}
		else {
			boolean rejected = this.usage == null && !UNKNOWN_TOKENS.contains(kind);
			this.permit.release(rejected ? TokenCounts.NONE : tokens(), this.limits);
		}
		this.actual.onError(failure);
	}

	@Override
	public void onComplete() {
		release();
		this.actual.onComplete();
	}

	@Override
	public void cancel() {
		release();
		this.subscription.cancel();
	}

	private void release() {
		this.permit.release(tokens(), this.limits);
	}

	private @Nullable TokenCounts tokens() {
		return TokenCounts.of(this.usage);
	}

	/** An exchange that needs a permit. */
	private static final class Limited extends Flux<GatewayResponse> {

		private final RequestQuota quota;

		private final QuotaRequest request;

		private final Flux<GatewayResponse> exchange;

		private final boolean singleResponse;

		private final ClientSchedulers schedulers;

		private Limited(RequestQuota quota, QuotaRequest request, Flux<GatewayResponse> exchange,
				boolean singleResponse, ClientSchedulers schedulers) {
			this.quota = quota;
			this.request = request;
			this.exchange = exchange;
			this.singleResponse = singleResponse;
			this.schedulers = schedulers;
		}

		@Override
		public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
			RequestQuota.Permit permit;
			try {
				permit = this.quota.tryAcquire(this.request);
			}
			catch (Throwable ex) {
				Operators.error(actual, Operators.onOperatorError(ex, actual.currentContext()));
				return;
			}
			if (permit != null) {
				this.exchange.subscribe(new QuotaUse(actual, permit, this.singleResponse));
			}
			else {
				awaitPermit(Thread.currentThread()).subscribe(actual);
			}
		}

		private Flux<GatewayResponse> awaitPermit(Thread caller) {
			AtomicReference<QuotaUse> use = new AtomicReference<>();
			return this.schedulers.unlessClosed(this.quota.acquire(this.request))
				.flatMapMany((permit) -> new Permitted(permit, onBlockableThread(caller), this.singleResponse, use))
				.doOnCancel(() -> releaseIfUsed(use.get()));
		}

		/**
		 * Release the permit before the {@code Mono} that has emitted it is cancelled,
		 * since the cancellation alone would mean that the permit was not used.
		 */
		private static void releaseIfUsed(@Nullable QuotaUse use) {
			if (use != null) {
				use.release();
			}
		}

		/**
		 * Return the exchange. If the quota has emitted the permit on a thread other than
		 * the caller's, the exchange is subscribed to on a thread that can block, since
		 * the quota's thread may be one that must not block.
		 */
		private Flux<GatewayResponse> onBlockableThread(Thread caller) {
			return (Thread.currentThread() == caller) ? this.exchange
					: this.exchange.subscribeOn(this.schedulers.signals(), false);
		}

	}

	/** An exchange with its permit. */
	private static final class Permitted extends Flux<GatewayResponse> {

		private final RequestQuota.Permit permit;

		private final Flux<GatewayResponse> exchange;

		private final boolean singleResponse;

		private final AtomicReference<QuotaUse> use;

		private Permitted(RequestQuota.Permit permit, Flux<GatewayResponse> exchange, boolean singleResponse,
				AtomicReference<QuotaUse> use) {
			this.permit = permit;
			this.exchange = exchange;
			this.singleResponse = singleResponse;
			this.use = use;
		}

		@Override
		public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
			QuotaUse created = new QuotaUse(actual, this.permit, this.singleResponse);
			this.use.set(created);
			this.exchange.subscribe(created);
		}

	}

}
