package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * Ends an exchange in which the gateway stays silent for too long. Time in which the
 * subscriber asks for nothing is not the gateway's. One timer a stream, not one a piece,
 * keeps this off the hot path.
 */
final class InactivityTimeout {

	private final Timeouts timeouts;

	private final AtomicLong outstandingDemand = new AtomicLong(1);

	private volatile boolean answered;

	private volatile long lastActivity = System.nanoTime();

	InactivityTimeout(Timeouts timeouts) {
		this.timeouts = timeouts;
	}

	/** Notes that the answer has begun. */
	void answered() {
		this.answered = true;
		this.lastActivity = System.nanoTime();
		this.outstandingDemand.set(0);
	}

	/** Watches the pieces of the answer. */
	<T> Flux<T> watch(Flux<T> pieces) {
		return pieces.doOnRequest(this::asked).doOnNext((piece) -> came());
	}

	/** The exchange, ended when the gateway has been silent for too long. */
	<T> Flux<T> limit(Flux<T> exchange) {
		Mono<Void> silence = Mono.defer(() -> Mono.delay(untilNextLook(), ClientSchedulers.TIMER))
			.repeat(() -> left() > 0)
			.then();
		return TimeLimit.of(exchange, silence, this::problem);
	}

	private void asked(long count) {
		if (this.outstandingDemand.getAndAccumulate(count, InactivityTimeout::add) == 0) {
			this.lastActivity = System.nanoTime();
		}
	}

	private void came() {
		this.lastActivity = System.nanoTime();
		if (this.outstandingDemand.get() != Long.MAX_VALUE) {
			this.outstandingDemand.decrementAndGet();
		}
	}

	private static long add(long one, long other) {
		long sum = one + other;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

	/** Not later than an answer that begins in the meantime could be over. */
	private Duration untilNextLook() {
		return Duration.ofNanos(Math.max(1, Math.min(left(), nanos(this.timeouts.streamIdle()))));
	}

	private long left() {
		long silence = (this.outstandingDemand.get() > 0) ? System.nanoTime() - this.lastActivity : 0;
		return nanos(this.answered ? this.timeouts.streamIdle() : this.timeouts.response()) - silence;
	}

	private static long nanos(Duration limit) {
		return (limit.isZero() ? Timeouts.LONGEST : limit).toNanos();
	}

	private QhaigcTransientException problem() {
		return this.answered
				? TimeLimit.exceeded("stream_idle_timeout", "The gateway's answer stopped half-way",
						"qhaigc.stream-idle-timeout", this.timeouts.streamIdle())
				: TimeLimit.exceeded("response_timeout", "The gateway did not answer", "qhaigc.response-timeout",
						this.timeouts.response());
	}

}
