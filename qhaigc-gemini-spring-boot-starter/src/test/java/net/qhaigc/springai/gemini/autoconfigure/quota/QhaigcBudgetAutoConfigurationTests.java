package net.qhaigc.springai.gemini.autoconfigure.quota;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import net.qhaigc.springai.gemini.QuotaKeyResolver;
import net.qhaigc.springai.gemini.autoconfigure.Applications;
import net.qhaigc.springai.gemini.client.error.BudgetExceededException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.quota.BudgetWarning;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QhaigcBudgetAutoConfiguration}.
 */
class QhaigcBudgetAutoConfigurationTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final ApplicationContextRunner application = Applications.connectedTo(this.gateway);

	private final ApplicationContextRunner withPrices = this.application.withPropertyValues("qhaigc.prices.*.input=1",
			"qhaigc.prices.*.output=2", "qhaigc.prices.*.currency=USD", "qhaigc.prices.*.per=1K");

	@AfterEach
	void close() {
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource({ "false", "true" })
	void limitsCostsOfAllModels(boolean streamed) {
		this.gateway.reply("one").usage(500, 250, 750);
		this.withPrices.withPropertyValues("qhaigc.budget.per-day=1", "qhaigc.models.other.response-timeout=5m")
			.run((context) -> {
				ChatClient client = context.getBean(ChatClient.Builder.class).build();
				assertThat(ask(client, streamed)).isEqualTo("one");
				assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> ask(client, streamed))
					.withMessageStartingWith(
							"The request would exceed the budget of 1 USD per day (qhaigc.budget.per-day):");
				assertThatExceptionOfType(BudgetExceededException.class)
					.isThrownBy(() -> context.getBean("other", ChatModel.class).call("?"));
				assertThat(this.gateway.received()).hasSize(1);
			});
	}

	@Test
	void publishesBudgetWarning() {
		this.gateway.reply("one").usage(900, 0, 900);
		this.withPrices.withPropertyValues("qhaigc.budget.per-month=1").withBean(Warnings.class).run((context) -> {
			context.getBean(ChatModel.class).call("?");
			List<BudgetWarning> received = context.getBean(Warnings.class).received;
			Awaitility.await().until(() -> !received.isEmpty());
			assertThat(received).singleElement()
				.satisfies((warning) -> assertThat(warning.budget()).isEqualTo("qhaigc.budget.per-month"))
				.satisfies((warning) -> assertThat(warning.spent()).hasToString("0.9 USD"));
		});
	}

	@Test
	void eachTenantHasItsOwnBudgetAndQuota() {
		this.gateway.reply("one").usage(500, 250, 750);
		this.gateway.reply("two");
		this.gateway.reply("three");
		this.withPrices
			.withPropertyValues("qhaigc.budget.per-day=1", "qhaigc.quota.requests-per-minute=1",
					"qhaigc.quota.max-wait=0s")
			.withBean(QuotaKeyResolver.class, () -> (options, context) -> options.getUser())
			.run((context) -> {
				ChatModel model = context.getBean(ChatModel.class);
				model.call(prompt("a"));
				assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> model.call(prompt("a")));
				model.call(prompt("b"));
				assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> model.call(prompt("b")));
				model.call(prompt(null));
				assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> model.call(prompt(null)));
			});
	}

	@Test
	void instancesShareBudgetInProxyManager() {
		this.gateway.reply("one").usage(500, 250, 750);
		MapProxyManager store = new MapProxyManager();
		ApplicationContextRunner instance = this.withPrices.withPropertyValues("qhaigc.budget.per-month=1")
			.withBean(MapProxyManager.class, () -> store);
		instance.run((one) -> instance.run((other) -> {
			one.getBean(ChatModel.class).call("?");
			assertThatExceptionOfType(BudgetExceededException.class)
				.isThrownBy(() -> other.getBean(ChatModel.class).call("?"));
		}));
	}

	@Test
	void registersGaugesOfSpentAmountAndLimit() {
		this.gateway.reply("one").usage(500, 100, 600);
		this.withPrices.withPropertyValues("qhaigc.budget.per-month=2")
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				context.getBean(ChatModel.class).call("?");
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("qhaigc.budget.spent").gauge().value()).isEqualTo(0.7);
				assertThat(registry.get("qhaigc.budget.limit").gauge().value()).isEqualTo(2);
			});
	}

	@Test
	void requiresPrices() {
		this.application.withPropertyValues("qhaigc.budget.per-day=1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The properties 'qhaigc.budget.*' require prices."));
	}

	@Test
	void requiresOneCurrency() {
		this.withPrices
			.withPropertyValues("qhaigc.budget.per-day=1", "qhaigc.prices.qwen-*.input=1",
					"qhaigc.prices.qwen-*.output=1", "qhaigc.prices.qwen-*.currency=CNY")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The properties 'qhaigc.budget.*' require prices in one currency, but 'qhaigc.prices' has "
						+ "CNY, USD."));
	}

	@ParameterizedTest
	@CsvSource({ "per-request, 1000000000", "per-minute, 5000000", "per-day, 50000000", "per-month, 500000000" })
	void rejectsNegativeAmount(String budget, String max) {
		this.withPrices.withPropertyValues("qhaigc.budget." + budget + "=-1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("qhaigc.budget.%s must be from 0 to %s, but is -1".formatted(budget, max)));
	}

	private static Prompt prompt(String user) {
		return new Prompt("?", QhaigcGeminiChatOptions.builder().user(user).build());
	}

	private static String ask(ChatClient client, boolean streamed) {
		return streamed ? client.prompt("?").stream().content().blockLast() : client.prompt("?").call().content();
	}

	static class Warnings {

		private final List<BudgetWarning> received = new CopyOnWriteArrayList<>();

		@EventListener
		void add(BudgetWarning warning) {
			this.received.add(warning);
		}

	}

}
