package net.qhaigc.springai.gemini.client.retry;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;

/**
 * Limits the retries of the requests that share it, to avoid overloading a failing
 * gateway. It is a token bucket: a retry takes five tokens, a successful request adds one
 * token, and five tokens are added every second. When the bucket is empty, retries wait
 * in the order of their arrival. After several consecutive successes, each subsequent
 * success releases a waiting retry, so that requests are soon sent at the full rate again
 * after an outage.
 */
final class RetryBudget {

	/** The name is part of the API, so it does not change with this class. */
	private static final Log logger = LogFactory.getLog("net.qhaigc.springai.gemini.client.RetryBudget");

	private static final int TOKENS_PER_RETRY = 5;

	private static final int TOKENS_PER_SECOND = TOKENS_PER_RETRY;

	private static final int RECOVERY_SUCCESSES = 5;

	private final int capacity;

	private final ClientSchedulers schedulers;

	private final Set<Sinks.One<Boolean>> waiting = new LinkedHashSet<>();

	private double tokens;

	private long lastRefillAt;

	private int consecutiveSuccesses;

	private boolean warned;

	private boolean releaseScheduled;

	/**
	 * Create a full budget.
	 * @param retries the number of retries that can be made without waiting; zero for no
	 * limit
	 * @param schedulers the threads of the client, and the clock by which tokens are
	 * added
	 */
	RetryBudget(int retries, ClientSchedulers schedulers) {
		this.capacity = Math.multiplyExact(retries, TOKENS_PER_RETRY);
		this.tokens = this.capacity;
		this.schedulers = schedulers;
		this.lastRefillAt = schedulers.clock().now();
	}

	/**
	 * Withdraw the tokens for a retry, and wait if there are too few.
	 * @param maxWait the maximum time to wait
	 * @return true when the retry can be sent; false if it has waited for the maximum
	 * time
	 */
	Mono<Boolean> withdraw(Duration maxWait) {
		Sinks.One<Boolean> waiter = Sinks.one();
		if (withdrawOrEnqueue(waiter)) {
			return Mono.just(true);
		}
		Disposable timeout = this.schedulers.schedule(() -> waiter.tryEmitValue(false), maxWait);
		return this.schedulers.unlessClosed(waiter.asMono().publishOn(this.schedulers.signals()))
			.doFinally((signal) -> {
				timeout.dispose();
				remove(waiter);
			});
	}

	/**
	 * Withdraw the tokens and return true, or enqueue the waiter and return false if
	 * there are too few tokens.
	 */
	private synchronized boolean withdrawOrEnqueue(Sinks.One<Boolean> waiter) {
		if (this.capacity == 0) {
			return true;
		}
		refill();
		if (this.waiting.isEmpty() && this.tokens >= TOKENS_PER_RETRY) {
			if (this.tokens >= this.capacity / 2.0) {
				this.warned = false;
			}
			this.tokens -= TOKENS_PER_RETRY;
			return true;
		}
		warnOfExhaustion();
		this.waiting.add(waiter);
		scheduleRelease();
		return false;
	}

	/**
	 * Log a warning. It is not logged again before the budget is at least half full.
	 */
	private void warnOfExhaustion() {
		if (!this.warned) {
			this.warned = true;
			logger.warn("The retry budget is exhausted (qhaigc.retry-budget). Until the gateway recovers, one retry"
					+ " is sent per second, and the remaining retries wait");
		}
	}

	private synchronized void remove(Sinks.One<Boolean> waiter) {
		this.waiting.remove(waiter);
	}

	synchronized void recordSuccess() {
		this.tokens = Math.min(this.capacity, this.tokens + 1);
		this.consecutiveSuccesses++;
		if (!this.waiting.isEmpty()) {
			if (this.consecutiveSuccesses > RECOVERY_SUCCESSES) {
				releaseFirst();
			}
			releaseWhileTokensSuffice();
		}
	}

	synchronized void recordFailure() {
		this.consecutiveSuccesses = 0;
	}

	private void scheduleRelease() {
		if (!this.releaseScheduled) {
			this.releaseScheduled = true;
			double seconds = (TOKENS_PER_RETRY - this.tokens) / TOKENS_PER_SECOND;
			this.schedulers.schedule(this::releaseAfterDelay, Duration.ofMillis((long) Math.ceil(seconds * 1000)));
		}
	}

	private synchronized void releaseAfterDelay() {
		this.releaseScheduled = false;
		refill();
		releaseWhileTokensSuffice();
	}

	private void releaseWhileTokensSuffice() {
		while (this.tokens >= TOKENS_PER_RETRY && !this.waiting.isEmpty()) {
			this.tokens -= TOKENS_PER_RETRY;
			releaseFirst();
		}
		if (!this.waiting.isEmpty()) {
			scheduleRelease();
		}
	}

	private void releaseFirst() {
		Iterator<Sinks.One<Boolean>> iterator = this.waiting.iterator();
		Sinks.One<Boolean> waiter = iterator.next();
		iterator.remove();
		waiter.tryEmitValue(true);
	}

	private void refill() {
		long now = this.schedulers.clock().now();
		this.tokens = Math.min(this.capacity, this.tokens + (now - this.lastRefillAt) / 1e9 * TOKENS_PER_SECOND);
		this.lastRefillAt = now;
	}

}
