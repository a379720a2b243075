package net.qhaigc.springai.gemini.quota;

import java.util.function.LongConsumer;

/**
 * An amount that is counted before a request is sent, and corrected when the request has
 * ended. A store may count it later than that: after the request was cancelled, or after
 * its timeout. It is then corrected as soon as it is counted.
 */
final class EstimatedAmount {

	private final long estimate;

	private final LongConsumer correction;

	private boolean counted;

	private boolean ended;

	private long lateCorrection;

	/**
	 * Create an amount that is not counted yet.
	 * @param estimate the amount
	 * @param correction adds to what is counted; it receives negative numbers too
	 */
	EstimatedAmount(long estimate, LongConsumer correction) {
		this.estimate = estimate;
		this.correction = correction;
	}

	long estimate() {
		return this.estimate;
	}

	/** Report that the estimate is counted. */
	void markCounted() {
		boolean corrects;
		synchronized (this) {
			this.counted = true;
			corrects = this.ended;
		}
		if (corrects) {
			this.correction.accept(this.lateCorrection);
		}
	}

	/**
	 * Correct what is counted. Only the first call has an effect.
	 * @param actual what the request has used
	 * @param uncounted what to count now if the estimate is not counted yet
	 */
	void settle(long actual, long uncounted) {
		boolean corrects;
		long difference;
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			this.lateCorrection = actual - this.estimate - uncounted;
			corrects = this.counted || uncounted != 0;
			difference = this.counted ? actual - this.estimate : uncounted;
		}
		if (corrects) {
			this.correction.accept(difference);
		}
	}

}
