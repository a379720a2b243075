package net.qhaigc.springai.gemini.options;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The price of a model.
 *
 * @param input the price of tokens of the prompt, including those that server tools
 * added, but not those that are read from a cache
 * @param cachedInput the price of tokens of the prompt that are read from a cache
 * @param output the price of tokens of the response and of thinking tokens
 * @param currency the currency, such as {@code USD}
 * @param perTokens the number of tokens for which each price is charged, such as
 * 1,000,000
 */
public record ModelPrice(BigDecimal input, BigDecimal cachedInput, BigDecimal output, String currency, long perTokens) {

	private static final long MILLION = 1_000_000;

	/**
	 * Create a price.
	 * @throws IllegalArgumentException if a price is negative, if the currency is blank,
	 * or if the number of tokens is not positive; the message begins with the quoted name
	 * of the invalid property, such as {@code 'cached-input'}
	 */
	public ModelPrice {
		check("input", input);
		check("cached-input", cachedInput);
		check("output", output);
		if (currency.isBlank()) {
			throw new IllegalArgumentException("'currency' must not be blank");
		}
		if (perTokens <= 0) {
			throw new IllegalArgumentException("'per' must be positive, but is " + perTokens);
		}
	}

	private static void check(String property, BigDecimal price) {
		if (price.signum() < 0) {
			throw new IllegalArgumentException(
					"'%s' must not be negative, but is %s".formatted(property, price.toPlainString()));
		}
	}

	/**
	 * Return the price of the tokens of a request and its response.
	 * @param input the number of tokens of the prompt and of server tools, including
	 * cached tokens
	 * @param cachedInput the number of tokens of the prompt that are read from a cache
	 * @param output the number of tokens of the candidates, including thinking tokens
	 * @return the amount in the currency of this price, without trailing zeros
	 */
	public BigDecimal amount(long input, long cachedInput, long output) {
		BigDecimal sum = this.input.multiply(BigDecimal.valueOf(input - cachedInput))
			.add(this.cachedInput.multiply(BigDecimal.valueOf(cachedInput)))
			.add(this.output.multiply(BigDecimal.valueOf(output)));
		BigDecimal amount = (this.perTokens == MILLION) ? sum.scaleByPowerOfTen(-6)
				: sum.divide(BigDecimal.valueOf(this.perTokens), MathContext.DECIMAL128);
		return amount.stripTrailingZeros();
	}

}
