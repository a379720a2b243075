package net.qhaigc.springai.gemini.quota;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EstimatedAmount}.
 */
class EstimatedAmountTests {

	private final List<Long> corrections = new ArrayList<>();

	private final EstimatedAmount amount = new EstimatedAmount(100, this.corrections::add);

	@Test
	void correctsEstimateThatIsCountedBeforeEndOfRequest() {
		this.amount.markCounted();
		assertThat(this.corrections).isEmpty();
		this.amount.settle(30, 30);
		assertThat(this.corrections).containsExactly(-70L);
	}

	@Test
	void correctsEstimateThatIsCountedAfterEndOfRequest() {
		this.amount.settle(30, 0);
		assertThat(this.corrections).isEmpty();
		this.amount.markCounted();
		assertThat(this.corrections).containsExactly(-70L);
	}

	@Test
	void removesEstimateThatIsCountedAfterActualAmountWasCounted() {
		this.amount.settle(30, 30);
		assertThat(this.corrections).containsExactly(30L);
		this.amount.markCounted();
		assertThat(this.corrections).containsExactly(30L, -100L);
	}

	@Test
	void settlesOnlyOnce() {
		this.amount.markCounted();
		this.amount.settle(30, 30);
		this.amount.settle(0, 0);
		assertThat(this.corrections).containsExactly(-70L);
	}

}
