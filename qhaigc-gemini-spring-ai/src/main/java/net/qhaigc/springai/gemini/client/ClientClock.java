package net.qhaigc.springai.gemini.client;

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
record ClientClock(LongSupplier nanoTime, Supplier<Scheduler> lazyTimer) {

	/** Return the current time in nanoseconds, for differences only. */
	long now() {
		return this.nanoTime.getAsLong();
	}

	/** Return the scheduler that is used for delays. Code must not block its thread. */
	Scheduler timer() {
		return this.lazyTimer.get();
	}

	/** Return a Mono that completes after a delay, on the thread of the timer. */
	Mono<Long> delay(Duration delay) {
		return Mono.delay(delay, timer());
	}

}
