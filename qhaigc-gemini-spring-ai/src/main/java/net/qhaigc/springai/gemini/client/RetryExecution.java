package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.util.backoff.BackOffExecution;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * The retries of one subscription: does step by step what
 * {@link RetryTemplate#execute(Retryable)} does, and tells its listener the same, but
 * waits without a thread.
 */
final class RetryExecution implements RetryState {

	private static final Log logger = LogFactory.getLog(QhaigcClient.class);

	private final Retryable<Object> retryable;

	private final RetryPolicy policy;

	private final RetryListener listener;

	private final BackOffExecution backOff;

	private final RetryRules rules;

	private final Observation observation;

	private final long start = System.nanoTime();

	private final List<Throwable> failures = new ArrayList<>(1);

	private int retryCount;

	private volatile boolean succeeded;

	RetryExecution(String name, RetryTemplate template, RetryRules rules, ContextView context) {
		this.retryable = new NamedRetryable(name);
		this.policy = template.getRetryPolicy();
		this.listener = template.getRetryListener();
		this.backOff = this.policy.getBackOff().start();
		this.rules = rules;
		this.observation = context.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY).orElse(Observation.NOOP);
	}

	/** Notes an element: from the first one on, the attempt has succeeded. */
	void succeeded(Object element) {
		if (!this.succeeded) {
			this.succeeded = true;
			this.rules.budget().succeeded();
			if (this.retryCount > 0) {
				this.listener.onRetrySuccess(this.policy, this.retryable, element);
			}
			this.listener.onRetryableExecution(this.policy, this.retryable, this);
		}
	}

	/** Completes when it is time to try again, or fails if there is to be no retry. */
	Mono<Long> waitAfter(Throwable failure) {
		if (this.succeeded) {
			return Mono.error(failure);
		}
		failed(failure);
		QhaigcTransientException passing = (failure instanceof QhaigcTransientException ex) ? ex : null;
		if (passing == null || !this.policy.shouldRetry(failure)) {
			return exhausted(failure, "it cannot pass by itself");
		}
		long delay = isSpent(Duration.ZERO) ? 0 : this.backOff.nextBackOff();
		if (delay == BackOffExecution.STOP) {
			return exhausted(failure, "there were enough attempts");
		}
		Duration hint = passing.problem().retryAfter();
		if (hint != null && hint.compareTo(this.rules.maxRetryAfter()) > 0) {
			return exhausted(failure, "the gateway asks to wait for longer than qhaigc.max-retry-after");
		}
		Duration wait = longer(Duration.ofMillis(delay), hint);
		if (isSpent(wait)) {
			this.listener.onRetryPolicyTimeout(this.policy, this.retryable, exception("Timeout", failure));
			return givenUp(failure, "there is no time left");
		}
		return this.rules.budget().withdraw() ? retry(passing, wait)
				: exhausted(failure, "the retries of this client are used up (qhaigc.retry-budget)");
	}

	private void failed(Throwable failure) {
		this.failures.add(failure);
		if (this.retryCount > 0) {
			this.listener.onRetryFailure(this.policy, this.retryable, failure);
		}
		this.listener.onRetryableExecution(this.policy, this.retryable, this);
	}

	private Mono<Long> retry(QhaigcTransientException failure, Duration wait) {
		String what = "Retry %d of '%s' in %d ms after: %s".formatted(this.retryCount + 1, this.retryable.getName(),
				wait.toMillis(), failure.getMessage());
		logger.debug(what);
		return ClientSchedulers.after(wait)
			.doOnCancel(() -> this.listener.onRetryPolicyInterruption(this.policy, this.retryable,
					exception("Cancelled", failure)))
			.doOnNext((tick) -> {
				this.retryCount++;
				this.observation.event(Observation.Event.of("retry", what));
				this.listener.beforeRetry(this.policy, this.retryable, this);
			});
	}

	private Mono<Long> exhausted(Throwable failure, String why) {
		this.listener.onRetryPolicyExhaustion(this.policy, this.retryable, exception("Exhausted", failure));
		return givenUp(failure, why);
	}

	private Mono<Long> givenUp(Throwable failure, String why) {
		logger.debug("No retry of '%s', since %s: %s".formatted(this.retryable.getName(), why, failure.getMessage()));
		return Mono.error(failure);
	}

	/** Whether a wait would go past the policy's timeout or the deadline. */
	private boolean isSpent(Duration wait) {
		Duration then = Duration.ofNanos(System.nanoTime() - this.start).plus(wait);
		return isBefore(this.policy.getTimeout(), then) || isBefore(this.rules.callTimeout(), then);
	}

	private static boolean isBefore(Duration limit, Duration then) {
		return !limit.isZero() && limit.compareTo(then) <= 0;
	}

	private static Duration longer(Duration one, @Nullable Duration other) {
		return (other != null && other.compareTo(one) > 0) ? other : one;
	}

	private RetryException exception(String what, Throwable failure) {
		RetryException exception = new RetryException(
				"%s after %d retries of '%s'".formatted(what, this.retryCount, this.retryable.getName()), failure);
		this.failures.stream().filter((earlier) -> earlier != failure).forEach(exception::addSuppressed);
		return exception;
	}

	@Override
	public int getRetryCount() {
		return this.retryCount;
	}

	@Override
	public List<Throwable> getExceptions() {
		return Collections.unmodifiableList(this.failures);
	}

	/**
	 * What listeners are told of; it is not theirs to run.
	 *
	 * @param name the name
	 */
	private record NamedRetryable(String name) implements Retryable<Object> {

		@Override
		public Object execute() {
			throw new UnsupportedOperationException("'%s' runs without blocking".formatted(this.name));
		}

		@Override
		public String getName() {
			return this.name;
		}

	}

}
