package net.qhaigc.springai.gemini.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock in UTC that advances only when the test calls {@link #advance(Duration)}, for
 * tests of code that waits for hours or days. The clock starts at 2026-01-01T00:00:00Z.
 */
public final class SettableClock extends Clock {

	private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

	/**
	 * Advance the clock.
	 * @param duration the duration; a negative duration sets the clock back
	 */
	public void advance(Duration duration) {
		this.now = this.now.plus(duration);
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	/**
	 * Return a view of this clock in another time zone.
	 */
	@Override
	public Clock withZone(ZoneId zone) {
		return new Clock() {

			@Override
			public Instant instant() {
				return SettableClock.this.now;
			}

			@Override
			public ZoneId getZone() {
				return zone;
			}

			@Override
			public Clock withZone(ZoneId other) {
				return SettableClock.this.withZone(other);
			}

		};
	}

}
