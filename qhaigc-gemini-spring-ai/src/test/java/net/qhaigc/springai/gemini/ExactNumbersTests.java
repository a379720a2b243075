package net.qhaigc.springai.gemini;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.function.FunctionToolCallback;

import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for numbers that a {@code double} cannot represent, in tool calls and tool
 * results.
 */
class ExactNumbersTests {

	private static final String AMOUNT = "12345678901234567.89";

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	@ParameterizedTest
	@MethodSource("endpointsAndStreaming")
	void passesExactDecimalToToolAndBackToModel(Endpoint endpoint, boolean streamed) {
		List<BigDecimal> received = new ArrayList<>();
		ToolCallback pay = FunctionToolCallback.builder("pay", (Payment payment) -> {
			received.add(payment.amount());
			return payment;
		}).inputType(Payment.class).build();
		this.fixture.gateway().replyJson("""
				{"candidates":[{"content":{"role":"model","parts":[
				 {"functionCall":{"name":"pay","args":{"amount":%s}},"thoughtSignature":"c2ln"}]},
				 "finishReason":"STOP"}]}""".formatted(AMOUNT));
		this.fixture.gateway().reply("Done.");
		assertThat(send(endpoint, streamed, pay)).isEqualTo("Done.");
		assertThat(received).containsExactly(new BigDecimal(AMOUNT));
		// The amount occurs twice: in the tool call and in the tool result.
		assertThat(this.fixture.bodies().get(1).replace("\\", "").split("\"amount\":" + AMOUNT + "}", -1)).hasSize(3);
	}

	@ParameterizedTest
	@MethodSource("endpointsAndStreaming")
	void passesExactDecimalsToToolMethodAndBackToModel(Endpoint endpoint, boolean streamed) {
		this.fixture.gateway().replyJson("""
				{"candidates":[{"content":{"role":"model","parts":[
				 {"functionCall":{"name":"pay","args":{"amount":%1$s,"payment":{"amount":%1$s},"all":[%1$s,0.1]}},
				  "thoughtSignature":"c2ln"}]},"finishReason":"STOP"}]}""".formatted(AMOUNT));
		this.fixture.gateway().reply("Done.");
		Accounts accounts = new Accounts();
		assertThat(send(endpoint, streamed, ToolCallbacks.from(accounts)[0])).isEqualTo("Done.");
		BigDecimal amount = new BigDecimal(AMOUNT);
		assertThat(accounts.received).containsExactly(amount, amount, amount, new BigDecimal("0.1"));
		assertThat(this.fixture.bodies().get(1).replace("\\", ""))
			.contains("{\"amount\":%1$s,\"payment\":{\"amount\":%1$s},\"all\":[%1$s,0.1]}".formatted(AMOUNT))
			.contains("[%s]".formatted(AMOUNT));
	}

	private String send(Endpoint endpoint, boolean streamed, ToolCallback tool) {
		ChatClient.ChatClientRequestSpec prompt = ChatClient
			.create(this.fixture
				.model(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").endpoint(endpoint).build()))
			.prompt()
			.user("Pay")
			.tools(tool);
		return streamed ? String.join("", prompt.stream().content().collectList().block()) : prompt.call().content();
	}

	static Stream<Arguments> endpointsAndStreaming() {
		return Stream.of(Endpoint.values())
			.flatMap((endpoint) -> Stream.of(Arguments.of(endpoint, false), Arguments.of(endpoint, true)));
	}

	static class Accounts {

		private final List<BigDecimal> received = new ArrayList<>();

		@Tool
		List<BigDecimal> pay(BigDecimal amount, Payment payment, List<BigDecimal> all) {
			this.received.add(amount);
			this.received.add(payment.amount());
			this.received.addAll(all);
			return List.of(amount);
		}

	}

	record Payment(BigDecimal amount) {

	}

}
