package net.qhaigc.springai.gemini.quota;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Converts amounts to and from whole millionths of the currency, since a Bucket4j bucket
 * can contain only integers.
 */
final class Micros {

	/**
	 * The maximum amount, which is more than any request costs. Larger amounts are
	 * reduced to it, since they could overflow a {@code long}.
	 */
	static final BigDecimal MAX = BigDecimal.valueOf(1_000_000_000);

	private static final int SCALE = 6;

	private Micros() {
	}

	/**
	 * Convert an amount. It is rounded up, so that requests with tiny costs are not free.
	 */
	static long of(BigDecimal amount) {
		return amount.min(MAX).scaleByPowerOfTen(SCALE).setScale(0, RoundingMode.CEILING).longValueExact();
	}

	static BigDecimal amount(long micros) {
		BigDecimal amount = BigDecimal.valueOf(micros, SCALE).stripTrailingZeros();
		return (amount.scale() < 0) ? amount.setScale(0) : amount;
	}

}
