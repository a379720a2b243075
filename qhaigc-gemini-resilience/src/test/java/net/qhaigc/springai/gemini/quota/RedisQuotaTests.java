package net.qhaigc.springai.gemini.quota;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.QuotaRequest;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.error.BudgetExceededException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.cost.ModelPrice;
import net.qhaigc.springai.gemini.cost.Prices;
import net.qhaigc.springai.gemini.cost.TokenCounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a {@link BucketRequestQuota} that is shared by Redis. They need a
 * {@code redis-server}, and are skipped without one unless
 * {@code -Dqhaigc.redis.required=true}.
 */
class RedisQuotaTests {

	private static final Path SERVER = Path.of("/usr/bin/redis-server");

	private static final QuotaRequest REQUEST = QuotaRequest
		.of(GatewayRequest.builder().model("gemini-3.5-flash").json("{}").build());

	private static final QuotaLimits LIMITS = new QuotaLimits(4, 0, 0, Duration.ZERO);

	@TempDir
	Path directory;

	private final List<AutoCloseable> resources = new ArrayList<>();

	private int port;

	private Process server;

	@BeforeEach
	void start() throws Exception {
		if (!Boolean.getBoolean("qhaigc.redis.required")) {
			Assumptions.assumeTrue(Files.isExecutable(SERVER), "redis-server is not installed");
		}
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.port = socket.getLocalPort();
		}
		startServer();
	}

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
		stopServer();
	}

	@Test
	void instancesShareQuota() {
		BucketRequestQuota one = instance("default", WhenStoreFails.REFUSE);
		BucketRequestQuota other = instance("default", WhenStoreFails.REFUSE);
		assertThat(one.acquire(REQUEST).block()).isNotNull();
		assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> other.acquire(REQUEST).block())
			.satisfies((failure) -> assertThat(failure.problem().code()).isEqualTo("quota_exceeded"))
			.satisfies((failure) -> assertThat(failure.problem().retryAfter()).isBetween(Duration.ofMillis(1),
					Duration.ofSeconds(30)));
		assertThat(instance("lite", WhenStoreFails.REFUSE).acquire(REQUEST).block()).isNotNull();
	}

	@Test
	void cancelledRequestReturnsQuotaToAllInstances() {
		BucketRequestQuota one = instance("default", WhenStoreFails.REFUSE);
		BucketRequestQuota other = instance("default", WhenStoreFails.REFUSE);
		one.acquire(REQUEST).block().cancel();
		Awaitility.await().untilAsserted(() -> assertThat(other.acquire(REQUEST).block()).isNotNull());
	}

	/** Each instance has 8 clients that send a request as soon as they can. */
	@Test
	void fourInstancesStayWithinLimitAndUseIt() throws Exception {
		QuotaLimits limits = new QuotaLimits(6000, 0, 0, Duration.ofSeconds(10));
		AtomicInteger sent = new AtomicInteger();
		List<Thread> clients = new ArrayList<>();
		long start = System.nanoTime();
		long end = start + Duration.ofSeconds(Integer.getInteger("qhaigc.fleet.seconds", 5)).toNanos();
		for (int i = 0; i < 4; i++) {
			BucketRequestQuota quota = instance("default", limits, WhenStoreFails.REFUSE);
			for (int j = 0; j < 8; j++) {
				clients.add(new Thread(() -> {
					while (System.nanoTime() < end) {
						quota.acquire(REQUEST).block();
						sent.incrementAndGet();
					}
				}));
			}
		}
		clients.forEach(Thread::start);
		for (Thread client : clients) {
			client.join();
		}
		double minutes = (System.nanoTime() - start) / 60e9;
		assertThat((double) sent.get()).isLessThanOrEqualTo(120 + 5760 * minutes + 1)
			.isGreaterThanOrEqualTo(0.9 * 5760 * minutes);
	}

	@Test
	void instancesShareBudgetOfTenant() {
		CostBudget one = budget();
		CostBudget other = budget();
		QuotaRequest request = QuotaRequest
			.of(GatewayRequest.builder().model("gemini-3.5-flash").json("{}").quotaKey("a").build());
		RequestQuota.Permit permit = one.acquire(request).block();
		assertThat(permit).isNotNull();
		permit.release(new TokenCounts(1_000_000, 0, 0, 1_000_000), null);
		Awaitility.await()
			.untilAsserted(() -> assertThatExceptionOfType(BudgetExceededException.class)
				.isThrownBy(() -> other.acquire(request).block())
				.withMessageContaining(": 1 USD are spent, and the request is estimated to cost 0.000001 USD"));
		assertThat(other.acquire(REQUEST).block()).isNotNull();
		assertThat(one.acquire(REQUEST).block()).isNotNull();
	}

	private CostBudget budget() {
		ModelPrice price = new ModelPrice(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.valueOf(2), "USD", 1_000_000);
		CostBudget budget = CostBudget
			.builder(new BudgetLimits(null, new BigDecimal("10"), new BigDecimal("5"), BigDecimal.ONE, ZoneOffset.UTC),
					Prices.of(Map.of("*", price)))
			.clock(Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC))
			.store(store(), "default")
			.whenStoreFails(WhenStoreFails.REFUSE)
			.build();
		this.resources.add(budget);
		return budget;
	}

	@Test
	void requestsAreSentWhileStoreIsNotAvailable() throws Exception {
		BucketRequestQuota quota = instance("default", WhenStoreFails.ALLOW);
		quota.acquire(REQUEST).block();
		stopServer();
		for (int i = 0; i < 30; i++) {
			assertThat(quota.acquire(REQUEST).block()).isNotNull();
		}
		startServer();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThatExceptionOfType(QhaigcTransientException.class)
				.isThrownBy(() -> quota.acquire(REQUEST).block()));
	}

	@Test
	void requestsAreRefusedWhileStoreIsNotAvailable() throws Exception {
		BucketRequestQuota quota = instance("default", WhenStoreFails.REFUSE);
		quota.acquire(REQUEST).block();
		stopServer();
		assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> quota.acquire(REQUEST).block())
			.withMessage("The store of the quota is not available, and requests are refused without it "
					+ "(qhaigc.quota.when-store-fails=refuse)");
	}

	private BucketRequestQuota instance(String name, WhenStoreFails whenStoreFails) {
		return instance(name, LIMITS, whenStoreFails);
	}

	private BucketRequestQuota instance(String name, QuotaLimits limits, WhenStoreFails whenStoreFails) {
		BucketRequestQuota quota = BucketRequestQuota.builder(limits)
			.store(store(), name)
			.whenStoreFails(whenStoreFails)
			.build();
		this.resources.add(quota);
		return quota;
	}

	private ProxyManager<String> store() {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + this.port);
		this.resources.add(() -> client.shutdown(Duration.ZERO, Duration.ofSeconds(2)));
		return Bucket4jLettuce.casBasedBuilder(client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)))
			.expirationAfterWrite(
					ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(2)))
			.build();
	}

	private void startServer() throws IOException, InterruptedException {
		this.server = new ProcessBuilder(SERVER.toString(), "--port", String.valueOf(this.port), "--bind", "127.0.0.1",
				"--save", "", "--appendonly", "no", "--dir", this.directory.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("redis.log").toFile())
			.start();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::isListening);
	}

	private boolean isListening() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void stopServer() throws InterruptedException {
		if (this.server != null) {
			this.server.destroyForcibly().waitFor();
		}
	}

}
