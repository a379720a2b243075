package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.function.LongSupplier;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The clock of timeouts and retries.
 *
 * @param nanoTime the current time in nanoseconds, from an arbitrary origin
 * @param timer the scheduler of delays, on which code must not block
 */
record ClientClock(LongSupplier nanoTime, Scheduler timer) {

	/** Return the current time in nanoseconds, for differences only. */
	long now() {
		return this.nanoTime.getAsLong();
	}

	/** Return a Mono that completes after a delay, on the thread of the timer. */
	Mono<Long> delay(Duration delay) {
		return Mono.delay(delay, this.timer);
	}

}
