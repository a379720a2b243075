package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.function.LongSupplier;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The clock of timeouts and retries.
 *
 * @param nanoTime the current time in nanoseconds, from an arbitrary origin
 * @param timer runs what follows a delay, which must not block
 */
record ClientClock(LongSupplier nanoTime, Scheduler timer) {

	static final ClientClock SYSTEM = new ClientClock(System::nanoTime, ClientSchedulers.TIMER);

	/** Return the current time in nanoseconds, for differences only. */
	long now() {
		return this.nanoTime.getAsLong();
	}

	/** Complete after a delay, on the timer. */
	Mono<Long> delay(Duration delay) {
		return Mono.delay(delay, this.timer);
	}

	/** Complete after a delay, off the timer. */
	Mono<Long> after(Duration delay) {
		return delay(delay).publishOn(ClientSchedulers.WORK);
	}

}
