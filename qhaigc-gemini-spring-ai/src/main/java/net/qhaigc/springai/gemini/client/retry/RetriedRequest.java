package net.qhaigc.springai.gemini.client.retry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import net.qhaigc.springai.gemini.client.error.TransportErrors;
import net.qhaigc.springai.gemini.client.scheduling.RunningRequests;

/**
 * A request with its retries. To keep the cost of each request low, it is a single
 * operator instead of several Reactor operators.
 *
 * @param <T> the type of the elements
 */
final class RetriedRequest<T> extends Flux<T> {

	private final RunningRequests running;

	private final Function<ContextView, RetryExecution> executionFactory;

	private final Function<RetryExecution, Flux<T>> nextAttempt;

	/**
	 * Create a request.
	 * @param running counts the requests that have not ended
	 * @param executionFactory creates the retry state of each subscription
	 * @param nextAttempt returns the next attempt
	 */
	RetriedRequest(RunningRequests running, Function<ContextView, RetryExecution> executionFactory,
			Function<RetryExecution, Flux<T>> nextAttempt) {
		this.running = running;
		this.executionFactory = executionFactory;
		this.nextAttempt = nextAttempt;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		boolean accepted = this.running.beginRequest();
		Attempts<T> attempts = new Attempts<>(actual, this);
		actual.onSubscribe(attempts);
		if (accepted) {
			attempts.start();
		}
		else {
			attempts.fail(TransportErrors.clientClosed(null));
		}
	}

	/**
	 * The attempts of one subscription. An attempt is retried only if it has not emitted
	 * an element, so the total demand so far is requested from each attempt.
	 */
	@SuppressWarnings("NullAway.Init")
	private static final class Attempts<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final RetriedRequest<T> request;

		private final AtomicBoolean ended = new AtomicBoolean();

		private RetryExecution retries;

		/** The subscription to the attempt, or to the wait for the next attempt. */
		private volatile @Nullable Subscription current;

		private long demand;

		private volatile boolean elementReceived;

		private Attempts(CoreSubscriber<? super T> actual, RetriedRequest<T> request) {
			this.actual = actual;
			this.request = request;
		}

		private void start() {
			try {
				this.retries = this.request.executionFactory.apply(currentContext());
			}
			catch (Throwable ex) {
				fail(Operators.onOperatorError(ex, currentContext()));
				return;
			}
			beginNextAttempt();
		}

		private void beginNextAttempt() {
			Flux<T> attempt;
			try {
				attempt = this.request.nextAttempt.apply(this.retries);
			}
			catch (Throwable ex) {
				fail(Operators.onOperatorError(ex, currentContext()));
				return;
			}
			attempt.subscribe(this);
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			long requested = setCurrent(subscription);
			if (requested > 0) {
				subscription.request(requested);
			}
		}

		/**
		 * Set the current subscription, and return the demand so far; 0 if the request
		 * has ended.
		 */
		private synchronized long setCurrent(Subscription subscription) {
			this.current = subscription;
			if (this.ended.get()) {
				subscription.cancel();
				return 0;
			}
			return this.demand;
		}

		@Override
		public void request(long count) {
			Subscription subscription = this.elementReceived ? this.current : addDemandAndGetCurrent(count);
			if (subscription != null) {
				subscription.request(count);
			}
		}

		private synchronized @Nullable Subscription addDemandAndGetCurrent(long count) {
			this.demand = Operators.addCap(this.demand, count);
			return this.current;
		}

		@Override
		public void onNext(T element) {
			if (!this.elementReceived) {
				this.elementReceived = true;
				try {
					this.retries.recordElement(element);
				}
				catch (Throwable ex) {
					onError(Operators.onOperatorError(this.current, ex, element, currentContext()));
					return;
				}
			}
			if (this.ended.get()) {
				Operators.onDiscard(element, currentContext());
			}
			else {
				this.actual.onNext(element);
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (this.ended.get()) {
				return;
			}
			try {
				this.retries.waitAfter(failure).subscribe(new Wait(this));
			}
			catch (Throwable ex) {
				fail(Operators.onOperatorError(ex, currentContext()));
			}
		}

		@Override
		public void onComplete() {
			if (this.ended.compareAndSet(false, true)) {
				try {
					this.actual.onComplete();
				}
				finally {
					this.request.running.endRequest();
				}
			}
		}

		/** Failures after the end are ignored. */
		private void fail(Throwable failure) {
			if (this.ended.compareAndSet(false, true)) {
				try {
					this.actual.onError(failure);
				}
				finally {
					this.request.running.endRequest();
				}
			}
		}

		@Override
		public void cancel() {
			if (this.ended.compareAndSet(false, true)) {
				Subscription subscription = addDemandAndGetCurrent(0);
				if (subscription != null) {
					subscription.cancel();
				}
				this.request.running.endRequest();
			}
		}

	}

	/**
	 * The wait for the next attempt.
	 *
	 * @param attempts the attempts
	 */
	private record Wait(Attempts<?> attempts) implements CoreSubscriber<Boolean> {

		@Override
		public Context currentContext() {
			return this.attempts.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.attempts.setCurrent(subscription);
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(Boolean retry) {
			// The next attempt begins on completion.
		}

		@Override
		public void onError(Throwable failure) {
			this.attempts.fail(failure);
		}

		@Override
		public void onComplete() {
			this.attempts.beginNextAttempt();
		}

	}

}
