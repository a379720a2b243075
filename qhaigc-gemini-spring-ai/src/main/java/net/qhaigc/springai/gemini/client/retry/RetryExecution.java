package net.qhaigc.springai.gemini.client.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.util.backoff.BackOffExecution;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.TransportErrors;
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;

/**
 * The retries of one subscription. This class follows
 * {@link RetryTemplate#execute(Retryable)} step by step and notifies the same listener,
 * but waits without blocking a thread.
 */
final class RetryExecution implements RetryState {

	private static final String BUDGET_EXHAUSTED = "the retry budget is exhausted (qhaigc.retry-budget)";

	private final Retryable<Object> retryable;

	private final RetryPolicy policy;

	private final RetryRules rules;

	private final RetryListener listener;

	private final RetryBackOff backOff;

	private final RetrySettings settings;

	private final ClientSchedulers schedulers;

	private final Throttle throttle;

	private final Observation observation;

	private final RetryDeadline deadline;

	private final List<Throwable> failures = new ArrayList<>(1);

	private int retryCount;

	private volatile long sentAt;

	/**
	 * Whether the current attempt is an early retry: one that was sent before its
	 * back-off had elapsed.
	 */
	private volatile boolean sentEarly;

	private volatile boolean waiting;

	private volatile boolean succeeded;

