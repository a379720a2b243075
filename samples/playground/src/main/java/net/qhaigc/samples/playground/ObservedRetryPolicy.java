package net.qhaigc.samples.playground;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.GatewayProblem;

/**
 * A retry policy that publishes the delay before each retry of one request, so that the
 * page can show the remaining time.
 */
final class ObservedRetryPolicy implements RetryPolicy {

	private static final int TOO_MANY_REQUESTS = 429;

	private final RetryPolicy delegate;

	private final Turn turn;

	private final Duration maxRetryAfter;

	private @Nullable Throwable failure;

	private int attempt = 1;

	private ObservedRetryPolicy(RetryPolicy delegate, Turn turn, Duration maxRetryAfter) {
		this.delegate = delegate;
		this.turn = turn;
		this.maxRetryAfter = maxRetryAfter;
	}

	static RetryTemplate observe(RetryTemplate template, Turn turn, Duration maxRetryAfter) {
		RetryTemplate observed = new RetryTemplate(
				new ObservedRetryPolicy(template.getRetryPolicy(), turn, maxRetryAfter));
		observed.setRetryListener(template.getRetryListener());
		return observed;
	}

	@Override
	public boolean shouldRetry(Throwable failure) {
		this.failure = failure;
		return this.delegate.shouldRetry(failure);
	}

	@Override
	public Duration getTimeout() {
		return this.delegate.getTimeout();
	}

	@Override
	public BackOff getBackOff() {
		BackOff backOff = this.delegate.getBackOff();
		return () -> {
			BackOffExecution execution = backOff.start();
			return () -> publishAndReturn(execution.nextBackOff());
		};
	}

	private long publishAndReturn(long backOff) {
		Throwable failed = this.failure;
		if (backOff != BackOffExecution.STOP && failed != null) {
			GatewayProblem problem = (failed instanceof GatewayFailure gateway) ? gateway.problem() : null;
			publish(backOff, failed, problem);
		}
		return backOff;
	}

	/**
	 * Publish the delay for which the client will wait. The delay that the gateway
	 * requests replaces the back-off if the requested delay is longer, or if the gateway
	 * limits the rate of requests. If the requested delay exceeds the maximum, the client
	 * does not retry, so nothing is published.
	 */
	private void publish(long backOff, Throwable failed, @Nullable GatewayProblem problem) {
		Duration retryAfter = (problem != null) ? problem.retryAfter() : null;
		if (retryAfter != null && retryAfter.compareTo(this.maxRetryAfter) > 0) {
			return;
		}
		int status = (problem != null) ? problem.status() : 0;
		boolean requested = retryAfter != null && (status == TOO_MANY_REQUESTS || retryAfter.toMillis() > backOff);
		String message = Objects.requireNonNullElseGet(failed.getMessage(), failed::toString);
		this.turn.publish(new ChatEvent.Retry(++this.attempt,
				(requested && retryAfter != null) ? retryAfter.toMillis() : backOff, requested, status, message));
	}

}
