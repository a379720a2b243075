package net.qhaigc.springai.gemini.quota;

import java.time.Duration;

import io.github.bucket4j.BucketConfiguration;

/**
 * The rate at which a bucket is refilled, and the capacity of the bucket. A bucket whose
 * capacity is the whole limit would permit almost twice the limit in a minute: the whole
 * limit immediately, and almost the same number again while the bucket is refilled.
 *
 * @param name what is counted: {@code requests} or {@code tokens}
 * @param singular the singular of the name
 * @param limit the limit per minute
 * @param capacity the maximum number of requests or tokens in the bucket, which can be
 * used without waiting
 * @param perMinute how many requests or tokens are added to the bucket in a minute
 */
record Rate(String name, String singular, long limit, long capacity, long perMinute) {

	static final long NANOS_PER_MINUTE = Duration.ofMinutes(1).toNanos();

	/** The minimum capacity for requests, unless a quarter of the limit is less. */
	private static final int MIN_CAPACITY = 5;

	/**
	 * Return the rate of requests, which is the limit minus twice the capacity, but at
	 * least half of the limit. The capacity is subtracted a first time because a full
	 * bucket can be used up in addition to what is added in the same minute. The capacity
	 * is subtracted a second time because the intervals at which requests arrive at the
	 * gateway differ from the intervals at which they are sent.
	 */
	static Rate ofRequests(long limit) {
		long capacity = Math.max(1, Math.max(limit / 50, Math.min(MIN_CAPACITY, limit / 4)));
		return new Rate("requests", "request", limit, capacity, Math.max(limit - 2 * capacity, (limit + 1) / 2));
	}

	/**
	 * Return the rate of tokens. The capacity is a tenth of the limit, because a single
	 * request can use many tokens.
	 */
	static Rate ofTokens(long limit) {
		long capacity = Math.max(1, limit / 10);
		return new Rate("tokens", "token", limit, capacity, Math.max(1, limit - capacity));
	}

	/** Return the limit and what it counts, such as "4 requests". */
	String description() {
		return this.limit + " " + ((this.limit == 1) ? this.singular : this.name);
	}

	/** Return the configuration of a bucket that is full at first. */
	BucketConfiguration configuration() {
		return configuration(this.capacity);
	}

	/** Return the configuration of a bucket that is empty at first. */
	BucketConfiguration emptyConfiguration() {
		return configuration(0);
	}

	private BucketConfiguration configuration(long initial) {
		return BucketConfiguration.builder()
			.addLimit((bandwidth) -> bandwidth.capacity(this.capacity)
				.refillGreedy(this.perMinute, Duration.ofMinutes(1))
				.initialTokens(initial))
			.build();
	}

	/**
	 * Return how long a request waits, in nanoseconds. The bucket never contains more
	 * than the capacity. A request that consumes more than the capacity therefore waits
	 * only until the bucket is full, and the requests after it wait longer.
	 * @param count how many requests or tokens the request consumes
	 * @param nanos the time in nanoseconds until that number would be available if the
	 * capacity were unlimited
	 */
	long waitTime(long count, long nanos) {
		return Math.max(0, nanos - refillNanos(Math.max(0, count - this.capacity)));
	}

	/** Return how long it takes, in nanoseconds, to add {@code count} to the bucket. */
	private long refillNanos(long count) {
		return (long) ((double) count / this.perMinute * NANOS_PER_MINUTE);
	}

	/**
	 * Return how many requests or tokens are added to the bucket in a given time. A time
	 * of more than one minute counts as one minute.
	 */
	long addedIn(Duration time) {
		double nanos = (time.compareTo(Duration.ofMinutes(1)) < 0) ? time.toNanos() : NANOS_PER_MINUTE;
		return (long) Math.ceil(nanos / NANOS_PER_MINUTE * this.perMinute);
	}

}
