package net.qhaigc.springai.gemini.options;

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
 * Tests for {@link Prices} and {@link ModelPrice}.
 */
class PricesTests {

	private final Prices prices = Prices.of(Map.of("*", price(1), "gemini-*", price(2), "gemini-*-lite", price(3),
			"gemini-3.5-flash-lite", price(4), "*-lite", price(5)));

	@ParameterizedTest
	@CsvSource({ "gpt-5-mini, 1", "gemini-3.5-flash, 2", "models/gemini-3.5-flash, 2", "gemini-4-lite, 3",
			"gemini-3.5-flash-lite, 4", "gpt-lite, 5", "Gemini-4, 1", "gemini-3x5-flash-lite, 3" })
	void priceOfMostSpecificPatternApplies(String model, int input) {
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
	void chargesCachedTokensLessThanOtherInput() {
		ModelPrice price = new ModelPrice(new BigDecimal("0.30"), new BigDecimal("0.03"), new BigDecimal("2.50"), "USD",
				1_000_000);
		// 650 * 0.30 + 400 * 0.03 + 500 * 2.50 = 1457 millionths
		assertThat(price.amount(1050, 400, 500)).isEqualTo("0.001457");
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

	private static ModelPrice price(int input) {
		return new ModelPrice(BigDecimal.valueOf(input), BigDecimal.ONE, BigDecimal.TEN, "USD", 1_000_000);
	}

}
