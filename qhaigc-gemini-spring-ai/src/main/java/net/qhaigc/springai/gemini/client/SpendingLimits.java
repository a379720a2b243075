package net.qhaigc.springai.gemini.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The spending limits and the expiry of an API key, as reported by the gateway.
 *
 * @param hardLimitUsd the amount in USD above which requests are rejected; null if the
 * gateway does not report it
 * @param softLimitUsd the amount in USD above which the owner of the account is notified;
 * null if the gateway does not report it
 * @param accessUntil when the API key expires; null if it does not expire, or if the
 * gateway does not report a time
 */
public record SpendingLimits(@Nullable BigDecimal hardLimitUsd, @Nullable BigDecimal softLimitUsd,
		@Nullable Instant accessUntil) {

	/** A larger number of seconds is not a plausible time. */
	private static final long MAX_SECONDS = 100_000_000_000L;

	static SpendingLimits of(Map<?, ?> json) {
		return new SpendingLimits(number(json.get("hard_limit_usd")), number(json.get("soft_limit_usd")),
				time(number(json.get("access_until"))));
	}

	/** 0 means that the key does not expire. */
	private static @Nullable Instant time(@Nullable BigDecimal seconds) {
		boolean plausible = seconds != null && seconds.signum() > 0
				&& seconds.compareTo(BigDecimal.valueOf(MAX_SECONDS)) < 0;
		return (seconds != null && plausible) ? Instant.ofEpochSecond(seconds.longValue()) : null;
	}

	private static @Nullable BigDecimal number(@Nullable Object value) {
		return (value instanceof Number) ? new BigDecimal(value.toString()) : null;
	}

}
