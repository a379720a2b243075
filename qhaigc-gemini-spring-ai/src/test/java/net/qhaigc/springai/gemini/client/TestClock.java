package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import net.qhaigc.springai.gemini.client.scheduling.ClientClock;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.pause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The clock of a client under test. It advances only if a test advances it, or if
 * {@link #runAtSpeed(int)} has started a thread that advances it.
 */
public final class TestClock implements AutoCloseable {

	private static final Duration STEP_WHILE_THREADS_RUN = Duration.ofMillis(1);

	private static final Duration STEP_WHILE_ALL_WAIT = Duration.ofMillis(100);

	/**
	 * Maximum real time for which the steps stay small because a thread is running. A
	 * thread that runs for longer can belong to another test.
	 */
	private static final Duration MAX_THREAD_WAIT = Duration.ofSeconds(5);

	private static final Duration STEP_REGARDLESS_OF_THREADS = Duration.ofMillis(10);

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	/** Return the clock for a client. */
	public ClientClock clock() {
		return new ClientClock(() -> this.timer.now(TimeUnit.NANOSECONDS), () -> this.timer);
	}

	/** Return the time that has passed since this clock was created. */
	public Duration elapsed() {
		return Duration.ofNanos(this.timer.now(TimeUnit.NANOSECONDS));
	}

	/** Let time pass. */
	public void advance(Duration time) {
		this.timer.advanceTimeBy(time);
	}

	/**
	 * Let time pass until a condition is met. Time passes in small steps. During a pause
	 * after each step, the threads of the client and of the gateway continue. The steps
	 * are larger while all other threads of the process wait.
	 */
	public void advanceUntil(BooleanSupplier condition) {
		advanceUntil(condition, () -> true);
	}

	/**
	 * Let time pass until a condition is met. No time passes while requests are in
	 * progress, since their duration depends on the machine.
	 * @param condition the condition
	 * @param idle whether no request is in progress
	 */
	public void advanceUntil(BooleanSupplier condition, BooleanSupplier idle) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			long waited = System.nanoTime() - start;
			assertThat(waited).as("the condition is not met").isLessThan(TIMEOUT.toNanos());
			if (idle.getAsBoolean()) {
				advance(step(waited < MAX_THREAD_WAIT.toNanos()));
			}
			pause(1);
		}
	}

	/** Wait until the client has processed the data that it has received. */
	public void awaitIdleThreads() {
		long end = System.nanoTime() + TIMEOUT.toNanos();
		pause(ThreadStates.areKnown() ? 1 : 250);
		while (ThreadStates.areKnown() && !ThreadStates.areOthersWaiting()) {
			assertThat(System.nanoTime()).as("threads are running").isLessThan(end);
			pause(1);
		}
	}

	private static Duration step(boolean waitsForThreads) {
		if (!ThreadStates.areKnown()) {
			return STEP_REGARDLESS_OF_THREADS;
		}
		if (ThreadStates.areOthersWaiting()) {
			return STEP_WHILE_ALL_WAIT;
		}
		return waitsForThreads ? STEP_WHILE_THREADS_RUN : STEP_REGARDLESS_OF_THREADS;
	}

	/** Start a thread that lets time pass faster than real time, by the given factor. */
	public TestClock runAtSpeed(int speed) {
		Thread ticks = new Thread(() -> {
			long last = System.nanoTime();
			while (!this.timer.isDisposed()) {
				pause(1);
				long now = System.nanoTime();
				advance(Duration.ofNanos((now - last) * speed));
				last = now;
			}
		}, "test-clock");
		ticks.setDaemon(true);
		ticks.start();
		return this;
	}

	/** Let time pass until a call completes, and return its value. */
	public <T> T await(Mono<T> call) {
		return await(call.flux());
	}

	/**
	 * Let time pass until a stream ends, and return its last value or throw its failure.
	 */
	public <T> T await(Flux<T> stream) {
		CompletableFuture<T> result = stream.last().toFuture();
		advanceUntil(result::isDone);
		try {
			return result.join();
		}
		catch (CompletionException ex) {
			throw Exceptions.propagate(ex.getCause());
		}
	}

	/** Let time pass until a call or a stream fails, and return the failure. */
	public RuntimeException awaitFailure(Publisher<?> call) {
		return catchThrowableOfType(RuntimeException.class, () -> await(Flux.from(call)));
	}

	@Override
	public void close() {
		this.timer.dispose();
	}

}
