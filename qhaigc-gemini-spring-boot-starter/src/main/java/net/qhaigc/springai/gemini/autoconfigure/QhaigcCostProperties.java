package net.qhaigc.springai.gemini.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Describes the prices for configuration metadata. It is not bound, since {@link Binder}
 * does not support the names of all models; {@link PriceReader} reads the prices.
 */
@ConfigurationProperties("qhaigc")
public class QhaigcCostProperties {

	/**
	 * Prices of tokens by the id of a model, or by a pattern in which '*' matches any
	 * characters. The longest pattern applies.
	 */
	private final Map<String, QhaigcPriceProperties> prices = new LinkedHashMap<>();

	public Map<String, QhaigcPriceProperties> getPrices() {
		return this.prices;
	}

}
