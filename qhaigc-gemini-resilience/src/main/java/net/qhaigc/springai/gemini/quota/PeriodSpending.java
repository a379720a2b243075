package net.qhaigc.springai.gemini.quota;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.publisher.Mono;

/**
 * The amount that a tenant has spent in one minute, day or month.
 */
final class PeriodSpending {

	/** The percentage of the limit at which a warning is emitted. */
	private static final int WARNING_PERCENTAGE = 80;

	private final BudgetPeriod period;

	private final long limit;

	private final Instant end;

	private final SpendingCounter counter;

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile long total;

	PeriodSpending(BudgetPeriod period, long limit, Instant end, SpendingCounter counter) {
		this.period = period;
		this.limit = limit;
		this.end = end;
		this.counter = counter;
	}

	BudgetPeriod period() {
		return this.period;
	}

	/** The limit in millionths of the currency. */
	long limit() {
		return this.limit;
	}

	Instant end() {
		return this.end;
	}

	/** The last known total, in millionths of the currency. */
	long total() {
		return this.total;
	}

	/** Add an amount, and return the total. The counter must be in memory. */
	long addNow(long micros) {
		long sum = this.counter.addNow(micros);
		this.total = sum;
		return sum;
	}

	/** Add an estimate, as {@link SpendingCounter#charge} does. */
	Mono<Long> charge(long micros, Runnable onCounted) {
		return this.counter.charge(micros, onCounted).doOnNext((sum) -> this.total = sum);
	}

	/**
	 * Add an amount. If the store of the counter is not available, the amount is added
	 * later.
	 * @param micros the amount; negative to subtract it
	 * @param onChange what to do when the total is known
	 */
	void add(long micros, Runnable onChange) {
		if (micros == 0) {
			onChange.run();
			return;
		}
		this.counter.add(micros, (sum) -> {
			this.total = sum;
			onChange.run();
		});
	}

	/**
	 * Return whether a warning is due and this method has not returned true before. There
	 * is only one warning in a period.
	 */
	boolean markWarnedIfDue() {
		return this.total * 100 >= this.limit * WARNING_PERCENTAGE && this.limit > 0
				&& this.warned.compareAndSet(false, true);
	}

}
