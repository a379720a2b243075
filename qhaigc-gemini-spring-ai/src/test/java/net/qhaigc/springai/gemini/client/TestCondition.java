package net.qhaigc.springai.gemini.client;

import java.util.function.Predicate;

/**
 * A request condition whose results a test sets.
 */
final class TestCondition implements RequestCondition {

	private final Predicate<Throwable> retries;

	volatile boolean sendingAllowed = true;

	private TestCondition(Predicate<Throwable> retries) {
		this.retries = retries;
	}

	/**
	 * Return a condition that allows all retries, and allows requests to be sent until
	 * {@link #sendingAllowed} is set to false.
	 */
	static TestCondition allowingAll() {
		return allowingRetryIf((failure) -> true);
	}

	/**
	 * Return a condition that allows retries only after the failures that match the
	 * predicate, and allows requests to be sent until {@link #sendingAllowed} is set to
	 * false.
	 */
	static TestCondition allowingRetryIf(Predicate<Throwable> retries) {
		return new TestCondition(retries);
	}

	@Override
	public boolean allowsRetry(Throwable failure) {
		return this.retries.test(failure);
	}

	@Override
	public boolean allowsSending() {
		return this.sendingAllowed;
	}

}
