package net.qhaigc.springai.gemini.quota;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * Protects requests from a store that fails. After a failure the store is not used for a
 * second, so that not every request has to wait for its timeout.
 */
final class StoreGuard {

	private static final Log logger = LogFactory.getLog(BucketRequestQuota.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final WhenStoreFails whenStoreFails;

	private final LongSupplier nanoTime;

	private final Scheduler timer;

	private final QuotaMeters meters;

	private final AtomicBoolean failing = new AtomicBoolean();

	private volatile long failedAt;

	StoreGuard(WhenStoreFails whenStoreFails, LongSupplier nanoTime, Scheduler timer, QuotaMeters meters) {
		this.whenStoreFails = whenStoreFails;
		this.nanoTime = nanoTime;
		this.timer = timer;
		this.meters = meters;
		meters.registerStore();
	}

	/**
	 * Return the time to wait from the store; 0 if it fails and requests are then
	 * allowed.
	 */
	Mono<Long> call(Supplier<CompletableFuture<Long>> operation) {
		return call(operation, () -> {
		});
	}

	/**
	 * Return the result of the store; 0 if it fails and requests are then allowed.
	 * @param undo what to do if the store completes the operation after its timeout
	 */
	Mono<Long> call(Supplier<CompletableFuture<Long>> operation, Runnable undo) {
		if (isPaused()) {
			return unavailable();
		}
		return Mono.defer(() -> {
			CompletableFuture<Long> response = operation.get();
			return Mono.fromFuture(response, true)
				.timeout(TIMEOUT, this.timer)
				.doOnError(TimeoutException.class, (failure) -> response.thenRun(undo));
		}).doOnNext((result) -> succeeded()).onErrorResume((failure) -> {
			failed(failure);
			return unavailable();
		});
	}

	/** Run an operation for whose result the request does not wait. */
	void run(Supplier<CompletableFuture<?>> operation) {
		if (!isPaused()) {
			Mono.defer(() -> Mono.fromFuture(operation.get())).timeout(TIMEOUT, this.timer).subscribe((result) -> {
			}, this::failed);
		}
	}

	private boolean isPaused() {
		return this.failing.get() && this.nanoTime.getAsLong() - this.failedAt < PAUSE.toNanos();
	}

	private Mono<Long> unavailable() {
		String message = "The request was refused because the quota store is not available "
				+ "(qhaigc.quota.when-store-fails=refuse)";
		return (this.whenStoreFails == WhenStoreFails.ALLOW) ? Mono.just(0L) : Mono.error(() -> {
			this.meters.refused("store");
			return new QhaigcTransientException(message,
					new GatewayProblem(0, "quota_store_unavailable", null, message, null, PAUSE, null), null);
		});
	}

	private void failed(Throwable failure) {
		this.failedAt = this.nanoTime.getAsLong();
		this.meters.storeFailed();
		if (this.failing.compareAndSet(false, true)) {
			logger.warn("The quota store is not available (%s). Until it is, requests are %s".formatted(
					(failure instanceof TimeoutException) ? "it did not respond in time" : failure,
					(this.whenStoreFails == WhenStoreFails.ALLOW) ? "sent without a quota" : "refused"));
		}
	}

	private void succeeded() {
		if (this.failing.compareAndSet(true, false)) {
			logger.info("The quota store is available again");
		}
	}

}
