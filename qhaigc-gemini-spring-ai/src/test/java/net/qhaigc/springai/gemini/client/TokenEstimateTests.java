package net.qhaigc.springai.gemini.client;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import net.qhaigc.springai.gemini.wire.ChatCompletionRequest;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.GenerationConfig;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenEstimate} and {@link QuotaRequest}.
 */
class TokenEstimateTests {

	private static final int TOKENS_PER_MEDIA = 1120;

	/** The base64 characters at the limits of their ASCII ranges. */
	private static final String BASE64 = "azAZ/09+=";

	@Nested
	class InputTokens {

		@ParameterizedTest
		@CsvSource({ "0, 2", "1, 2", "91, 24", "92, 25", "93, 25", "1991, 499", "1992, 500", "1993, 500" })
		void estimatesOneTokenPerFourBytes(int chars, int tokens) {
			assertThat(estimateFor("x".repeat(chars))).isEqualTo(tokens);
		}

		@Test
		void estimatesAtLeastOneToken() {
			assertThat(TokenEstimate.of(RequestBytes.of(Map.of(), Map.of()))).isOne();
		}

		@Test
		void estimatesOneTokenPerFourBytesOfLongText() {
			String text = "The answer is ".repeat(10_000);
			assertThat(estimateFor(text)).isEqualTo((text.length() + 8) / 4);
		}

		@Test
		void estimatesOneTokenPerFourBytesOfShortBase64() {
			String text = BASE64.repeat(230).substring(0, 2047);
			assertThat(estimateFor(text)).isEqualTo((2047 + 8) / 4);
			assertThat(estimateFor(text + " " + text)).isEqualTo((2 * 2047 + 1 + 8) / 4);
		}

		@ParameterizedTest
		@ValueSource(ints = { 2048, 2049, 20_000, 500_000 })
		void countsLongBase64AsImage(int length) {
			String base64 = BASE64.repeat(length / BASE64.length() + 1).substring(0, length);
			assertThat(estimateFor(base64)).isEqualTo(2 + TOKENS_PER_MEDIA);
		}

		@Test
		void countsEachImage() {
			String base64 = "A".repeat(3000);
			assertThat(estimateFor(base64 + " " + base64 + " and text " + base64))
				.isEqualTo((8 + 11) / 4 + 3 * TOKENS_PER_MEDIA);
		}

		/** The characters next to the ASCII ranges of base64. */
		@ParameterizedTest
		@ValueSource(strings = { "`", "{", "@", "[", ".", ":", "*", ",", "<", ">" })
		void countsInterruptedBase64AsText(String other) {
			assertThat(estimateFor(("A".repeat(1500) + other).repeat(2))).isEqualTo((3002 + 8) / 4);
		}

		/**
		 * Return the estimated input tokens of a JSON object that consists of the text
		 * and eight other characters.
		 */
		private static long estimateFor(String text) {
			return TokenEstimate.of(RequestBytes.of(Map.of("t", text), Map.of()));
		}

	}

	@Nested
	class MaxOutputTokens {

		@Test
		void readsMaximumFromGenerateContentRequest() {
			assertThat(TokenEstimate.maxOutputTokens(request(null))).isZero();
			assertThat(TokenEstimate.maxOutputTokens(request(GenerationConfig.builder().build()))).isZero();
			assertThat(TokenEstimate.maxOutputTokens(request(GenerationConfig.builder().maxOutputTokens(500).build())))
				.isEqualTo(500);
			assertThat(TokenEstimate.maxOutputTokens(request(GenerationConfig.builder().maxOutputTokens(-1).build())))
				.isZero();
		}

		@Test
		void readsMaximumFromChatCompletionRequest() {
			ChatCompletionRequest.Builder builder = ChatCompletionRequest.builder("gpt-5-mini", List.of());
			assertThat(TokenEstimate.maxOutputTokens(builder.build())).isZero();
			assertThat(TokenEstimate.maxOutputTokens(builder.maxTokens(500).build())).isEqualTo(500);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', value = { "{\"generationConfig\":{\"maxOutputTokens\":500}}|500",
				"{\"generationConfig\":{\"maxOutputTokens\":-1}}|0",
				"{\"generationConfig\":{\"maxOutputTokens\":\"many\"}}|0", "{\"generationConfig\":7}|0", "{}|0" })
		void readsMaximumFromJson(String json, long expected) {
			assertThat(TokenEstimate.maxOutputTokens(WireJson.readValue(json))).isEqualTo(expected);
		}

		@Test
		void returnsZeroForBodyOfUnknownType() {
			assertThat(TokenEstimate.maxOutputTokens("text")).isZero();
		}

		private static GenerateContentRequest request(GenerationConfig config) {
			return GenerateContentRequest.builder(List.of()).generationConfig(config).build();
		}

	}

	@Test
	void quotaRequestAddsEstimatedInputAndMaxOutputTokens() {
		QuotaRequest request = QuotaRequest.of(GatewayRequest.builder().model("gemini-2.5-flash").json("""
				{"generationConfig":{"maxOutputTokens":500},"contents":[]}""").build());
		assertThat(request.estimatedInputTokens()).isEqualTo(14);
		assertThat(request.maxOutputTokens()).isEqualTo(500);
		assertThat(request.estimatedTokens()).isEqualTo(514);
		assertThat(request.model()).isEqualTo("gemini-2.5-flash");
		assertThat(request.quotaKey()).isNull();
	}

	@Test
	void quotaRequestCountsExtraBody() {
		QuotaRequest request = QuotaRequest.of(GatewayRequest.builder()
			.model("gemini-2.5-flash")
			.json("{\"contents\":[]}")
			.extraBody(Map.of("labels", Map.of("team", "x".repeat(400))))
			.quotaKey("team")
			.build());
		assertThat(request.estimatedInputTokens()).isBetween(100L, 115L);
		assertThat(request.quotaKey()).isEqualTo("team");
	}

}
