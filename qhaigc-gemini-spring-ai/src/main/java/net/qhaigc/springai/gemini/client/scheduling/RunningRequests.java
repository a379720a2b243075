package net.qhaigc.springai.gemini.client.scheduling;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests of a client that have not ended. When the client is closed, it first
 * rejects new requests. After a grace period, it ends the exchanges of the requests that
 * are still running.
 */
public final class RunningRequests {

	private final AtomicInteger requests = new AtomicInteger();

	private final Set<Runnable> exchanges = ConcurrentHashMap.newKeySet();

	private final CountDownLatch idle = new CountDownLatch(1);

	private volatile boolean closing;

	private volatile boolean exchangesEnded;

	/**
	 * Count a request until it {@linkplain #endRequest() ends}. A request and its retries
	 * count as one.
	 * @return whether the request is accepted
	 */
	public boolean beginRequest() {
		this.requests.incrementAndGet();
		return !this.closing;
	}

	/** Record that a request has ended, or was not accepted. */
	public void endRequest() {
		if (this.requests.decrementAndGet() == 0 && this.closing) {
			this.idle.countDown();
		}
	}

	/**
	 * Add an exchange, which is one attempt of a request.
	 * @param end ends the exchange; called immediately if the exchanges have already been
	 * {@linkplain #endExchanges() ended}
	 */
	public void addExchange(Runnable end) {
		this.exchanges.add(end);
		if (this.exchangesEnded) {
			end.run();
		}
	}

	/** Remove an exchange that has ended. */
	public void removeExchange(Runnable end) {
		this.exchanges.remove(end);
	}

	/**
	 * Reject new requests, and wait until the running requests have ended and their
	 * subscribers have been notified.
	 * @param timeout how long to wait at most
	 */
	public void awaitEnd(Duration timeout) {
		this.closing = true;
		if (this.requests.get() == 0 || timeout.isZero()) {
			return;
		}
		try {
			// Unlike Duration.toNanos, this does not overflow.
			this.idle.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** End the exchanges that are still running. */
	public void endExchanges() {
		this.exchangesEnded = true;
		this.exchanges.forEach(Runnable::run);
	}

}
