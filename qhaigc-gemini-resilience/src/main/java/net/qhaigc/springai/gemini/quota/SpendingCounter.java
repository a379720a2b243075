package net.qhaigc.springai.gemini.quota;

import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Mono;

/**
 * Counts what is spent in one period, in millionths of the currency.
 */
interface SpendingCounter {

	/**
	 * Add an amount.
	 * @param micros the amount; negative to subtract it
	 * @return the new total; 0 if a store is not available and that is allowed
	 */
	Mono<Long> add(long micros);

	/** Create a counter in memory. */
	static SpendingCounter inMemory() {
		AtomicLong total = new AtomicLong();
		return (micros) -> Mono.fromSupplier(() -> total.addAndGet(micros));
	}

}
