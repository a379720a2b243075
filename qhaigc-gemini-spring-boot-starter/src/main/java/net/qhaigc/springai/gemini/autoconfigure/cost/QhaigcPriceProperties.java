package net.qhaigc.springai.gemini.autoconfigure.cost;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * Describes the price properties of a model, for tools that read configuration metadata.
 * The starter binds no property to this class. {@link PriceReader} reads the values,
 * because the names of the properties contain the ID of the model, which can contain
 * dots.
 */
public class QhaigcPriceProperties {

	/**
	 * Price of the input tokens: those of the prompt and those of server tools.
	 */
	private @Nullable BigDecimal input;

	/**
	 * Price of the prompt tokens that are read from a cache. Defaults to 'input'.
	 */
	private @Nullable BigDecimal cachedInput;

	/**
	 * Price of the tokens of the response, including thinking tokens.
	 */
	private @Nullable BigDecimal output;

	/**
	 * Currency of the prices.
	 */
	private @Nullable String currency;

	/**
	 * Number of tokens to which the prices apply, such as '1K' or '1M'.
	 */
	private String per = "1M";

	public @Nullable BigDecimal getInput() {
		return this.input;
	}

	public void setInput(@Nullable BigDecimal input) {
		this.input = input;
	}

	public @Nullable BigDecimal getCachedInput() {
		return this.cachedInput;
	}

	public void setCachedInput(@Nullable BigDecimal cachedInput) {
		this.cachedInput = cachedInput;
	}

	public @Nullable BigDecimal getOutput() {
		return this.output;
	}

	public void setOutput(@Nullable BigDecimal output) {
		this.output = output;
	}

	public @Nullable String getCurrency() {
		return this.currency;
	}

	public void setCurrency(@Nullable String currency) {
		this.currency = currency;
	}

	public String getPer() {
		return this.per;
	}

	public void setPer(String per) {
		this.per = per;
	}

}
