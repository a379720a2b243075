package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * Ends an exchange whose time is over: cancels it, which closes its connection, and then
 * fails.
 */
final class TimeLimit {

	private TimeLimit() {
	}

	/**
	 * Limits an exchange. Its time runs from when somebody asks for its first element.
	 * @param exchange the exchange
	 * @param time completes when the time is over; to fail instead would end the exchange
	 * without cancelling it
	 * @param problem what the exchange then fails with
	 */
	static <T> Flux<T> of(Flux<T> exchange, Mono<?> time, Supplier<QhaigcTransientException> problem) {
		return Flux.defer(() -> {
			Sinks.Empty<Void> asked = Sinks.empty();
			AtomicBoolean over = new AtomicBoolean();
			return exchange.takeUntilOther(asked.asMono().then(time).doOnTerminate(() -> over.set(true)))
				.doOnRequest((count) -> asked.tryEmitEmpty())
				.onErrorComplete((ex) -> over.get())
				.concatWith(Mono.defer(() -> over.get() ? failure(problem) : Mono.empty()));
		});
	}

	/**
	 * Limits an exchange to a time of a fixed length.
	 * @param exchange the exchange
	 * @param limit how long it may take; zero for ever
	 * @param code of the problem
	 * @param what had not come, in words
	 * @param property that sets the limit
	 */
	static <T> Flux<T> of(Flux<T> exchange, Duration limit, String code, String what, String property) {
		return limit.isZero() ? exchange
				: of(exchange, Mono.delay(limit, ClientSchedulers.TIMER), () -> exceeded(code, what, property, limit));
	}

	/** Keeps what the subscriber does about it off the clock. */
	private static <T> Mono<T> failure(Supplier<QhaigcTransientException> problem) {
		return Mono.<T>error(problem).subscribeOn(ClientSchedulers.WORK);
	}

	static QhaigcTransientException exceeded(String code, String what, String property, Duration limit) {
		String message = what + " within " + limit.toMillis() + " ms (" + property + ")";
		return new QhaigcTransientException(message, TransportErrors.problem(code, message), null);
	}

}
