package net.qhaigc.springai.gemini.quota;

import java.util.function.LongConsumer;

/**
 * The estimated amount that a request uses: its cost, its number of tokens, or the
 * request itself, which counts as 1. The estimate is counted before the request is sent,
 * and corrected when the request has ended. If a store counts the estimate only after the
 * request has ended or was cancelled, the estimate is corrected as soon as it has been
 * counted.
 */
final class EstimatedAmount {

	private final long estimate;

	private final LongConsumer correction;

	private boolean counted;

	private boolean ended;

	/** The correction to make if the estimate is counted after the request has ended. */
	private long lateCorrection;

	/**
	 * Create an amount that is not counted yet.
	 * @param estimate the amount
	 * @param correction adds a number, which can be negative, to what is counted
	 */
	EstimatedAmount(long estimate, LongConsumer correction) {
		this.estimate = estimate;
		this.correction = correction;
	}

	long estimate() {
		return this.estimate;
	}

	/** Record that the estimate has been counted. */
	void markCounted() {
		boolean needsCorrection;
		synchronized (this) {
			this.counted = true;
			needsCorrection = this.ended;
		}
		if (needsCorrection) {
			this.correction.accept(this.lateCorrection);
		}
	}

	/**
	 * Correct the counted amount. Only the first call has an effect.
	 * @param actual what the request has used
	 * @param amountIfUncounted the amount to add now if the estimate is not counted yet;
	 * the late correction subtracts it again
	 */
	void settle(long actual, long amountIfUncounted) {
		boolean needsCorrection;
		long difference;
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			this.lateCorrection = actual - this.estimate - amountIfUncounted;
			needsCorrection = this.counted || amountIfUncounted != 0;
			difference = this.counted ? actual - this.estimate : amountIfUncounted;
		}
		if (needsCorrection) {
			this.correction.accept(difference);
		}
	}

}
