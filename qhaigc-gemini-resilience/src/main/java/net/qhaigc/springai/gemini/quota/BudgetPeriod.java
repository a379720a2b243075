package net.qhaigc.springai.gemini.quota;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import io.github.bucket4j.BucketConfiguration;

/**
 * A period after which a budget is renewed. If the budget is kept in a store, the store
 * contains a Bucket4j bucket for each tenant and each minute, day or month. Costs are
 * deducted from this bucket. Its capacity does not depend on the budget, so the amount
 * spent is kept if the budget is changed. The bucket is not refilled before the period
 * has ended. After the refill, the store can remove the bucket.
 */
enum BudgetPeriod {

	MINUTE(10_000_000_000_000L, Duration.ofHours(3)),

	DAY(100_000_000_000_000L, Duration.ofDays(2)),

	MONTH(1_000_000_000_000_000L, Duration.ofDays(32));

	private final long capacity;

	private final BucketConfiguration configuration;

	/**
	 * Bucket4j refills at most one token (here a millionth of the currency) per
	 * nanosecond, which limits the capacity.
	 */
	BudgetPeriod(long capacity, Duration refillPeriod) {
		this.capacity = capacity;
		this.configuration = BucketConfiguration.builder()
			.addLimit((bandwidth) -> bandwidth.capacity(capacity).refillIntervally(capacity, refillPeriod))
			.build();
	}

	/** The capacity of a bucket, in millionths of the currency. */
	long capacity() {
		return this.capacity;
	}

	BucketConfiguration configuration() {
		return this.configuration;
	}

	/**
	 * Return the maximum amount of a budget. It is half of the capacity of the bucket,
	 * since the amount spent can exceed the budget if requests cost more than was
	 * estimated.
	 */
	BigDecimal maxLimit() {
		return Micros.amount(this.capacity / 2);
	}

	/**
	 * The name of the period in messages and in the name of the property that sets its
	 * budget.
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	String property() {
		return "qhaigc.budget.per-" + label();
	}

	ZonedDateTime start(ZonedDateTime time) {
		return switch (this) {
			case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
			case DAY -> time.toLocalDate().atStartOfDay(time.getZone());
			case MONTH -> time.toLocalDate().withDayOfMonth(1).atStartOfDay(time.getZone());
		};
	}

	ZonedDateTime end(ZonedDateTime start) {
		return switch (this) {
			case MINUTE -> start.plusMinutes(1);
			case DAY -> start.toLocalDate().plusDays(1).atStartOfDay(start.getZone());
			case MONTH -> start.toLocalDate().plusMonths(1).atStartOfDay(start.getZone());
		};
	}

}
