package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

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
import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * The retries of one subscription. It follows {@link RetryTemplate#execute(Retryable)}
 * step by step and notifies the same listener, but waits without blocking a thread.
 */
final class RetryExecution implements RetryState {

	private static final Set<String> TIMEOUTS_OF_SENT_REQUEST = Set.of("response_timeout", "stream_idle_timeout");

	private final Retryable<Object> retryable;

	private final RetryPolicy policy;

	private final RetryListener listener;

	private final BackOffExecution backOff;

	private final ClientSettings settings;

	private final Throttle throttle;

	private final Observation observation;

	private final RetryDeadline deadline;

	private final List<Throwable> failures = new ArrayList<>(1);

	private int retryCount;

	private volatile long sent;

	private volatile boolean waiting;

	private volatile boolean succeeded;

	/**
	 * Begin the attempts of a request.
	 * @param timeout the time for all of them; zero for no limit
	 */
	RetryExecution(Retryable<Object> retryable, RetryTemplate template, ClientSettings settings, Throttle throttle,
			Duration timeout, ContextView context) {
		this.retryable = retryable;
		this.policy = template.getRetryPolicy();
		this.listener = template.getRetryListener();
		this.backOff = this.policy.getBackOff().start();
		this.settings = settings;
		this.throttle = throttle;
		this.deadline = RetryDeadline.of(this.policy, timeout, settings.clock());
		this.observation = context.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY).orElse(Observation.NOOP);
	}

	/** Note that an attempt begins. */
	void sending() {
		this.sent = this.settings.clock().now();
	}

	/** Note an element. The first one means that the attempt has succeeded. */
	void succeeded(Object element) {
		if (!this.succeeded) {
			this.succeeded = true;
			this.throttle.budget().succeeded();
			if (this.retryCount > 0) {
				this.listener.onRetrySuccess(this.policy, this.retryable, element);
			}
			this.listener.onRetryableExecution(this.policy, this.retryable, this);
		}
	}

	/** Complete when the request is to be retried, or fail if it is not. */
	Mono<Boolean> waitAfter(Throwable failure) {
		QhaigcTransientException retriable = (failure instanceof QhaigcTransientException ex) ? ex : null;
		if (retriable != null) {
			this.throttle.failed(retriable, this.sent);
		}
		if (this.succeeded) {
			return Mono.error(failure);
		}
		failed(failure);
		if (retriable == null || !this.policy.shouldRetry(failure)) {
			return exhausted(failure, "the failure is permanent or excluded by the policy");
		}
		if (this.retryCount >= GatewayErrors.maxRetries(retriable)) {
			return exhausted(failure, "the gateway may process the request, or fails again");
		}
		long delay = this.deadline.isExceededAfter(Duration.ZERO) ? 0 : this.backOff.nextBackOff();
		if (delay == BackOffExecution.STOP) {
			return exhausted(failure, "the maximum number of attempts is reached");
		}
		Duration hint = retriable.problem().retryAfter();
		if (hint != null && hint.compareTo(this.settings.retries().maxRetryAfter()) > 0) {
			return exhausted(failure, "the gateway asks to wait longer than qhaigc.max-retry-after");
		}
		if (isTimeoutOfSentRequest(retriable) && !this.settings.retries().afterTimeout()) {
			return exhausted(notRetried(retriable, "qhaigc.retry-after-timeout"),
					"the gateway can be processing the request (qhaigc.retry-after-timeout)");
		}
		Duration wait = longerWait(retriable.problem(), Duration.ofMillis(delay));
		if (this.deadline.isExceededAfter(wait)) {
			this.listener.onRetryPolicyTimeout(this.policy, this.retryable, exception("Timeout", failure));
			return giveUp(failure, "the timeout would be exceeded");
		}
		return retry(retriable, wait);
	}

	private void failed(Throwable failure) {
		this.failures.add(failure);
		if (this.retryCount > 0) {
			this.listener.onRetryFailure(this.policy, this.retryable, failure);
		}
		this.listener.onRetryableExecution(this.policy, this.retryable, this);
	}

	private Mono<Boolean> retry(QhaigcTransientException failure, Duration wait) {
		String what = log().retry(this.retryCount + 1, wait, failure);
		this.waiting = true;
		ClientSchedulers schedulers = this.settings.schedulers();
		return schedulers.unlessClosed(schedulers.delay(wait))
			.flatMap((tick) -> withdraw(failure))
			.doOnCancel(() -> interrupted(failure))
			.flatMap((withdrawn) -> withdrawn ? retryIfAllowed(failure, what) : exhausted(
					notRetried(failure, "qhaigc.retry-budget"), "the retry budget is exhausted (qhaigc.retry-budget)"));
	}

	private Mono<Boolean> retryIfAllowed(QhaigcTransientException failure, String what) {
		return ConditionalRetryPolicy.allows(this.policy, failure) ? Mono.fromCallable(() -> beforeRetry(what))
				: exhausted(failure, "the condition for retries does not allow it any more");
	}

	/** A retry for which the gateway specified a delay costs no tokens. */
	private Mono<Boolean> withdraw(QhaigcTransientException failure) {
		return (failure.problem().retryAfter() != null) ? Mono.just(true)
				: this.throttle.budget().withdraw(this.deadline.limit(this.settings.retries().maxRetryWait()));
	}

	private void interrupted(QhaigcTransientException failure) {
		if (this.waiting) {
			this.listener.onRetryPolicyInterruption(this.policy, this.retryable, exception("Cancelled", failure));
		}
	}

	private boolean beforeRetry(String what) {
		this.waiting = false;
		this.retryCount++;
		this.observation.event(Observation.Event.of("retry", what));
		this.listener.beforeRetry(this.policy, this.retryable, this);
		return true;
	}

	private static boolean isTimeoutOfSentRequest(QhaigcTransientException failure) {
		String code = failure.problem().code();
		return failure.problem().status() == 0 && code != null && TIMEOUTS_OF_SENT_REQUEST.contains(code);
	}

	private static QhaigcTransientException notRetried(QhaigcTransientException failure, String property) {
		return new QhaigcTransientException(failure.getMessage() + " (not retried: " + property + ")",
				failure.problem(), failure);
	}

	private RetryLog log() {
		return new RetryLog(this.retryable.getName(), this.policy);
	}

	private Mono<Boolean> exhausted(Throwable failure, String reason) {
		this.listener.onRetryPolicyExhaustion(this.policy, this.retryable, exception("Exhausted", failure));
		return giveUp(failure, reason);
	}

	private Mono<Boolean> giveUp(Throwable failure, String reason) {
		this.waiting = false;
		log().noRetry(reason, failure);
		return Mono.error(failure);
	}

	/** A rate limit with a time needs no back-off. */
	private static Duration longerWait(GatewayProblem problem, Duration backOff) {
		Duration hint = problem.retryAfter();
		return (hint != null && (Throttle.isRateLimit(problem) || hint.compareTo(backOff) > 0)) ? hint : backOff;
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

}
