package net.qhaigc.springai.gemini.quota;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.QuotaRequest;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.TokenCounts;
import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link BucketRequestQuota}, through {@code ChatClient}. Only a part of a
 * limit is available immediately, and quota is added at a lower rate than the limit (see
 * {@link Rate}): with a limit of 4 requests per minute, one request is permitted
 * immediately, and then one every 30 s.
 */
class BucketRequestQuotaTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<AutoCloseable> resources = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
		this.gateway.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void failureHasRetryDelayIfQuotaIsNotAvailableInTime(boolean streaming) {
		ChatClient client = client(limits(4, 0, 0, Duration.ofSeconds(10)));
		this.gateway.reply("one");
		ask(client, streaming);
		QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class,
				() -> ask(client, streaming));
		assertThat(failure)
			.hasMessage("The quota of 4 requests per minute is used up (qhaigc.quota.requests-per-minute). "
					+ "Quota is available in 30 s, which is longer than qhaigc.quota.max-wait (10 s)");
		assertThat(failure.problem().code()).isEqualTo("quota_exceeded");
		assertThat(failure.problem().retryAfter()).isEqualTo(Duration.ofSeconds(30));
		assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMIT);
		assertThat(this.gateway.received()).hasSize(1);
	}

	@Test
	void refusedRequestUsesNoQuota() {
		ChatClient client = client(limits(4, 0, 0, Duration.ofSeconds(10)));
		this.gateway.reply("one");
		this.gateway.reply("two");
		ask(client, false);
		for (int i = 0; i < 5; i++) {
			catchThrowableOfType(QhaigcTransientException.class, () -> ask(client, false));
		}
		this.time.advanceTimeBy(Duration.ofSeconds(30));
		assertThat(ask(client, false)).isEqualTo("two");
	}

	@Test
	void requestsWaitInOrderOfArrival() {
		ChatClient client = client(limits(4, 0, 0, Duration.ofMinutes(5)));
		List<String> answers = new CopyOnWriteArrayList<>();
		for (String question : List.of("1", "2", "3")) {
			this.gateway.reply((request) -> "answer");
			client.prompt(question).stream().content().subscribe((text) -> answers.add(question));
		}
		awaitSize(answers, 1);
		this.time.advanceTimeBy(Duration.ofSeconds(29));
		assertThat(answers).containsExactly("1");
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		awaitSize(answers, 2);
		this.time.advanceTimeBy(Duration.ofSeconds(30));
		awaitSize(answers, 3);
		assertThat(answers).containsExactly("1", "2", "3");
	}

	@Test
	void requestCancelledWhileWaitingGivesBackItsQuota() {
		ChatClient client = client(limits(4, 0, 0, Duration.ofSeconds(40)));
		this.gateway.reply("one");
		this.gateway.reply("two");
		ask(client, false);
		client.prompt("?").stream().content().subscribe().dispose();
		List<String> answers = new CopyOnWriteArrayList<>();
		client.prompt("?").stream().content().subscribe(answers::add);
		this.time.advanceTimeBy(Duration.ofSeconds(30));
		awaitSize(answers, 1);
	}

	@Test
	void countsRetriesAndToolRounds() {
		// Three of the 12 requests are permitted immediately.
		ChatClient client = client(limits(12, 0, 0, Duration.ZERO));
		this.gateway.googleError(503);
		this.gateway.callTool("temperature", Map.of());
		this.gateway.reply("warm");
		assertThat(client.prompt("?").tools(new Weather()).call().content()).isEqualTo("warm");
		QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class,
				() -> ask(client, false));
		assertThat(failure.problem().code()).isEqualTo("quota_exceeded");
		assertThat(this.gateway.received()).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void replacesEstimatedTokensWithActualUsage(boolean streaming) {
		ChatClient client = client(limits(0, 1000, 0, Duration.ZERO));
		this.gateway.reply("one").usage(600, 400, 1000);
		ask(client, streaming);
		QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class,
				() -> ask(client, streaming));
		assertThat(failure.problem().retryAfter()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
	}

	@Test
	void givesBackUnusedTokens() {
		ChatClient client = client(limits(0, 1000, 0, Duration.ZERO));
		for (int i = 0; i < 3; i++) {
			this.gateway.reply("one").usage(1, 1, 2);
			assertThat(client.prompt("?").options(QhaigcGeminiChatOptions.builder().maxTokens(60)).call().content())
				.isEqualTo("one");
		}
	}

	@Test
	void countsTokensUsedByCancelledStream() {
		ChatClient client = client(limits(0, 1000, 1, Duration.ZERO));
		this.gateway.replyStream("one", " two").usage(600, 400, 1000).hangAfter(1);
		assertThat(client.prompt("?").stream().content().blockFirst(TIMEOUT)).isEqualTo("one");
		assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
		QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class,
				() -> ask(client, false));
		assertThat(failure).hasMessageStartingWith("The quota of 1000 tokens per minute is used up");
		assertThat(failure.problem().retryAfter()).isGreaterThan(Duration.ofSeconds(20));
	}

	@Test
	void tryAcquireUsesNoQuotaIfItReturnsNoPermit() {
		BucketRequestQuota quota = quota(limits(100, 1000, 1, Duration.ofSeconds(10)));
		QuotaRequest small = request(1);
		QuotaRequest large = request(60);
		RequestQuota.Permit first = quota.tryAcquire(small);
		assertThat(first).isNotNull();
		assertThat(quota.tryAcquire(small)).as("no free slot").isNull();
		first.release(new TokenCounts(50, 0, 0, 50), null);
		for (int i = 0; i < 10; i++) {
			assertThat(quota.tryAcquire(large)).as("no tokens left").isNull();
		}
		for (int i = 0; i < 4; i++) {
			RequestQuota.Permit permit = quota.tryAcquire(small);
			assertThat(permit).as("request %d of 5 that are permitted without waiting", i + 2).isNotNull();
			permit.release(TokenCounts.NONE, null);
		}
		assertThat(quota.tryAcquire(small)).as("no requests left").isNull();
	}

	@Test
	void requestAboveCapacityIsPermittedImmediatelyIfBucketIsFull() {
		BucketRequestQuota quota = quota(limits(0, 1000, 0, Duration.ofSeconds(10)));
		QuotaRequest large = request(500);
		assertThat(quota.tryAcquire(large)).isNotNull();
		assertThat(quota.tryAcquire(large)).isNull();
	}

	@Test
	void limitsConcurrentRequests() {
		ChatClient client = client(limits(0, 0, 1, Duration.ofSeconds(10)));
		this.gateway.hang();
		this.gateway.reply("two");
		Disposable first = client.prompt("?").stream().content().subscribe();
		List<String> answers = new CopyOnWriteArrayList<>();
		client.prompt("?").stream().content().subscribe(answers::add);
		this.gateway.takeRequest();
		assertThat(answers).isEmpty();
		first.dispose();
		awaitSize(answers, 1);
		assertThat(answers).containsExactly("two");
	}

	@Test
	void failsIfNoRequestInProgressEndsInTime() {
		ChatClient client = client(limits(0, 0, 1, Duration.ofSeconds(10)));
		this.gateway.hang();
		Disposable first = client.prompt("?").stream().content().subscribe();
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		client.prompt("?").stream().content().subscribe((text) -> {
		}, failures::add);
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		awaitSize(failures, 1);
		assertThat(failures.get(0))
			.hasMessage("The maximum number of requests in progress (1) is reached (qhaigc.quota.concurrent-requests), "
					+ "and this request could not start within 10 s (qhaigc.quota.max-wait)");
		first.dispose();
	}

	@Test
	void gatewayRateLimitReducesQuota() {
		ChatClient client = client(limits(100, 0, 0, Duration.ofSeconds(5)));
		this.gateway.reply("one")
			.header("x-ratelimit-limit-requests", "100")
			.header("x-ratelimit-remaining-requests", "0")
			.header("x-ratelimit-reset-requests", "20s");
		ask(client, false);
		QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class,
				() -> ask(client, false));
		assertThat(failure.problem().retryAfter()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));
	}

	@Test
	void gatewayRateLimitDoesNotIncreaseQuota() {
		ChatClient client = client(limits(4, 0, 0, Duration.ZERO));
		this.gateway.reply("one")
			.header("x-ratelimit-limit-requests", "100")
			.header("x-ratelimit-remaining-requests", "99");
		ask(client, false);
		assertThat(catchThrowableOfType(QhaigcTransientException.class, () -> ask(client, false))).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "1", "2", "10", "60", "100", "600", "6000" })
	void permitsAtMostLimitInAnyMinute(long limit) {
		LocalTokenBucket bucket = new LocalTokenBucket(Rate.ofRequests(limit),
				() -> this.time.now(TimeUnit.NANOSECONDS));
		List<Long> sent = new CopyOnWriteArrayList<>();
		long second = Duration.ofSeconds(1).toNanos();
		for (int i = 0; i < 3 * limit + 10; i++) {
			sent.add(bucket.consume(1, Long.MAX_VALUE, () -> {
			}).block() / second);
		}
		for (int i = 0; i < sent.size(); i++) {
			long start = sent.get(i);
			assertThat(sent.stream().filter((at) -> at >= start && at < start + 60).count()).isLessThanOrEqualTo(limit);
		}
		if (limit >= 600) {
			assertThat(sent.stream().filter((at) -> at < 60).count()).isGreaterThanOrEqualTo(limit * 95 / 100);
		}
	}

	@Test
	void acceptsMaximumLimits() {
		ChatClient client = client(limits(60_000_000_000L, 60_000_000_000L, 0, Duration.ZERO));
		this.gateway.reply("one");
		assertThat(ask(client, false)).isEqualTo("one");
	}

	@Test
	void rejectsNegativeLimit() {
		assertThatIllegalArgumentException().isThrownBy(() -> limits(-1, 0, 0, Duration.ZERO))
			.withMessage("qhaigc.quota.requests-per-minute must be from 0 to 60000000000, but is -1");
	}

	@Test
	void recordsMetrics() {
		MeterRegistry registry = new SimpleMeterRegistry();
		BucketRequestQuota quota = BucketRequestQuota.builder(limits(8, 1000, 2, Duration.ofSeconds(10)))
			.clock(() -> this.time.now(TimeUnit.NANOSECONDS), this.time)
			.meterRegistry(registry, "default")
			.build();
		this.resources.add(quota);
		ChatClient client = client(quota);
		this.gateway.reply("one").usage(10, 5, 15);
		ask(client, false);
		assertThat(registry.get("qhaigc.quota.available").tags("quota", "default", "limit", "requests").gauge().value())
			.isEqualTo(1);
		assertThat(registry.get("qhaigc.quota.available").tags("limit", "tokens").gauge().value()).isEqualTo(85);
		assertThat(registry.get("qhaigc.quota.available").tags("limit", "concurrent-requests").gauge().value())
			.isEqualTo(2);
		assertThat(registry.get("qhaigc.quota.wait").tag("quota", "default").timer().count()).isEqualTo(1);
		this.gateway.reply("two");
		ask(client, false);
		catchThrowableOfType(QhaigcTransientException.class, () -> ask(client, false));
		assertThat(registry.get("qhaigc.quota.refused").tags("quota", "default", "limit", "requests").counter().count())
			.isEqualTo(1);
	}

	private static QuotaLimits limits(long requests, long tokens, int concurrent, Duration maxWait) {
		return new QuotaLimits(requests, tokens, concurrent, maxWait);
	}

	private ChatClient client(QuotaLimits limits) {
		return client(quota(limits));
	}

	private ChatClient client(BucketRequestQuota quota) {
		QhaigcClient client = QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.requestQuota(quota)
			.build();
		this.resources.add(client);
		return ChatClient.create(QhaigcGeminiChatModel.builder()
			.client(client.withRetryTemplate(
					new RetryTemplate(RetryPolicy.builder().maxRetries(3).delay(Duration.ofMillis(1)).build())))
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").build())
			.build());
	}

	private BucketRequestQuota quota(QuotaLimits limits) {
		BucketRequestQuota quota = BucketRequestQuota.builder(limits)
			.clock(() -> this.time.now(TimeUnit.NANOSECONDS), this.time)
			.build();
		this.resources.add(quota);
		return quota;
	}

	private static QuotaRequest request(int maxOutputTokens) {
		return QuotaRequest.of(GatewayRequest.builder()
			.model("gemini-3.5-flash")
			.body(Map.of("generationConfig", Map.of("maxOutputTokens", maxOutputTokens)))
			.build());
	}

	private static String ask(ChatClient client, boolean streaming) {
		ChatClient.ChatClientRequestSpec request = client.prompt("How is the weather?");
		return streaming ? String.join("", request.stream().content().collectList().block(TIMEOUT))
				: request.call().content();
	}

	private static void awaitSize(List<?> list, int size) {
		Awaitility.await().atMost(TIMEOUT).until(() -> list.size() >= size);
	}

	static class Weather {

		@Tool
		String temperature() {
			return "20";
		}

	}

}
