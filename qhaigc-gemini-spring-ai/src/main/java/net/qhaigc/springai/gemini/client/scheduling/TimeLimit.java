package net.qhaigc.springai.gemini.client.scheduling;

import java.time.Duration;
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
 * Limits the time of an exchange. When the limit is exceeded, the exchange is cancelled,
 * which closes its connection, and an error is signalled. This class is a single
 * operator, rather than several of Reactor's, to reduce the overhead of each request.
 *
 * @param <T> the type of the elements
 */
public final class TimeLimit<T> extends FluxOperator<T, T> {

	private final Limit limit;

	private final boolean singleElement;

	private final boolean serialized;

	private TimeLimit(Flux<T> exchange, Limit limit, boolean singleElement, boolean serialized) {
		super(exchange);
		this.limit = limit;
		this.singleElement = singleElement;
		this.serialized = serialized;
	}

	/**
	 * Limit an exchange. The timer starts when the first element of the exchange is
	 * requested.
	 * @param exchange the exchange
	 * @param limit the limit
	 */
	public static <T> Flux<T> of(Flux<T> exchange, Limit limit) {
		return new TimeLimit<>(exchange, limit, false, true);
	}

	/**
	 * Limit the exchange of a stream.
	 * @param exchange the exchange
	 * @param limit the limit
	 * @return the chunks; the subscriber must be able to receive a failure while it is
	 * processing a chunk
	 */
	public static Flux<byte[]> ofChunks(Flux<byte[]> exchange, Limit limit) {
		return new TimeLimit<>(exchange, limit, false, false);
	}

	/**
	 * Limit an exchange of which only the first element is used: when this element has
	 * arrived, the exchange is cancelled.
	 * @param exchange the exchange
	 * @param limit the limit
	 */
	public static <T> Flux<T> ofSingleElement(Flux<T> exchange, Limit limit) {
		return new TimeLimit<>(exchange, limit, true, false);
	}

	/**
	 * Limit an exchange to a duration.
	 * @param exchange the exchange
	 * @param duration the duration
	 * @param schedulers the threads of the client
	 * @param failure creates the failure of the exchange
	 */
	public static <T> Flux<T> of(Flux<T> exchange, Duration duration, ClientSchedulers schedulers,
			Supplier<? extends RuntimeException> failure) {
		return of(exchange, new Limit() {

			@Override
			public Disposable start(Runnable onExceeded) {
				return schedulers.schedule(onExceeded, duration);
			}

			@Override
			public RuntimeException failure() {
				return failure.get();
			}

		});
	}

	/**
	 * Create the failure of an exchange that exceeds a limit.
	 * @param code the code of the failure
	 * @param format the message, in which {@code %d} is the limit in milliseconds
	 * @param limit the limit
	 */
	public static QhaigcTransientException timeout(String code, String format, Duration limit) {
		return TransportErrors.timeout(code, format.formatted(limit.toMillis()));
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		CoreSubscriber<? super T> subscriber = this.serialized ? Operators.serialize(actual) : actual;
		this.source.subscribe(new LimitedExchange<>(subscriber, this.limit, this.singleElement));
	}

	/**
	 * Determines when an exchange exceeds its limit, and how the exchange fails and is
	 * cancelled.
	 */
	public interface Limit {

		/**
		 * Start the timer.
		 * @param onExceeded to be run when the limit is exceeded, on a thread that can
		 * call the subscriber
		 * @return a handle that stops the timer
		 */
		Disposable start(Runnable onExceeded);

		/**
		 * Return the failure of an exchange that exceeds the limit. This method is called
		 * before the exchange is cancelled.
		 */
		RuntimeException failure();

		/** Return the failure to report in place of a failure of the exchange. */
		default Throwable failure(Throwable received) {
			return received;
		}

		/** Cancel the exchange. */
		default void cancel(Runnable cancellation) {
			cancellation.run();
		}

	}

	/** The exchange of one subscription. */
	@SuppressWarnings("NullAway.Init")
	private static final class LimitedExchange<T> implements CoreSubscriber<T>, Subscription, Runnable {

		private final CoreSubscriber<? super T> actual;

		private final Limit limit;

		private final boolean singleElement;

		private final AtomicBoolean ended = new AtomicBoolean();

		private Subscription subscription;

		private volatile @Nullable Disposable timer;

		private LimitedExchange(CoreSubscriber<? super T> actual, Limit limit, boolean singleElement) {
			this.actual = actual;
			this.limit = limit;
			this.singleElement = singleElement;
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
			if (this.timer == null) {
				this.timer = this.limit.start(this);
				if (this.ended.get()) {
					stopTimer();
				}
			}
			this.subscription.request(count);
		}

		/** Called when the limit is exceeded. */
		@Override
		public void run() {
			if (end()) {
				RuntimeException exceeded = this.limit.failure();
				cancelExchange();
				this.actual.onError(exceeded);
			}
		}

		@Override
		public void onNext(T element) {
			if (this.singleElement ? !end() : this.ended.get()) {
				Operators.onDiscard(element, currentContext());
				return;
			}
			if (this.singleElement) {
				cancelExchange();
			}
			this.actual.onNext(element);
			if (this.singleElement) {
				this.actual.onComplete();
			}
		}

		/** Failures after the end are ignored. */
		@Override
		public void onError(Throwable failure) {
			if (end()) {
				this.actual.onError(this.limit.failure(failure));
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
				cancelExchange();
			}
		}

		private void cancelExchange() {
			this.limit.cancel(this.subscription::cancel);
		}

		/** End the exchange. Return false if it has already ended. */
		private boolean end() {
			boolean first = this.ended.compareAndSet(false, true);
			if (first) {
				stopTimer();
			}
			return first;
		}

		private void stopTimer() {
			Disposable timer = this.timer;
			if (timer != null) {
				timer.dispose();
			}
		}

	}

}
