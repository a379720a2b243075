package net.qhaigc.springai.gemini.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of costs. Describes the prices for configuration metadata;
 * {@link PriceReader} reads them.
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
