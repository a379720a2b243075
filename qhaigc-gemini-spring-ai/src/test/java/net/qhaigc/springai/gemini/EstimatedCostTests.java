package net.qhaigc.springai.gemini;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.metadata.Cost;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.options.ModelPrice;
import net.qhaigc.springai.gemini.options.Prices;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the estimated costs of responses.
 */
class EstimatedCostTests {

	private static final Prices PRICES = Prices.of(Map.of("gemini-3.5-*",
			new ModelPrice(new BigDecimal("0.3"), new BigDecimal("0.03"), new BigDecimal("2.5"), "USD", 1_000_000)));

	@RegisterExtension
	private final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void responseHasCost(boolean streamed) {
		this.fixture.gateway().reply("Hello").usage(1000, 200, 1200);
		assertThat(cost("gemini-3.5-flash", streamed)).hasToString("0.0008 USD");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void addsUpCostsOfAllRequestsForLongResponse(boolean streamed) {
		this.fixture.gateway().reply("One, ").usage(1000, 200, 1200).continuation("dG9rZW4x");
		this.fixture.gateway().reply("two.").usage(1000, 200, 1200);
		assertThat(cost("gemini-3.5-flash", streamed)).hasToString("0.0016 USD");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void responseOfModelWithoutPriceHasNoCost(boolean streamed) {
		this.fixture.gateway().reply("Hello").usage(1000, 200, 1200);
		assertThat(cost("gpt-5-mini", streamed)).isNull();
	}

	@Test
	void restoresCostFromJson() {
		TokenUsage usage = new TokenUsage(1, null, 2, null, null, 3, List.of(), List.of(), List.of(), List.of(), null,
				null, Map.of())
			.withCost(new Cost(new BigDecimal("0.000015"), "USD"));
		JsonMapper json = JsonMapper.shared();
		Object stored = json.readValue(json.writeValueAsString(usage), Map.class);
		Generation generation = new Generation(new AssistantMessage("Hi"),
				ChatGenerationMetadata.builder().metadata(QhaigcGeminiMetadata.USAGE, stored).build());
		assertThat(QhaigcGeminiMetadata.from(generation).cost()).hasToString("0.000015 USD");
	}

	private @Nullable Cost cost(String model, boolean streamed) {
		QhaigcGeminiChatModel chatModel = QhaigcGeminiChatModel.builder()
			.client(this.fixture.client())
			.options(QhaigcGeminiChatOptions.builder().model(model).build())
			.prices(PRICES)
			.build();
		Prompt prompt = new Prompt("Hi");
		ChatResponse response = streamed ? chatModel.stream(prompt).blockLast() : chatModel.call(prompt);
		return QhaigcGeminiMetadata.from(response).cost();
	}

}
