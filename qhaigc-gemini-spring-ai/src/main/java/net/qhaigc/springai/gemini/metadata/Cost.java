package net.qhaigc.springai.gemini.metadata;

import java.io.Serializable;
import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * The estimated cost of one or more responses.
 *
 * @param amount the amount, which is not rounded to a unit of the currency such as a cent
 * @param currency the currency, as specified with the prices, such as {@code USD}
 */
public record Cost(BigDecimal amount, String currency) implements Serializable {

	/**
	 * Add another cost.
	 * @param other the other cost
	 * @return the sum; null if the currencies differ
	 */
	public @Nullable Cost plus(Cost other) {
		return this.currency.equals(other.currency) ? new Cost(this.amount.add(other.amount), this.currency) : null;
	}

	@Override
	public String toString() {
		return this.amount.toPlainString() + " " + this.currency;
	}

}
