package net.qhaigc.springai.gemini.client;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.wire.UsageMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenCounts}.
 */
class TokenCountsTests {

	@Test
	void returnsTotalThatGatewayReports() {
		assertThat(TokenCounts.of(usage(1000, 400, 200, 1550))).isEqualTo(new TokenCounts(1000, 400, 200, 1550));
		assertThat(TokenCounts.of(usage(10, null, null, 25))).isEqualTo(new TokenCounts(10, 0, 15, 25));
		assertThat(TokenCounts.of(usage(null, null, null, -1))).isEqualTo(TokenCounts.NONE);
	}

	@Test
	void sumsInputAndOutputIfGatewayReportsNoTotal() {
		assertThat(TokenCounts.of(usage(10, null, 5, null))).isEqualTo(new TokenCounts(10, 0, 5, 15));
		assertThat(TokenCounts.of(usage(null, null, null, null))).isEqualTo(TokenCounts.NONE);
	}

	@Test
	void returnsNullWithoutUsage() {
		assertThat(TokenCounts.of(null)).isNull();
	}

	private static UsageMetadata usage(@Nullable Integer prompt, @Nullable Integer cached, @Nullable Integer candidates,
			@Nullable Integer total) {
		return new UsageMetadata(prompt, cached, candidates, null, null, total, List.of(), List.of(), List.of(),
				List.of(), null, null, Map.of());
	}

}
