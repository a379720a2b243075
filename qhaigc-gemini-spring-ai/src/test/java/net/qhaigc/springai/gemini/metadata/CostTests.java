package net.qhaigc.springai.gemini.metadata;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Cost}.
 */
class CostTests {

	@Test
	void addsOnlyCostsInSameCurrency() {
		Cost dollar = new Cost(BigDecimal.ONE, "USD");
		assertThat(dollar.plus(dollar)).hasToString("2 USD");
		assertThat(dollar.plus(new Cost(BigDecimal.ONE, "CNY"))).isNull();
	}

}
