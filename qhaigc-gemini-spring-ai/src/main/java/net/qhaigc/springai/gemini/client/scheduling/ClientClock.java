package net.qhaigc.springai.gemini.client.scheduling;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The clock of timeouts and retries.
 *
 * @param nanoTime the current time in nanoseconds, from an arbitrary origin
 * @param lazyTimer returns the scheduler that is used for delays
 */
public record ClientClock(LongSupplier nanoTime, Supplier<Scheduler> lazyTimer) {

	/** A longer timeout is reduced to this one, to avoid overflow in calculations. */
	public static final Duration MAX_TIMEOUT = Duration.ofDays(36500);

	/** Return the current time in nanoseconds, for differences only. */
	public long now() {
		return this.nanoTime.getAsLong();
	}

	/** Return the scheduler that is used for delays. Code must not block its thread. */
	public Scheduler timer() {
		return this.lazyTimer.get();
	}

	/** Return a Mono that completes after a delay, on the thread of the timer. */
	Mono<Long> delay(Duration delay) {
		return Mono.delay(delay, timer());
	}

}
