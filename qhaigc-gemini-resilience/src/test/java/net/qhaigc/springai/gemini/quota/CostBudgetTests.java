package net.qhaigc.springai.gemini.quota;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.error.BudgetExceededException;
import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.failover.FailoverChatModel;
import net.qhaigc.springai.gemini.options.ModelPrice;
import net.qhaigc.springai.gemini.options.Prices;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link CostBudget}, through {@code ChatClient}.
 */
class CostBudgetTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	/**
	 * One dollar per 1,000 input tokens, and two dollars per 1,000 output tokens. Cached
	 * tokens are free.
	 */
	private static final Prices PRICES = Prices.of(Map.of("gemini-3.5-*",
			new ModelPrice(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.valueOf(2), "USD", 1000)));

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final List<AutoCloseable> resources = new CopyOnWriteArrayList<>();

	private final List<BudgetWarning> warnings = new CopyOnWriteArrayList<>();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private Instant now = Instant.parse("2026-11-30T22:59:30Z");

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource({ "false, minute, 2026-11-30T23:00:00Z", "true, minute, 2026-11-30T23:00:00Z",
			"false, day, 2026-11-30T23:00:00Z", "true, month, 2026-11-30T23:00:00Z" })
	void refusesRequestsUntilBudgetIsRenewed(boolean streaming, String period, Instant renewal) {
		ChatClient client = client(budget(limits(period, "1")));
		this.gateway.reply("one").usage(500, 250, 750);
		this.gateway.reply("two");
		assertThat(ask(client, streaming)).isEqualTo("one");
		BudgetExceededException failure = catchThrowableOfType(BudgetExceededException.class,
				() -> ask(client, streaming));
		assertThat(failure).hasMessageStartingWith(
				"The request would exceed the budget of 1 USD per %1$s (qhaigc.budget.per-%1$s): 1 USD has been spent, "
					.formatted(period) + "and the request is estimated to cost 0.0")
			.hasMessageEndingWith(" USD. The budget is renewed at " + renewal);
		assertThat(failure.budget()).isEqualTo("qhaigc.budget.per-" + period);
		assertThat(failure.renewedAt()).isEqualTo(renewal);
		assertThat(failure.problem().code()).isEqualTo("budget_exceeded");
		assertThat(failure.kind()).isEqualTo(FailureKind.APPLICATION);
		assertThat(this.gateway.received()).hasSize(1);
		this.now = renewal;
		assertThat(ask(client, streaming)).isEqualTo("two");
	}

	@Test
	void refusesRequestThatExceedsBudgetPerRequest() {
		ChatClient client = client(budget(new BudgetLimits(new BigDecimal("1.0"), null, null, null, ZoneOffset.UTC)));
		this.gateway.reply("one");
		assertThat(client.prompt("?").options(options().maxTokens(100)).call().content()).isEqualTo("one");
		BudgetExceededException failure = catchThrowableOfType(BudgetExceededException.class,
				() -> client.prompt("?").options(options().maxTokens(1000)).call().content());
		assertThat(failure)
			.hasMessageMatching("The request costs up to 2\\.0\\d+ USD, which exceeds the budget of 1\\.0 "
					+ "USD per request \\(qhaigc\\.budget\\.per-request\\)\\. Reduce the length of the request "
					+ "or its maximum number of output tokens");
		assertThat(failure.renewedAt()).isNull();
		assertThat(this.gateway.received()).hasSize(1);
	}

	@Test
	void reservesCostOfMaxOutputTokensUntilActualCostIsKnown() {
		ChatClient client = client(budget(limits("day", "1")));
		for (int i = 0; i < 3; i++) {
			this.gateway.reply("one").usage(10, 5, 15);
			assertThat(client.prompt("?").options(options().maxTokens(450)).call().content()).isEqualTo("one");
		}
		assertThat(catchThrowableOfType(BudgetExceededException.class,
				() -> client.prompt("?").options(options().maxTokens(500)).call().content()))
			.hasMessageContaining(": 0.06 USD has been spent, and the request is estimated to cost 1.0");
	}

	@Test
	void countsCachedAndThinkingTokensAtTheirPrices() {
		ChatClient client = client(budget(limits("day", "1")));
		this.gateway.replyJson("""
				{"candidates":[{"content":{"parts":[{"text":"one"}]},"finishReason":"STOP"}],
				 "usageMetadata":{"promptTokenCount":600,"cachedContentTokenCount":400,"toolUsePromptTokenCount":100,
				 "candidatesTokenCount":100,"thoughtsTokenCount":249,"totalTokenCount":1049}}""");
		ask(client, false);
		assertThat(catchThrowableOfType(BudgetExceededException.class, () -> ask(client, false)))
			.hasMessageContaining(": 0.998 USD has been spent");
	}

	@Test
	void countsEachToolRoundButNotFailedAttempts() {
		ChatClient client = client(budget(limits("day", "1")));
		this.gateway.googleError(503);
		this.gateway.callTool("temperature", Map.of()).usage(100, 200, 300);
		this.gateway.reply("warm").usage(100, 195, 295);
		assertThat(client.prompt("?").tools(new Weather()).call().content()).isEqualTo("warm");
		assertThat(catchThrowableOfType(BudgetExceededException.class, () -> ask(client, false)))
			.hasMessageContaining(": 0.99 USD has been spent");
	}

	@Test
	void countsTokensUsedByCancelledStream() {
		ChatClient client = client(budget(limits("day", "1")));
		this.gateway.replyStream("one", " two").usage(990, 9, 999).hangAfter(1);
		assertThat(client.prompt("?").stream().content().blockFirst(TIMEOUT)).isEqualTo("one");
		assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
		assertThat(catchThrowableOfType(BudgetExceededException.class, () -> ask(client, false)))
			.hasMessageContaining(": 0.99 USD has been spent");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void warnsOnceInEachPeriod(boolean streaming) {
		ChatClient client = client(budget(limits("day", "1")));
		for (int tokens : List.of(790, 10, 20, 900)) {
			this.gateway.reply("one").usage(tokens, 0, tokens);
		}
		ask(client, streaming);
		assertThat(this.warnings).isEmpty();
		ask(client, streaming);
		Awaitility.await().atMost(TIMEOUT).until(() -> !this.warnings.isEmpty());
		ask(client, streaming);
		assertThat(this.warnings).singleElement()
			.hasToString("BudgetWarning[budget=qhaigc.budget.per-day, key=null, limit=1 USD, spent=0.8 USD, "
					+ "renewedAt=2026-11-30T23:00:00Z]");
		this.now = this.now.plus(Duration.ofMinutes(1));
		ask(client, streaming);
		Awaitility.await().atMost(TIMEOUT).until(() -> this.warnings.size() == 2);
		assertThat(this.warnings.get(1).renewedAt()).isEqualTo("2026-12-01T23:00:00Z");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachTenantHasItsOwnBudget(boolean streaming) {
		ChatClient client = client(budget(limits("day", "1")));
		for (int i = 0; i < 3; i++) {
			this.gateway.reply("one").usage(500, 250, 750);
		}
		for (String tenant : List.of("a", "b", "")) {
			assertThat(ask(client, tenant, streaming)).isEqualTo("one");
			assertThat(catchThrowableOfType(BudgetExceededException.class, () -> ask(client, tenant, streaming)))
				.isNotNull();
		}
	}

	@Test
	void removesTenantWhoseLastRequestWasLongestAgo() {
		TenantValues<Object> tenants = new TenantValues<>(2, "common", (key) -> new Object());
		Object first = tenants.of("1");
		Object second = tenants.of("2");
		assertThat(tenants.of("1")).isSameAs(first);
		tenants.of("3");
		assertThat(tenants.of("1")).isSameAs(first);
		assertThat(tenants.of("2")).isNotSameAs(second);
		assertThat(tenants.of(null)).isEqualTo("common");
	}

	@Test
	void refusesModelWithoutPrice() {
		ChatClient client = client(budget(limits("day", "1")));
		QhaigcNonTransientException failure = catchThrowableOfType(QhaigcNonTransientException.class,
				() -> client.prompt("?").options(options().model("gpt-5")).call().content());
		assertThat(failure).hasMessage("The model 'gpt-5' has no price, so its requests cannot be limited by the "
				+ "budget (qhaigc.budget). Set qhaigc.prices.gpt-5, or a price for a pattern such as '*'");
		assertThat(this.gateway.received()).isEmpty();
	}

	@Test
	void exceededBudgetDoesNotCauseFailover() {
		CostBudget budget = budget(limits("day", "0"));
		ChatModel other = model(null);
		ChatClient client = ChatClient
			.create(FailoverChatModel.builder().route("default", model(budget)).route("other", other).build());
		assertThat(catchThrowableOfType(BudgetExceededException.class, () -> ask(client, false))).isNotNull();
		assertThat(this.gateway.received()).isEmpty();
	}

	@Test
	void requestThatExceedsOneBudgetIsNotChargedToAnyBudget() {
		CostBudget budget = budget(
				new BudgetLimits(null, new BigDecimal("10"), new BigDecimal("1"), null, ZoneOffset.UTC));
		ChatClient client = client(budget);
		this.gateway.reply("one").usage(500, 250, 750);
		ask(client, false);
		for (int i = 0; i < 5; i++) {
			assertThat(catchThrowableOfType(BudgetExceededException.class, () -> ask(client, false)).budget())
				.isEqualTo("qhaigc.budget.per-day");
		}
		assertThat(budget.spent(BudgetPeriod.MINUTE)).isEqualTo(1);
		assertThat(budget.spent(BudgetPeriod.DAY)).isEqualTo(1);
	}

	@Test
	void requestRefusedByQuotaCostsNothing() {
		CostBudget budget = budget(limits("day", "1"));
		BucketRequestQuota quota = BucketRequestQuota.builder(new QuotaLimits(4, 0, 0, Duration.ZERO)).build();
		this.resources.add(quota);
		ChatClient client = client(budget.and(quota));
		this.gateway.reply("one").usage(500, 240, 740);
		ask(client, false);
		for (int i = 0; i < 5; i++) {
			assertThat(catchThrowableOfType(QhaigcTransientException.class, () -> ask(client, false)).problem().code())
				.isEqualTo("quota_exceeded");
		}
		assertThat(catchThrowableOfType(BudgetExceededException.class,
				() -> client.prompt("?").options(options().maxTokens(100)).call().content()))
			.hasMessageContaining(": 0.98 USD has been spent");
	}

	@Test
	void recordsMetrics() {
		ChatClient client = client(budget(limits("day", "1")));
		this.gateway.reply("one").usage(500, 250, 750);
		ask(client, false);
		catchThrowableOfType(BudgetExceededException.class, () -> ask(client, false));
		assertThat(this.registry.get("qhaigc.budget.spent")
			.tags("budget", "qhaigc.budget.per-day", "currency", "USD")
			.gauge()
			.value()).isEqualTo(1);
		assertThat(this.registry.get("qhaigc.budget.limit").gauge().value()).isEqualTo(1);
		assertThat(this.registry.get("qhaigc.budget.refused").tag("budget", "qhaigc.budget.per-day").counter().count())
			.isEqualTo(1);
		this.now = this.now.plus(Duration.ofMinutes(1));
		assertThat(this.registry.get("qhaigc.budget.spent").gauge().value()).isZero();
	}

	@Test
	void rejectsInvalidLimitsAndPrices() {
		assertThatIllegalArgumentException().isThrownBy(() -> limits("day", "-1"))
			.withMessage("qhaigc.budget.per-day must be from 0 to 50000000, but is -1");
		ModelPrice yuan = new ModelPrice(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, "CNY", 1);
		ModelPrice dollar = new ModelPrice(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, "USD", 1);
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> CostBudget.builder(limits("day", "1"), Prices.of(Map.of("gpt-*", dollar, "qwen-*", yuan))))
			.withMessage("A budget requires prices in one currency, but they are in CNY, USD");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CostBudget.builder(limits("day", "1"), Prices.of(Map.of())))
			.withMessage("A budget requires the prices of the models, but there are none");
	}

	/**
	 * Return limits in a time zone whose days and months begin an hour earlier than in
	 * UTC.
	 */
	private static BudgetLimits limits(String period, String amount) {
		BigDecimal limit = new BigDecimal(amount);
		ZoneId zone = ZoneOffset.ofHours(1);
		return switch (period) {
			case "minute" -> new BudgetLimits(null, limit, null, null, zone);
			case "day" -> new BudgetLimits(null, null, limit, null, zone);
			default -> new BudgetLimits(null, null, null, limit, zone);
		};
	}

	private CostBudget budget(BudgetLimits limits) {
		CostBudget budget = CostBudget.builder(limits, PRICES).clock(new Clock() {

			@Override
			public ZoneId getZone() {
				return limits.timeZone();
			}

			@Override
			public Clock withZone(ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				return CostBudgetTests.this.now;
			}

		}).onWarning(this.warnings::add).meterRegistry(this.registry).build();
		this.resources.add(budget);
		return budget;
	}

	private ChatClient client(RequestQuota quota) {
		return ChatClient.create(model(quota));
	}

	private QhaigcGeminiChatModel model(RequestQuota quota) {
		QhaigcClient client = QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.requestQuota(quota)
			.build();
		this.resources.add(client);
		return QhaigcGeminiChatModel.builder()
			.client(client.withRetryTemplate(
					new RetryTemplate(RetryPolicy.builder().maxRetries(3).delay(Duration.ofMillis(1)).build())))
			.options(options().build())
			.quotaKeyResolver((options, context) -> context.getOrDefault("tenant",
					(options.getToolContext() != null) ? (String) options.getToolContext().get("tenant") : null))
			.build();
	}

	private static QhaigcGeminiChatOptions.Builder options() {
		return QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash");
	}

	private static String ask(ChatClient client, boolean streaming) {
		return ask(client, "", streaming);
	}

	private static String ask(ChatClient client, String tenant, boolean streaming) {
		ChatClient.ChatClientRequestSpec request = client.prompt("How is the weather?");
		if (streaming) {
			return String.join("",
					request.stream()
						.content()
						.contextWrite((context) -> tenant.isEmpty() ? context : context.put("tenant", tenant))
						.collectList()
						.block(TIMEOUT));
		}
		return (tenant.isEmpty() ? request : request.toolContext(Map.of("tenant", tenant))).call().content();
	}

	static class Weather {

		@Tool
		String temperature() {
			return "20";
		}

	}

}
