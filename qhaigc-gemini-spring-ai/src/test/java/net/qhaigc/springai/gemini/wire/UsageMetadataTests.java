package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UsageMetadata}.
 */
class UsageMetadataTests {

	@Test
	void inputContainsTokensOfServerToolsAndOutputContainsThinkingTokens() {
		UsageMetadata usage = usage(1000, 400, 50, 200, 300, 1550);
		assertThat(usage.inputTokens()).isEqualTo(1050);
		assertThat(usage.cachedInputTokens()).isEqualTo(400);
		assertThat(usage.outputTokens()).isEqualTo(500);
	}

	@Test
	void outputIsTotalMinusInputIfOutputCountsAreUnknown() {
		assertThat(usage(10, null, null, null, null, 25).outputTokens()).isEqualTo(15);
		assertThat(usage(10, null, null, null, null, 5).outputTokens()).isZero();
		assertThat(usage(10, null, null, 3, null, 25).outputTokens()).isEqualTo(3);
		assertThat(usage(10, null, null, null, 4, 25).outputTokens()).isEqualTo(4);
	}

	@Test
	void unknownAndNegativeCountsAreZero() {
		UsageMetadata unknown = usage(null, null, null, null, null, null);
		assertThat(unknown.inputTokens()).isZero();
		assertThat(unknown.cachedInputTokens()).isZero();
		assertThat(unknown.outputTokens()).isZero();
		UsageMetadata negative = usage(-1, -1, -1, -1, -1, -1);
		assertThat(negative.inputTokens()).isZero();
		assertThat(negative.cachedInputTokens()).isZero();
		assertThat(negative.outputTokens()).isZero();
	}

	@Test
	void cachedInputIsAtMostInput() {
		assertThat(usage(10, 20, 5, null, null, null).cachedInputTokens()).isEqualTo(15);
	}

	private static UsageMetadata usage(@Nullable Integer prompt, @Nullable Integer cached, @Nullable Integer toolUse,
			@Nullable Integer candidates, @Nullable Integer thoughts, @Nullable Integer total) {
		return new UsageMetadata(prompt, cached, candidates, thoughts, toolUse, total, List.of(), List.of(), List.of(),
				List.of(), null, null, Map.of());
	}

}
