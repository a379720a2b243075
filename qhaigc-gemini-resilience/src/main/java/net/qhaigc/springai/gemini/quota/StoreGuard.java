package net.qhaigc.springai.gemini.quota;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * Protects requests from a store that fails. After a failure, requests do not use the
 * store for one second (the pause), so that not every request has to wait for the timeout
 * of the store.
 */
final class StoreGuard {

	private static final Log logger = LogFactory.getLog(BucketRequestQuota.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final StoreFailurePolicy whenStoreFails;

	private final LongSupplier nanoTime;

	private final Scheduler timer;

	private final QuotaMeters meters;

	private final AtomicBoolean failing = new AtomicBoolean();

	private volatile long failedAt;

	private final PendingAdditions pending = new PendingAdditions();

	private final AtomicBoolean sendingScheduled = new AtomicBoolean();

	StoreGuard(StoreFailurePolicy whenStoreFails, LongSupplier nanoTime, Scheduler timer, QuotaMeters meters) {
		this.whenStoreFails = whenStoreFails;
		this.nanoTime = nanoTime;
		this.timer = timer;
		this.meters = meters;
		meters.registerStoreFailures();
	}

	/**
	 * Run an operation and return its result; empty if the store fails and requests are
	 * allowed nevertheless. The store can still complete the operation after the timeout,
	 * or after the request was cancelled.
	 * @param operation the operation
	 * @param onCompleted what to do when the store has completed the operation, even
	 * after the timeout
	 */
	Mono<Long> call(Supplier<CompletableFuture<Long>> operation, Runnable onCompleted) {
		if (isPaused()) {
			return unavailable();
		}
		return Mono.defer(() -> Mono.fromFuture(operation.get().thenApply((result) -> {
			onCompleted.run();
			return result;
		}), true)).timeout(TIMEOUT, this.timer).doOnNext((result) -> recordSuccess()).onErrorResume((failure) -> {
			recordFailure(failure);
			return unavailable();
		});
	}

	/**
	 * Add an amount to a counter of the store. If the store fails, the amount is retained
	 * and added when the store is available again.
	 * @param counter identifies the counter
	 * @param amount the amount, which can be negative
	 * @param operation adds an amount to the counter
	 */
	void add(Object counter, long amount, LongFunction<CompletableFuture<?>> operation) {
		PendingAdditions.Addition addition = new PendingAdditions.Addition(amount, operation);
		if (this.failing.get()) {
			keep(counter, addition);
		}
		else {
			send(counter, addition).subscribe((result) -> {
			}, this::recordFailure);
		}
	}

	/**
	 * Send an amount, and keep it only if the operation fails. A timeout alone is not
	 * such a failure, because the store can still add the amount afterwards.
	 */
	private Mono<?> send(Object counter, PendingAdditions.Addition addition) {
		CompletableFuture<?> response = addition.send();
		response.whenComplete((result, failure) -> {
			if (failure != null) {
				keep(counter, addition);
			}
		});
		return Mono.fromFuture(response, true).timeout(TIMEOUT, this.timer);
	}

	private void keep(Object counter, PendingAdditions.Addition addition) {
		this.pending.add(counter, addition);
		sendPendingLater();
	}

	private void sendPendingLater() {
		if (this.sendingScheduled.compareAndSet(false, true)) {
			try {
				this.timer.schedule(() -> {
					this.sendingScheduled.set(false);
					sendPending();
				}, PAUSE.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The quota was closed while its store was not available", ex);
			}
		}
	}

	/**
	 * Send the amounts that are pending. While the store fails, send only one of them, to
	 * find out whether the store is available again. If sending this amount fails, the
	 * pause is not extended, since the cause of the failure can be specific to the
	 * counter of this amount.
	 */
	private void sendPending() {
		this.pending.send(this.failing.get() ? 1 : PendingAdditions.MAX_COUNTERS,
				(counter, addition) -> send(counter, addition).subscribe((result) -> {
				}, (failure) -> sendPendingLater(), this::recordSuccess));
	}

	/** Run an operation whose result no request waits for. */
	void run(Supplier<CompletableFuture<?>> operation) {
		if (!isPaused()) {
			Mono.defer(() -> Mono.fromFuture(operation.get())).timeout(TIMEOUT, this.timer).subscribe((result) -> {
			}, this::recordFailure);
		}
	}

	private boolean isPaused() {
		return this.failing.get() && this.nanoTime.getAsLong() - this.failedAt < PAUSE.toNanos();
	}

	private Mono<Long> unavailable() {
		String message = "The request was refused because the quota store is not available "
				+ "(qhaigc.quota.when-store-fails=refuse)";
		return (this.whenStoreFails == StoreFailurePolicy.ALLOW) ? Mono.empty() : Mono.error(() -> {
			this.meters.countQuotaRefusal("store");
			return new QhaigcTransientException(message,
					new GatewayProblem(0, "quota_store_unavailable", null, message, null, PAUSE, null), null);
		});
	}

	private void recordFailure(Throwable failure) {
		this.failedAt = this.nanoTime.getAsLong();
		this.meters.countStoreFailure();
		if (this.failing.compareAndSet(false, true)) {
			logger.warn("The quota store is not available (%s). While it is unavailable, requests are %s".formatted(
					(failure instanceof TimeoutException) ? "it did not respond in time" : failure,
					(this.whenStoreFails == StoreFailurePolicy.ALLOW) ? "sent without a quota" : "refused"));
		}
	}

	private void recordSuccess() {
		if (this.failing.compareAndSet(true, false)) {
			logger.info("The quota store is available again");
			sendPending();
		}
	}

}
