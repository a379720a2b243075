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

	/**
	 * Add the amount that a request is estimated to cost. If a store is not available,
	 * the amount is not added later.
	 * @param micros the amount
	 * @return the same as that of {@link #add}
	 */
	default Mono<Long> charge(long micros) {
		return add(micros);
	}

	/**
	 * Add an amount at once, which only a counter in memory supports.
	 * @param micros the amount; negative to subtract it
	 * @return the new total
	 */
	default long addNow(long micros) {
		throw new UnsupportedOperationException();
	}

	/** Create a counter in memory. */
	static SpendingCounter inMemory() {
		AtomicLong total = new AtomicLong();
		return new SpendingCounter() {

			@Override
			public Mono<Long> add(long micros) {
				return Mono.fromSupplier(() -> addNow(micros));
			}

			@Override
			public long addNow(long micros) {
				return total.addAndGet(micros);
			}

		};
	}

}
