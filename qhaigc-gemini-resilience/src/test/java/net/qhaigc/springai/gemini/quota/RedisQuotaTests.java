package net.qhaigc.springai.gemini.quota;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.QuotaRequest;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.TokenCounts;
import net.qhaigc.springai.gemini.client.error.BudgetExceededException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.ModelPrice;
import net.qhaigc.springai.gemini.options.Prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for a {@link BucketRequestQuota} and a {@link CostBudget} that are shared through
 * Redis. The tests require a {@code redis-server}. If it is not installed, the tests are
 * skipped, unless {@code -Dqhaigc.redis.required=true} is set.
 */
class RedisQuotaTests {

	private static final QuotaRequest REQUEST = QuotaRequest
		.of(GatewayRequest.builder().model("gemini-3.5-flash").json("{}").build());

	/** One request is permitted immediately, and the next one after 30 seconds. */
	private static final QuotaLimits LIMITS = new QuotaLimits(4, 0, 0, Duration.ZERO);

	@TempDir
	Path directory;

	private final List<AutoCloseable> resources = new ArrayList<>();

	private RedisServer redis;

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void start() throws Exception {
		this.redis = RedisServer.start(this.directory);
	}

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
		if (this.redis != null) {
			this.redis.close();
		}
	}

	@Test
	void instancesShareQuota() {
		BucketRequestQuota one = createQuota("default", StoreFailurePolicy.REFUSE);
		BucketRequestQuota other = createQuota("default", StoreFailurePolicy.REFUSE);
		assertThat(one.acquire(REQUEST).block()).isNotNull();
		assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> other.acquire(REQUEST).block())
			.satisfies((failure) -> assertThat(failure.problem().code()).isEqualTo("quota_exceeded"))
			.satisfies((failure) -> assertThat(failure.problem().retryAfter()).isBetween(Duration.ofMillis(1),
					Duration.ofSeconds(30)));
		assertThat(createQuota("lite", StoreFailurePolicy.REFUSE).acquire(REQUEST).block()).isNotNull();
	}

	@Test
	void cancelledRequestGivesBackQuotaToAllInstances() {
		BucketRequestQuota one = createQuota("default", StoreFailurePolicy.REFUSE);
		BucketRequestQuota other = createQuota("default", StoreFailurePolicy.REFUSE);
		one.acquire(REQUEST).block().cancel();
		Awaitility.await().untilAsserted(() -> assertThat(other.acquire(REQUEST).block()).isNotNull());
	}

	@Test
	void instancesShareBudgetOfTenant() {
		CostBudget one = createBudget();
		CostBudget other = createBudget();
		QuotaRequest request = QuotaRequest
			.of(GatewayRequest.builder().model("gemini-3.5-flash").json("{}").quotaKey("a").build());
		RequestQuota.Permit permit = one.acquire(request).block();
		assertThat(permit).isNotNull();
		permit.release(new TokenCounts(1_000_000, 0, 0, 1_000_000), null);
		Awaitility.await()
			.untilAsserted(() -> assertThatExceptionOfType(BudgetExceededException.class)
				.isThrownBy(() -> other.acquire(request).block())
				.withMessageContaining(": 1 USD has been spent, and the request is estimated to cost 0.000001 USD"));
		assertThat(other.acquire(REQUEST).block()).isNotNull();
		assertThat(one.acquire(REQUEST).block()).isNotNull();
	}

	/** Each request is estimated to cost 0.8 USD, and the budget is 1 USD per month. */
	@Test
	void refundsEstimatedCostIfStoreRespondsTooLate() throws Exception {
		CostBudget budget = createBudget(new BudgetLimits(null, null, null, BigDecimal.ONE, ZoneOffset.UTC));
		QuotaRequest request = QuotaRequest.of(GatewayRequest.builder()
			.model("gemini-3.5-flash")
			.body(Map.of("generationConfig", Map.of("maxOutputTokens", 400_000)))
			.build());
		budget.acquire(request).block().cancel();
		this.redis.pause();
		assertThat(errorCode(budget.acquire(request))).isEqualTo("quota_store_unavailable");
		this.redis.resume();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(budget.acquire(request).block()).isNotNull());
	}

	private CostBudget createBudget() {
		return createBudget(
				new BudgetLimits(null, new BigDecimal("10"), new BigDecimal("5"), BigDecimal.ONE, ZoneOffset.UTC));
	}

	private CostBudget createBudget(BudgetLimits limits) {
		ModelPrice price = new ModelPrice(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.valueOf(2), "USD", 1_000_000);
		CostBudget budget = CostBudget.builder(limits, Prices.of(Map.of("*", price)))
			.clock(Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC))
			.store(connectedStore(), "default")
			.whenStoreFails(StoreFailurePolicy.REFUSE)
			.build();
		this.resources.add(budget);
		return budget;
	}

	@Test
	void givesBackQuotaIfStoreRespondsTooLate() throws Exception {
		BucketRequestQuota quota = createQuota("default", StoreFailurePolicy.REFUSE);
		quota.acquire(REQUEST).block().cancel();
		this.redis.pause();
		assertThat(errorCode(quota.acquire(REQUEST))).isEqualTo("quota_store_unavailable");
		this.redis.resume();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(quota.acquire(REQUEST).block()).isNotNull());
	}

	@Test
	void allowPolicyPermitsRequestsWhileStoreIsNotAvailable() throws Exception {
		BucketRequestQuota quota = createQuota("default", StoreFailurePolicy.ALLOW);
		quota.acquire(REQUEST).block();
		this.redis.kill();
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger(BucketRequestQuota.class);
		logger.addAppender(log);
		for (int i = 0; i < 30; i++) {
			assertThat(quota.acquire(REQUEST).block()).isNotNull();
		}
		awaitAnotherFailure(quota);
		logger.detachAppender(log);
		assertThat(log.list).singleElement()
			.satisfies((event) -> assertThat(event.getLevel()).isEqualTo(Level.WARN))
			.extracting(ILoggingEvent::getFormattedMessage)
			.asString()
			.startsWith("The quota store is not available")
			.endsWith("While it is unavailable, requests are sent without a quota");
		this.redis.restart();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThatExceptionOfType(QhaigcTransientException.class)
				.isThrownBy(() -> quota.acquire(REQUEST).block()));
	}

	/**
	 * Wait until the store, which is used again one second after a failure, has failed a
	 * second time.
	 */
	private void awaitAnotherFailure(BucketRequestQuota quota) {
		Counter failures = this.registry.get("qhaigc.quota.store.failures").counter();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			assertThat(quota.acquire(REQUEST).block()).isNotNull();
			return failures.count() >= 2;
		});
	}

	@Test
	void refusePolicyRefusesRequestsWhileStoreIsNotAvailable() throws Exception {
		BucketRequestQuota quota = createQuota("default", StoreFailurePolicy.REFUSE);
		quota.acquire(REQUEST).block();
		this.redis.kill();
		assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> quota.acquire(REQUEST).block())
			.withMessage("The request was refused because the quota store is not available "
					+ "(qhaigc.quota.when-store-fails=refuse)");
		assertThat(this.registry.get("qhaigc.quota.store.failures").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("qhaigc.quota.refused").tag("limit", "store").counter().count()).isEqualTo(1);
	}

	@Test
	void quotaCanBeCreatedBeforeStoreIsAvailable() throws Exception {
		this.redis.kill();
		BucketRequestQuota quota = BucketRequestQuota.builder(LIMITS).store(unconnectedStore(), "default").build();
		this.resources.add(quota);
		for (int i = 0; i < 5; i++) {
			assertThat(quota.acquire(REQUEST).block()).isNotNull();
		}
		this.redis.restart();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(errorCode(quota.acquire(REQUEST))).isEqualTo("quota_exceeded"));
	}

	@Test
	void bucketIsEmptyAfterStoreHasLostItsData() throws Exception {
		BucketRequestQuota quota = createQuota("default", StoreFailurePolicy.REFUSE);
		quota.acquire(REQUEST).block();
		this.redis.kill();
		this.redis.restart();
		Awaitility.await()
			.untilAsserted(() -> assertThat(errorCode(quota.acquire(REQUEST))).isEqualTo("quota_exceeded"));
	}

	/** Return the error code, or fail if a permit was acquired. */
	private static String errorCode(Mono<?> permit) {
		return Objects
			.requireNonNull(catchThrowableOfType(QhaigcTransientException.class, permit::block),
					"A permit was acquired")
			.problem()
			.code();
	}

	private BucketRequestQuota createQuota(String name, StoreFailurePolicy whenStoreFails) {
		BucketRequestQuota quota = BucketRequestQuota.builder(LIMITS)
			.store(connectedStore(), name)
			.whenStoreFails(whenStoreFails)
			.meterRegistry(this.registry, name)
			.build();
		this.resources.add(quota);
		return quota;
	}

	private BucketStore connectedStore() {
		BucketStore store = unconnectedStore();
		store.connect().join();
		return store;
	}

	private BucketStore unconnectedStore() {
		RedisClient client = RedisClient.create(this.redis.uri());
		RedisBucketStore store = new RedisBucketStore(() -> client);
		this.resources.add(store);
		this.resources.add(() -> client.shutdown(Duration.ZERO, Duration.ofSeconds(2)));
		return store;
	}

}
