package net.qhaigc.springai.gemini.metadata;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.metadata.TokenUsage.ModalityTokenCount;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenUsage}.
 */
class TokenUsageTests {

	@Test
	void addsUpTokenCountsAndCountsOfEachModality() {
		TokenUsage first = new TokenUsage(10, 4, 2, null, null, 12, tokenCounts(6, 4), tokenCounts(4, 0), List.of(),
				List.of(), "standard", null, Map.of("a", 1));
		TokenUsage second = new TokenUsage(20, null, 3, 5, null, 28, tokenCounts(20, 0), List.of(), tokenCounts(3, 0),
				List.of(), null, "ON_DEMAND", Map.of("b", 2));
		assertThat(first.plus(second)).isEqualTo(new TokenUsage(30, 4, 5, 5, null, 40, tokenCounts(26, 4),
				tokenCounts(4, 0), tokenCounts(3, 0), List.of(), null, "ON_DEMAND", Map.of("b", 2)));
	}

	@Test
	void addsUpCountsWithoutModality() {
		TokenUsage usage = new TokenUsage(1, null, null, null, null, 1, List.of(new ModalityTokenCount(null, 1)),
				List.of(), List.of(), List.of(), null, null, Map.of());
		assertThat(usage.plus(usage).promptTokensDetails()).containsExactly(new ModalityTokenCount(null, 2));
	}

	private static List<ModalityTokenCount> tokenCounts(int text, int image) {
		return List.of(new ModalityTokenCount("TEXT", text), new ModalityTokenCount("IMAGE", image));
	}

}
