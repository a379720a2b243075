package net.qhaigc.springai.gemini.client.scheduling;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.function.SingletonSupplier;

import net.qhaigc.springai.gemini.client.error.TransportErrors;

/**
 * The threads of one client. Of these threads, only those of the schedulers
 * {@link #keys()} and {@link #signals()} run code of the application. Both schedulers
 * start another thread when a task blocks. Reactor's common schedulers are not used,
 * because an application can block all of their threads in {@code call()}, and no thread
 * would be left to complete the calls.
 */
public final class ClientSchedulers {

	/**
	 * Limits the number of threads if very many tasks of the application block at the
	 * same time.
	 */
	private static final int MAX_BLOCKED_THREADS = 256;

	private final ClientExecutor timers = ClientExecutor.timer();

	private final ClientExecutor decoders = ClientExecutor.fixed("qhaigc-decoding", Schedulers.DEFAULT_POOL_SIZE);

	private final ClientExecutor keySources = ClientExecutor.elastic("qhaigc-keys", MAX_BLOCKED_THREADS);

	private final ClientExecutor subscribers = ClientExecutor.elastic("qhaigc-signals", MAX_BLOCKED_THREADS);

	private final SingletonSupplier<Sinks.Empty<Void>> closed = SingletonSupplier.of(Sinks::empty);

	private final ClientClock clock;

	/** Create schedulers with the system clock. */
	public ClientSchedulers() {
		this.clock = new ClientClock(System::nanoTime, this.timers::scheduler);
	}

	/** Create schedulers with the given clock. */
	public ClientSchedulers(ClientClock clock) {
		this.clock = clock;
	}

	/** Return the clock of timeouts and retries. */
	public ClientClock clock() {
		return this.clock;
	}

	/** Return the scheduler on which large bodies are decoded. */
	public Scheduler decoding() {
		return this.decoders.scheduler();
	}

	/**
	 * Return the scheduler on which {@code ApiKey} objects are called, since they can
	 * block.
	 */
	public Scheduler keys() {
		return this.keySources.scheduler();
	}

	/**
	 * Return the scheduler on which a request continues after a delay, after an
	 * {@code ApiKey} has returned the key or after a large body has been decoded. In
	 * these cases, the subscribers are called on this scheduler.
	 */
	public Scheduler signals() {
		return this.subscribers.scheduler();
	}

	/**
	 * Return a Mono that completes after a delay, on the scheduler {@link #signals()}.
	 */
	public Mono<Long> delay(Duration delay) {
		return this.clock.delay(delay).publishOn(signals());
	}

	/** Run a task after a delay, on the scheduler {@link #signals()}. */
	public Disposable schedule(Runnable task, Duration delay) {
		return this.clock.timer().schedule(() -> signals().schedule(task), delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Return a Mono that waits as the given one does, but fails when the client is
	 * closed.
	 */
	public <T> Mono<T> unlessClosed(Mono<T> wait) {
		return Mono.firstWithSignal(wait,
				this.closed.obtain().asMono().then(Mono.error(() -> TransportErrors.clientClosed(null))));
	}

	/**
	 * Fail the requests that wait in {@link #unlessClosed}, and end each thread as soon
	 * as the thread is idle.
	 */
	public void close() {
		this.closed.obtain().tryEmitEmpty();
		List.of(this.timers, this.decoders, this.keySources, this.subscribers).forEach(ClientExecutor::close);
	}

}
