package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.TransportErrors;

/**
 * Cancels an exchange that exceeds a time limit, which closes its connection, and then
 * fails. One operator in place of several of Reactor, since there is one for each
 * request.
 *
 * @param <T> the type of the elements
 */
final class TimeLimit<T> extends FluxOperator<T, T> {

	private final Timer timer;

	private final Supplier<? extends RuntimeException> failure;

	private final Executor cancellation;

	private TimeLimit(Flux<T> exchange, Timer timer, Supplier<? extends RuntimeException> failure,
			Executor cancellation) {
		super(exchange);
		this.timer = timer;
		this.failure = failure;
		this.cancellation = cancellation;
	}

	/**
	 * Limit an exchange. Its time begins when its first element is requested.
	 * @param exchange the exchange
	 * @param timer determines when the limit is exceeded
	 * @param failure creates the failure of the exchange, before it is cancelled
	 */
	static <T> Flux<T> of(Flux<T> exchange, Timer timer, Supplier<? extends RuntimeException> failure) {
		return of(exchange, timer, failure, Runnable::run);
	}

	/**
	 * Limit an exchange. Its time begins when its first element is requested.
	 * @param exchange the exchange
	 * @param timer determines when the limit is exceeded
	 * @param failure creates the failure of the exchange, before it is cancelled
	 * @param cancellation runs the cancellation of the exchange
	 */
	static <T> Flux<T> of(Flux<T> exchange, Timer timer, Supplier<? extends RuntimeException> failure,
			Executor cancellation) {
		return new TimeLimit<>(exchange, timer, failure, cancellation);
	}

	/**
	 * Limit an exchange to a duration.
	 * @param exchange the exchange
	 * @param limit the duration; zero for no limit
	 * @param schedulers the threads of the client
	 * @param code the code of the failure
	 * @param format the message of the failure, with {@code %d} for the milliseconds
	 */
	static <T> Flux<T> of(Flux<T> exchange, Duration limit, ClientSchedulers schedulers, String code, String format) {
		return limit.isZero() ? exchange
				: of(exchange, (exceeded) -> schedulers.schedule(exceeded, limit), () -> exceeded(code, format, limit));
	}

	static QhaigcTransientException exceeded(String code, String format, Duration limit) {
		return TransportErrors.timeout(code, format.formatted(limit.toMillis()));
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.source.subscribe(new LimitedExchange<>(Operators.serialize(actual), this));
	}

	/** Determines when a limit is exceeded. */
	interface Timer {

		/**
		 * Start the timer.
		 * @param exceeded to be run when the limit is exceeded, on a thread that can call
		 * the subscriber
		 * @return stops the timer
		 */
		Disposable start(Runnable exceeded);

	}

	/** The exchange of one subscription. */
	@SuppressWarnings("NullAway.Init")
	private static final class LimitedExchange<T> implements CoreSubscriber<T>, Subscription, Runnable {

		private final CoreSubscriber<? super T> actual;

		private final TimeLimit<T> limit;

		private final AtomicBoolean ended = new AtomicBoolean();

		private Subscription subscription;

		private volatile @Nullable Disposable running;

		private LimitedExchange(CoreSubscriber<? super T> actual, TimeLimit<T> limit) {
			this.actual = actual;
			this.limit = limit;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			this.actual.onSubscribe(this);
		}

		@Override
		public void request(long count) {
			if (this.running == null) {
				this.running = this.limit.timer.start(this);
				if (this.ended.get()) {
					stopTimer();
				}
			}
			this.subscription.request(count);
		}

		/** The limit is exceeded. */
		@Override
		public void run() {
			if (end()) {
				RuntimeException exceeded = this.limit.failure.get();
				this.limit.cancellation.execute(this.subscription::cancel);
				this.actual.onError(exceeded);
			}
		}

		@Override
		public void onNext(T element) {
			if (this.ended.get()) {
				Operators.onDiscard(element, currentContext());
			}
			else {
				this.actual.onNext(element);
			}
		}

		/** Failures after the end are ignored. */
		@Override
		public void onError(Throwable failure) {
			if (end()) {
				this.actual.onError(failure);
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				this.actual.onComplete();
			}
		}

		@Override
		public void cancel() {
			if (end()) {
				this.limit.cancellation.execute(this.subscription::cancel);
			}
		}

		private boolean end() {
			boolean first = this.ended.compareAndSet(false, true);
			if (first) {
				stopTimer();
			}
			return first;
		}

		private void stopTimer() {
			Disposable timer = this.running;
			if (timer != null) {
				timer.dispose();
			}
		}

	}

}
