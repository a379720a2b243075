package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.TransportErrors;

/**
 * Cancels an exchange that exceeds a time limit, which closes its connection, and then
 * fails.
 */
final class TimeLimit {

	private TimeLimit() {
	}

	/**
	 * Limit an exchange. Its time begins when its first element is requested.
	 * @param exchange the exchange
	 * @param limit completes when the time limit is exceeded, on a thread that can call
	 * the subscriber. It must not fail, which would end the exchange without cancelling
	 * it
	 * @param failure creates the failure of the exchange
	 */
	static <T> Flux<T> of(Flux<T> exchange, Mono<?> limit, Supplier<? extends RuntimeException> failure) {
		return Flux.defer(() -> {
			Sinks.Empty<Void> requested = Sinks.empty();
			AtomicBoolean exceeded = new AtomicBoolean();
			return exchange.takeUntilOther(requested.asMono().then(limit).doOnTerminate(() -> exceeded.set(true)))
				.doOnRequest((count) -> requested.tryEmitEmpty())
				.onErrorComplete((ex) -> exceeded.get())
				.concatWith(Mono.defer(() -> exceeded.get() ? Mono.error(failure) : Mono.empty()));
		});
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
		return limit.isZero() ? exchange : of(exchange, schedulers.delay(limit), () -> exceeded(code, format, limit));
	}

	static QhaigcTransientException exceeded(String code, String format, Duration limit) {
		return TransportErrors.timeout(code, format.formatted(limit.toMillis()));
	}

}
