package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.util.context.Context;

import net.qhaigc.springai.gemini.client.error.TransportErrors;
import net.qhaigc.springai.gemini.client.scheduling.ClientClock;
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;
import net.qhaigc.springai.gemini.client.scheduling.RunningRequests;
import net.qhaigc.springai.gemini.client.scheduling.TimeLimit;

/**
 * Ends an exchange in which the gateway sends nothing for too long, or whose client is
 * closed. The time during which the subscriber requests nothing does not count. There is
 * one timer for each exchange rather than for each buffer.
 */
final class InactivityTimeout implements TimeLimit.Limit {

	private final ClientSettings.Timeouts timeouts;

	private final ClientSchedulers schedulers;

	private final RunningRequests running;

	private final ClientClock clock;

	/** Initially 1, so that the time until the response begins counts. */
	private final AtomicLong outstandingDemand = new AtomicLong(1);

	private volatile boolean sendingEnded;

	private volatile boolean responseBegun;

	private volatile long lastActivity;

	private volatile boolean dataReceived;

	private volatile boolean clientClosed;

	/**
	 * Whether the response had begun when this timeout ended the exchange. This is
	 * recorded, because the response can still begin before the failure is created.
	 */
	private volatile boolean endedDuringResponse;

	InactivityTimeout(ClientSettings.Timeouts timeouts, ClientSchedulers schedulers, RunningRequests running) {
		this.timeouts = timeouts;
		this.schedulers = schedulers;
		this.running = running;
		this.clock = schedulers.clock();
		this.lastActivity = this.clock.now();
	}

	/**
	 * Record that sending has ended: the request was sent completely, or its connection
	 * was closed. For a request without a body, this is recorded when its headers are
	 * prepared.
	 */
	void recordEndOfSending() {
		this.sendingEnded = true;
	}

	/** Record that the response has begun. */
	void recordResponse() {
		this.responseBegun = true;
		this.lastActivity = this.clock.now();
		this.outstandingDemand.set(0);
	}

	/** Observe the buffers of the response, and classify a failure to receive them. */
	<T> Flux<T> watch(Flux<T> buffers) {
		return new FluxOperator<T, T>(buffers) {

			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				this.source.subscribe(new Watcher<>(actual));
			}

		};
	}

	@Override
	public Disposable start(Runnable onExceeded) {
		Disposable.Swap timer = Disposables.swap();
		Runnable close = () -> {
			this.clientClosed = true;
			this.endedDuringResponse = this.responseBegun;
			this.schedulers.signals().schedule(onExceeded);
		};
		this.running.addExchange(close);
		scheduleCheck(onExceeded, timer);
		return () -> {
			this.running.removeExchange(close);
			timer.dispose();
		};
	}

	private void scheduleCheck(Runnable onExceeded, Disposable.Swap timer) {
		timer.update(this.clock.timer().schedule(() -> {
			boolean duringResponse = this.responseBegun;
			if (remaining(duringResponse) > 0) {
				scheduleCheck(onExceeded, timer);
			}
			else {
				this.endedDuringResponse = duringResponse;
				this.schedulers.signals().schedule(onExceeded);
			}
		}, untilNextCheck(), TimeUnit.NANOSECONDS));
	}

	private void recordDemand(long count) {
		if (this.outstandingDemand.getAndAccumulate(count, InactivityTimeout::addDemand) == 0) {
			this.lastActivity = this.clock.now();
		}
	}

	private void recordData() {
		this.dataReceived = true;
		this.lastActivity = this.clock.now();
		if (this.outstandingDemand.get() != Long.MAX_VALUE) {
			this.outstandingDemand.decrementAndGet();
		}
	}

	private static long addDemand(long outstanding, long requested) {
		long sum = outstanding + requested;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

	/**
	 * Return the time until the next check: at most the idle timeout, since the idle
	 * timeout applies as soon as the response begins.
	 */
	private long untilNextCheck() {
		return Math.max(1, Math.min(remaining(this.responseBegun), nanos(this.timeouts.streamIdle())));
	}

	private long remaining(boolean duringResponse) {
		long inactive = (this.outstandingDemand.get() > 0) ? this.clock.now() - this.lastActivity : 0;
		return nanos(duringResponse ? this.timeouts.streamIdle() : this.timeouts.response()) - inactive;
	}

	private static long nanos(Duration timeout) {
		return (timeout.isZero() ? ClientClock.MAX_TIMEOUT : timeout).toNanos();
	}

	@Override
	public RuntimeException failure() {
		if (this.clientClosed) {
			return TransportErrors.clientClosedDuringExchange(this.endedDuringResponse);
		}
		if (!this.sendingEnded && !this.endedDuringResponse) {
			return TimeLimit.timeout("request_timeout",
					"The request was not sent within %d ms (qhaigc.response-timeout)", this.timeouts.response());
		}
		return this.endedDuringResponse
				? TimeLimit.timeout("stream_idle_timeout",
						"The gateway sent no further data within %d ms"
								+ " (qhaigc.stream-idle-timeout). The request may have been charged",
						this.timeouts.streamIdle())
				: TimeLimit.timeout("response_timeout",
						"The gateway did not respond within %d ms"
								+ " (qhaigc.response-timeout). The request may have been charged",
						this.timeouts.response());
	}

	/**
	 * A single operator instead of several Reactor operators, since each buffer passes
	 * through it.
	 */
	@SuppressWarnings("NullAway.Init")
	private final class Watcher<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private Subscription subscription;

		private Watcher(CoreSubscriber<? super T> actual) {
			this.actual = actual;
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
			recordDemand(count);
			this.subscription.request(count);
		}

		@Override
		public void onNext(T buffer) {
			recordData();
			this.actual.onNext(buffer);
		}

		@Override
		public void onError(Throwable failure) {
			this.actual.onError(TransportErrors.duringResponse(failure, InactivityTimeout.this.dataReceived));
		}

		@Override
		public void onComplete() {
			this.actual.onComplete();
		}

		@Override
		public void cancel() {
			this.subscription.cancel();
		}

	}

}
