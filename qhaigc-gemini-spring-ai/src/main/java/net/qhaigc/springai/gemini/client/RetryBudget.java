package net.qhaigc.springai.gemini.client;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps a client with many conversations from storming a gateway that struggles. Each
 * retry takes tokens, each success gives some back, and time does too: a hundred retries
 * at once and one a second for ever are always free, which nobody notices who talks
 * alone.
 */
final class RetryBudget {

	private static final Log logger = LogFactory.getLog(RetryBudget.class);

	private static final int CAPACITY = 500;

	private static final int COST = 5;

	private static final int PER_SECOND = COST;

	private double tokens = CAPACITY;

	private long lastRefill = System.nanoTime();

	private boolean exhausted;

	/** Whether there may be a retry, which is paid by that. */
	synchronized boolean withdraw() {
		refill();
		if (this.tokens < COST) {
			if (!this.exhausted) {
				this.exhausted = true;
				logger.warn("The gateway fails so often that there are next to no retries until it recovers");
			}
			return false;
		}
		this.exhausted &= (this.tokens < CAPACITY / 2);
		this.tokens -= COST;
		return true;
	}

	synchronized void succeeded() {
		this.tokens = Math.min(CAPACITY, this.tokens + 1);
	}

	private void refill() {
		long now = System.nanoTime();
		this.tokens = Math.min(CAPACITY, this.tokens + (now - this.lastRefill) / 1e9 * PER_SECOND);
		this.lastRefill = now;
	}

}
