package net.qhaigc.springai.gemini.cost;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Prices}, {@link ModelPrice} and {@link TokenCounts}.
 */
class PricesTests {

	private final Prices prices = Prices.of(Map.of("*", price(1), "gemini-*", price(2), "gemini-*-lite", price(3),
			"gemini-3.5-flash-lite", price(4), "*-lite", price(5)));

	@ParameterizedTest
	@CsvSource({ "gpt-5-mini, 1", "gemini-3.5-flash, 2", "models/gemini-3.5-flash, 2", "gemini-4-lite, 3",
			"gemini-3.5-flash-lite, 4", "gpt-lite, 5", "Gemini-4, 1", "gemini-3x5-flash-lite, 3" })
	void mostSpecificPriceApplies(String model, int input) {
		ModelPrice price = Objects.requireNonNull(this.prices.of(model));
		assertThat(price.input()).isEqualByComparingTo(BigDecimal.valueOf(input));
	}

	@Test
	void returnsNullForModelWithoutPrice() {
		assertThat(Prices.of(Map.of("gemini-*", price(1))).of("gpt-5")).isNull();
	}

	@Test
	void requestedModelTakesPrecedenceOverResponseModel() {
		Prices byAlias = Prices.of(Map.of("gemini-flash-latest", price(1), "gemini-3.5-flash", price(2)));
		assertThat(byAlias.of("gemini-flash-latest", "gemini-3.5-flash")).isEqualTo(price(1));
		assertThat(byAlias.of("other-alias", "gemini-3.5-flash")).isEqualTo(price(2));
		assertThat(byAlias.of("other-alias", null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "gemini-(pro|flash)", "gemini-?", "^gemini.*$", "gemini pro" })
	void rejectsInvalidPattern(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> Prices.of(Map.of(pattern, price(1))))
			.withMessageStartingWith("'%s' is neither a model ID nor a valid pattern".formatted(pattern));
	}

	@Test
	void chargesCachedTokensThinkingTokensAndTokensOfServerTools() {
		ModelPrice price = new ModelPrice(new BigDecimal("0.30"), new BigDecimal("0.03"), new BigDecimal("2.50"), "USD",
				1_000_000);
		TokenCounts tokens = TokenCounts.of(1000, 400, 50, 200, 300, 1550);
		assertThat(tokens).isEqualTo(new TokenCounts(1050, 400, 500, 1550));
		// 650 * 0.30 + 400 * 0.03 + 500 * 2.50 = 1457 millionths
		assertThat(price.cost(tokens)).hasToString("0.001457 USD");
	}

	@Test
	void countsRestOfTotalAsOutputIfOutputIsUnknown() {
		assertThat(TokenCounts.of(10, null, null, null, null, 25)).isEqualTo(new TokenCounts(10, 0, 15, 25));
		assertThat(TokenCounts.of(10, null, null, null, null, null)).isEqualTo(new TokenCounts(10, 0, 0, 10));
		assertThat(TokenCounts.of(null, null, null, null, null, null)).isEqualTo(TokenCounts.NONE);
	}

	@Test
	void rejectsInvalidPrices() {
		BigDecimal one = BigDecimal.ONE;
		assertThatIllegalArgumentException().isThrownBy(() -> new ModelPrice(one, one, one, " ", 1))
			.withMessage("'currency' must not be blank");
		assertThatIllegalArgumentException().isThrownBy(() -> new ModelPrice(one, one, one, "USD", 0))
			.withMessage("'per' must be positive, but is 0");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new ModelPrice(one, one.negate(), one, "USD", 1))
			.withMessage("'cached-input' must not be negative, but is -1");
	}

	@Test
	void addsOnlyCostsInSameCurrency() {
		Cost dollar = new Cost(BigDecimal.ONE, "USD");
		assertThat(dollar.plus(dollar)).hasToString("2 USD");
		assertThat(dollar.plus(new Cost(BigDecimal.ONE, "CNY"))).isNull();
	}

	private static ModelPrice price(int input) {
		return new ModelPrice(BigDecimal.valueOf(input), BigDecimal.ONE, BigDecimal.TEN, "USD", 1_000_000);
	}

}
