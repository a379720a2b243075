package net.qhaigc.springai.gemini.client;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps a client with many conversations from storming a gateway that struggles. Each
 * retry takes tokens, each success gives some back, and time does too: some retries at
 * once and one a second for ever are always free, which nobody notices who talks alone.
 */
final class RetryBudget {

	private static final Log logger = LogFactory.getLog(RetryBudget.class);

	/** How many retries there may be at once, unless the user says otherwise. */
	static final int DEFAULT_RETRIES = 100;

	private static final int COST = 5;

	private static final int PER_SECOND = COST;

	private final int capacity;

	private double tokens;

	private long lastRefill = System.nanoTime();

	private boolean exhausted;

	/**
	 * A full budget.
	 * @param retries how many retries there may be at once; zero for no limit
	 */
	RetryBudget(int retries) {
		this.capacity = Math.multiplyExact(retries, COST);
		this.tokens = this.capacity;
	}

	/** Whether there may be a retry, which is paid by that. */
	synchronized boolean withdraw() {
		if (this.capacity == 0) {
			return true;
		}
		refill();
		if (this.tokens < COST) {
			if (!this.exhausted) {
				this.exhausted = true;
				logger.warn("The gateway fails so often that there are next to no retries until it recovers"
						+ " (qhaigc.retry-budget)");
			}
			return false;
		}
		this.exhausted &= (this.tokens < this.capacity / 2.0);
		this.tokens -= COST;
		return true;
	}

	synchronized void succeeded() {
		this.tokens = Math.min(this.capacity, this.tokens + 1);
	}

	private void refill() {
		long now = System.nanoTime();
		this.tokens = Math.min(this.capacity, this.tokens + (now - this.lastRefill) / 1e9 * PER_SECOND);
		this.lastRefill = now;
	}

}