	/**
	 * Create the state of the retries.
	 * @param timeout the time limit for all attempts together; zero for no limit
	 */
	RetryExecution(Retryable<Object> retryable, RetryRules rules, Throttle throttle, Duration timeout,
			ContextView context) {
		this.retryable = retryable;
		this.policy = rules.template().getRetryPolicy();
		this.listener = rules.template().getRetryListener();
		this.rules = rules;
		this.settings = throttle.settings();
		this.schedulers = throttle.schedulers();
		this.throttle = throttle;
		this.backOff = new RetryBackOff(this.policy.getBackOff(), this.schedulers, throttle.earlyRetries());
		this.deadline = RetryDeadline.of(this.policy, timeout, this.schedulers.clock());
		this.observation = context.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY).orElse(Observation.NOOP);
	}

	RetryRules rules() {
		return this.rules;
	}

	/** Record that an attempt begins, or fail if it is no longer allowed. */
	void beginAttempt() {
		if (!this.rules.allowsSending().getAsBoolean()) {
			throw TransportErrors.notSent();
		}
		this.sentAt = this.schedulers.clock().now();
		this.throttle.earlyRetries().recordRequest(this.sentAt);
	}

	/**
	 * Record an element of the response. The first element means that the attempt has
	 * succeeded.
	 */
	void recordElement(Object element) {
		if (!this.succeeded) {
			this.succeeded = true;
			this.throttle.recordSuccess(this.sentAt);
			if (this.retryCount > 0) {
				this.listener.onRetrySuccess(this.policy, this.retryable, element);
			}
			this.listener.onRetryableExecution(this.policy, this.retryable, this);
		}
	}

	/**
	 * Return a {@code Mono} that emits true when the request is to be retried, or fails
	 * if it is not to be retried.
	 */
	Mono<Boolean> waitAfter(Throwable failure) {
		if (RetriableFailure.wasNotSent(failure)) {
			return giveUp(failure, "the client did not send the request");
		}
		if (failure instanceof QhaigcTransientException ex) {
			this.throttle.recordFailure(ex, this.sentAt);
		}
		if (this.succeeded) {
			return Mono.error(failure);
		}
		boolean continuesBackOff = this.sentEarly && !countsAfterEarlyRetry(failure);
		if (continuesBackOff) {
			// The early retry is not counted, so the listener is not notified of its
			// failure.
			this.retryCount--;
			this.failures.set(this.retryCount, failure);
		}
		else {
			recordFailure(failure);
		}
		if (failure instanceof QhaigcTransientException ex && this.policy.shouldRetry(failure)
				&& this.rules.allowsRetry().test(failure)) {
			return waitAfter(new RetriableFailure(ex), continuesBackOff);
		}
		return failAsExhausted(failure, "the failure is permanent, or excluded by the policy or the RequestCondition");
	}

	private Mono<Boolean> waitAfter(RetriableFailure retriable, boolean continuesBackOff) {
		QhaigcTransientException failure = retriable.exception();
		if (this.retryCount >= GatewayErrors.maxRetries(failure)) {
			return failAsExhausted(failure, "the gateway may be processing the request, or would fail again");
		}
		long delay = continuesBackOff ? this.backOff.remainingMillis()
				: this.deadline.isExceededAfter(Duration.ZERO) ? 0 : this.backOff.next();
		if (delay == BackOffExecution.STOP) {
			return failAsExhausted(failure, "the maximum number of attempts is reached");
		}
		Duration retryAfter = retriable.retryAfter();
		if (retryAfter != null && retryAfter.compareTo(this.settings.maxRetryAfter()) > 0) {
			return failAsExhausted(retriable.notRetried("the retry delay is longer than qhaigc.max-retry-after"),
					"the gateway requests a delay longer than qhaigc.max-retry-after");
		}
		if (retriable.isTimeoutAfterSending() && !this.settings.afterTimeout()) {
			return failAsExhausted(retriable.notRetried("qhaigc.retry-after-timeout is false"),
					"the gateway may still be processing the request (qhaigc.retry-after-timeout)");
		}
		Duration wait = retriable.delay(Duration.ofMillis(delay));
		if (this.deadline.isExceededAfter(wait)) {
			this.listener.onRetryPolicyTimeout(this.policy, this.retryable,
					retryException("Timeout exceeded", failure));
			return giveUp(failure, "the timeout would be exceeded");
		}
		return waitForRetry(retriable, wait, continuesBackOff);
	}

	private static boolean countsAfterEarlyRetry(Throwable failure) {
		return !(failure instanceof QhaigcTransientException ex) || new RetriableFailure(ex).countsAfterEarlyRetry();
	}

	private void recordFailure(Throwable failure) {
		this.failures.add(failure);
		if (this.retryCount > 0) {
			this.listener.onRetryFailure(this.policy, this.retryable, failure);
		}
		this.listener.onRetryableExecution(this.policy, this.retryable, this);
	}

	private Mono<Boolean> waitForRetry(RetriableFailure failure, Duration wait, boolean continuesBackOff) {
		String logLine = log().logRetry(this.retryCount + 1, wait, failure.exception(), !continuesBackOff);
		this.waiting = true;
		Mono<Boolean> fullWait = this.backOff.startDelay(wait).flatMap((tick) -> withdraw(failure));
		return this.schedulers
			.unlessClosed(failure.canBeRetriedEarly() ? this.backOff.untilRecovered(fullWait, this.sentAt) : fullWait)
			.doOnCancel(() -> notifyInterrupted(failure.exception()))
			.flatMap((withdrawn) -> withdrawn ? retryIfAllowed(failure.exception(), logLine)
					: failAsExhausted(failure.notRetried(BUDGET_EXHAUSTED), BUDGET_EXHAUSTED));
	}

	private Mono<Boolean> retryIfAllowed(QhaigcTransientException failure, String logLine) {
		return this.rules.allowsRetry().test(failure) ? Mono.fromCallable(() -> beforeRetry(logLine))
				: failAsExhausted(failure, "the RequestCondition no longer allows it");
	}

	/**
	 * A retry for which the gateway specified a delay neither waits for the retry budget
	 * nor counts towards it.
	 */
	private Mono<Boolean> withdraw(RetriableFailure failure) {
		return (failure.retryAfter() != null) ? Mono.just(true)
				: this.throttle.budget().withdraw(this.deadline.limit(this.settings.maxRetryWait()));
	}

	private void notifyInterrupted(QhaigcTransientException failure) {
		if (this.waiting) {
			this.listener.onRetryPolicyInterruption(this.policy, this.retryable, retryException("Cancelled", failure));
		}
	}

	private boolean beforeRetry(String logLine) {
		this.waiting = false;
		this.retryCount++;
		this.sentEarly = this.backOff.hasRemainingDelay();
		this.observation.event(Observation.Event.of("retry",
				this.sentEarly ? log().logEarlyRetry(this.retryCount, this.backOff.remainingMillis()) : logLine));
		this.listener.beforeRetry(this.policy, this.retryable, this);
		return true;
	}

	private RetryLog log() {
		return new RetryLog(this.retryable.getName(), this.policy);
	}

	private Mono<Boolean> failAsExhausted(Throwable failure, String reason) {
		this.listener.onRetryPolicyExhaustion(this.policy, this.retryable,
				retryException("Retry policy exhausted", failure));
		return giveUp(failure, reason);
	}

	private Mono<Boolean> giveUp(Throwable failure, String reason) {
		this.waiting = false;
		log().logNoRetry(reason, failure);
		return Mono.error(failure);
	}

	private RetryException retryException(String reason, Throwable failure) {
		RetryException exception = new RetryException(
				"%s after %d retries of '%s'".formatted(reason, this.retryCount, this.retryable.getName()), failure);
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

}
