package net.qhaigc.springai.gemini.quota;

import reactor.core.publisher.Mono;

/**
 * A bucket from which requests or tokens are consumed.
 */
interface TokenBucket {

	/** Return the rate at which the bucket is refilled. */
	Rate rate();

	/**
	 * Consume requests or tokens, even if the bucket does not contain that many yet.
	 * Later requests then wait longer, so that requests are sent in the order of their
	 * arrival.
	 * @param count the number of requests or tokens
	 * @param maxWait the maximum time to wait, in nanoseconds. If the time to wait is
	 * longer, a bucket in memory consumes nothing
	 * @param onConsumed what to do when the requests or tokens have been consumed. A
	 * store can consume them after the {@code Mono} has completed or was cancelled, and
	 * even if the time to wait exceeds the maximum
	 * @return the time to wait before the request is sent, in nanoseconds; 0 if a store
	 * is not available and requests are allowed nevertheless
	 */
	Mono<Long> consume(long count, long maxWait, Runnable onConsumed);

	/**
	 * Consume requests or tokens if it is known immediately that no wait is necessary.
	 * @param count the number of requests or tokens
	 * @return whether they were consumed; if not, none of them was
	 */
	default boolean tryConsume(long count) {
		return false;
	}

	/**
	 * Change the number of requests or tokens in the bucket.
	 * @param count the number to add; negative to remove requests or tokens, even if the
	 * bucket does not contain that many
	 */
	void add(long count);

	/**
	 * Return the number of requests or tokens in the bucket; if the bucket is not in
	 * memory, the last known number.
	 */
	double available();

	/**
	 * Reduce the number in the bucket to the given number, unless it is already lower.
	 */
	void reduceTo(long count);

}
