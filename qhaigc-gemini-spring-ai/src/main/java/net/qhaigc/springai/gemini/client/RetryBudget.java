package net.qhaigc.springai.gemini.client;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Limits the retries of all calls of a client, to avoid overloading a struggling gateway.
 * It is a token bucket: a retry costs tokens, a success returns some, and enough for one
 * retry are added every second.
 */
final class RetryBudget {

	private static final Log logger = LogFactory.getLog(RetryBudget.class);

	/** The default number of retries that can be made at once. */
	static final int DEFAULT_RETRIES = 100;

	private static final int COST = 5;

	private static final int PER_SECOND = COST;

	private final int capacity;

	private double tokens;

	private final ClientClock clock;

	private long lastRefill;

	private boolean exhausted;

	/**
	 * Create a full budget.
	 * @param retries the number of retries that can be made at once; zero for no limit
	 * @param clock the clock by which tokens are added
	 */
	RetryBudget(int retries, ClientClock clock) {
		this.capacity = Math.multiplyExact(retries, COST);
		this.tokens = this.capacity;
		this.clock = clock;
		this.lastRefill = clock.now();
	}

	/** Withdraw the tokens of a retry, or return false if there are too few. */
	synchronized boolean withdraw() {
		if (this.capacity == 0) {
			return true;
		}
		refill();
		if (this.tokens < COST) {
			if (!this.exhausted) {
				this.exhausted = true;
				logger
					.warn("The retry budget is exhausted (qhaigc.retry-budget). There is at most one retry per second "
							+ "until the gateway recovers");
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
		long now = this.clock.now();
		this.tokens = Math.min(this.capacity, this.tokens + (now - this.lastRefill) / 1e9 * PER_SECOND);
		this.lastRefill = now;
	}

}
