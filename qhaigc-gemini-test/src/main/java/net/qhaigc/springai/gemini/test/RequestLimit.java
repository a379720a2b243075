package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Matches a request that exceeds a rate limit: the maximum number of requests has already
 * been accepted in the period before the request. A request that does not match counts as
 * accepted.
 */
final class RequestLimit implements Predicate<ReceivedRequest> {

	private final int maxRequests;

	private final long period;

	private final LongSupplier nanoTime;

	private final Deque<Long> accepted = new ArrayDeque<>();

	RequestLimit(int requests, Duration period, LongSupplier nanoTime) {
		if (requests < 1 || period.isNegative() || period.isZero()) {
			throw new IllegalArgumentException(
					"The limit must be at least 1 request in a positive period, but is " + requests + " in " + period);
		}
		this.maxRequests = requests;
		this.period = period.toNanos();
		this.nanoTime = nanoTime;
	}

	@Override
	public synchronized boolean test(ReceivedRequest request) {
		long now = this.nanoTime.getAsLong();
		while (!this.accepted.isEmpty() && now - this.accepted.getFirst() >= this.period) {
			this.accepted.removeFirst();
		}
		if (this.accepted.size() >= this.maxRequests) {
			return true;
		}
		this.accepted.addLast(now);
		return false;
	}

}
