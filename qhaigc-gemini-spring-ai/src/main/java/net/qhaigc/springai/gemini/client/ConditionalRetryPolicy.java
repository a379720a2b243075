package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.function.Predicate;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;

/**
 * A retry policy with a further condition.
 *
 * @param policy the policy, which must allow a retry, too
 * @param condition the condition
 */
record ConditionalRetryPolicy(RetryPolicy policy, Predicate<Throwable> condition) implements RetryPolicy {

	@Override
	public boolean shouldRetry(Throwable failure) {
		return this.policy.shouldRetry(failure) && this.condition.test(failure);
	}

	/** Whether the condition still allows a retry, after the wait for it. */
	static boolean allows(RetryPolicy policy, Throwable failure) {
		return !(policy instanceof ConditionalRetryPolicy conditional)
				|| (conditional.condition.test(failure) && allows(conditional.policy, failure));
	}

	@Override
	public Duration getTimeout() {
		return this.policy.getTimeout();
	}

	@Override
	public BackOff getBackOff() {
		return this.policy.getBackOff();
	}

}
