package net.qhaigc.springai.gemini.quota;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import reactor.core.publisher.Mono;

/**
 * Counts the amount that is spent in one minute, day or month, in millionths of the
 * currency unit.
 */
interface SpendingCounter {

	/**
	 * Add the amount that a request is estimated to cost.
	 * @param micros the amount
	 * @param onCounted what to do when the amount has been added. A store can add the
	 * amount even after the {@code Mono} has completed or has been cancelled
	 * @return the new total. If the counter is in a store that is not available, the
	 * {@code Mono} is empty or fails, depending on the policy for failures of the store
	 */
	Mono<Long> charge(long micros, Runnable onCounted);

	/**
	 * Add an amount. If the counter is in a store that is not available, the amount is
	 * added later.
	 * @param micros the amount; negative to subtract it
	 * @param onAdded receives the new total when the amount has been added
	 */
	void add(long micros, LongConsumer onAdded);

	/**
	 * Add an amount before this method returns. Only a counter in memory supports this
	 * method.
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
			public Mono<Long> charge(long micros, Runnable onCounted) {
				return Mono.fromSupplier(() -> {
					long sum = addNow(micros);
					onCounted.run();
					return sum;
				});
			}

			@Override
			public void add(long micros, LongConsumer onAdded) {
				onAdded.accept(addNow(micros));
			}

			@Override
			public long addNow(long micros) {
				return total.addAndGet(micros);
			}

		};
	}

}
