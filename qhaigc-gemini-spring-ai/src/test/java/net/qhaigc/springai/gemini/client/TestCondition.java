package net.qhaigc.springai.gemini.client;

import java.util.function.Predicate;

/**
 * A condition whose results a test sets.
 */
final class TestCondition implements RequestCondition {

	private final Predicate<Throwable> retries;

	volatile boolean sendingAllowed = true;

	private TestCondition(Predicate<Throwable> retries) {
		this.retries = retries;
	}

	/**
	 * Return a condition that allows the retry of some failures, and allows requests to
	 * be sent until {@link #sendingAllowed} is set to false.
	 */
	static TestCondition forRetries(Predicate<Throwable> condition) {
		return new TestCondition(condition);
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
