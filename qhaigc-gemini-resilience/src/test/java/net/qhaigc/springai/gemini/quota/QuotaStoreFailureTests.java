package net.qhaigc.springai.gemini.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.QuotaRequest;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.TokenCounts;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for a {@link BucketRequestQuota} whose store fails or responds late. With a limit
 * of 4 requests per minute, the quota permits one request immediately, and the next one
 * after 30 seconds. With a limit of 1,000 tokens per minute, the bucket holds 100 tokens,
 * and 15 are added per second. {@link Rate} explains why these rates are lower than the
 * limits.
 */
class QuotaStoreFailureTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final TestBucketStore store = new TestBucketStore(() -> this.time.now(TimeUnit.NANOSECONDS));

	private final List<AutoCloseable> resources = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	@Test
	void givesBackQuotaIfStoreRespondsAfterRequestWasRefused() {
		BucketRequestQuota quota = quota(StoreFailurePolicy.REFUSE, 4, 0);
		List<Object> results = acquireWithLateResponse(quota);
		assertThat(results).singleElement()
			.isInstanceOfSatisfying(QhaigcTransientException.class,
					(failure) -> assertThat(failure.problem().code()).isEqualTo("quota_store_unavailable"));
		this.time.advanceTimeBy(SECOND);
		assertThat(quota.acquire(request(1)).block()).isNotNull();
	}

	@Test
	void doesNotGiveBackQuotaIfStoreRespondsAfterRequestWasSent() {
		BucketRequestQuota quota = quota(StoreFailurePolicy.ALLOW, 4, 0);
		List<Object> results = acquireWithLateResponse(quota);
		assertThat(results).singleElement().isInstanceOf(RequestQuota.Permit.class);
		this.time.advanceTimeBy(SECOND);
		assertThat(errorCode(quota, 1)).isEqualTo("quota_exceeded");
	}

	@Test
	void givesBackQuotaIfStoreRespondsAfterRequestWasCancelled() {
		BucketRequestQuota quota = quota(StoreFailurePolicy.REFUSE, 4, 0);
		this.store.delay();
		quota.acquire(request(1)).subscribe().dispose();
		this.store.respond();
		assertThat(quota.acquire(request(1)).block()).isNotNull();
	}

	@Test
	void givesBackTokensWhenStoreIsUsedAgain() {
		BucketRequestQuota quota = quota(StoreFailurePolicy.ALLOW, 0, 1000);
		RequestQuota.Permit permit = acquire(quota, 80);
		failStore(quota);
		permit.release(TokenCounts.NONE, null);
		this.time.advanceTimeBy(SECOND);
		acquire(quota, 80);
	}

	@Test
	void givesBackTokensThatStoreCountsAfterEndOfRequest() {
		BucketRequestQuota quota = quota(StoreFailurePolicy.ALLOW, 0, 1000);
		acquire(quota, 1).cancel();
		this.store.delay();
		List<RequestQuota.Permit> permits = new ArrayList<>();
		quota.acquire(request(80)).subscribe(permits::add);
		this.time.advanceTimeBy(SECOND);
		permits.get(0).release(TokenCounts.NONE, null);
		this.store.respond();
		this.time.advanceTimeBy(SECOND);
		acquire(quota, 80);
	}

	@Test
	void doesNotGiveBackTokensThatStoreHasNotCounted() {
		BucketRequestQuota quota = quota(StoreFailurePolicy.ALLOW, 0, 1000);
		acquire(quota, 1).cancel();
		failStore(quota);
		RequestQuota.Permit uncounted = acquire(quota, 80);
		this.time.advanceTimeBy(SECOND);
		acquire(quota, 80);
		uncounted.release(TokenCounts.NONE, null);
		assertThat(errorCode(quota, 80)).isEqualTo("quota_exceeded");
	}

	/**
	 * Requests that were sent while the store was not available must not delay later
	 * requests.
	 */
	@Test
	void doesNotCountTokensUsedByRequestThatStoreHasNotCounted() {
		BucketRequestQuota quota = quota(StoreFailurePolicy.ALLOW, 0, 1000);
		acquire(quota, 1).cancel();
		failStore(quota);
		RequestQuota.Permit uncounted = acquire(quota, 80);
		uncounted.release(new TokenCounts(1000, 0, 0, 1000), null);
		this.time.advanceTimeBy(SECOND);
		acquire(quota, 80);
	}

	/**
	 * Acquire a permit while the store fails. The quota then does not use the store for
	 * one second.
	 */
	private void failStore(BucketRequestQuota quota) {
		this.store.fail();
		acquire(quota, 1);
		this.store.respond();
	}

	private static RequestQuota.Permit acquire(BucketRequestQuota quota, int maxOutputTokens) {
		return Objects.requireNonNull(quota.acquire(request(maxOutputTokens)).block());
	}

	private static String errorCode(BucketRequestQuota quota, int maxOutputTokens) {
		return catchThrowableOfType(QhaigcTransientException.class,
				() -> quota.acquire(request(maxOutputTokens)).block())
			.problem()
			.code();
	}

	private static QuotaRequest request(int maxOutputTokens) {
		return QuotaRequest.of(GatewayRequest.builder()
			.model("gemini-3.5-flash")
			.body(Map.of("generationConfig", Map.of("maxOutputTokens", maxOutputTokens)))
			.build());
	}

	/**
	 * Try to acquire a permit while the store responds only after the timeout. Return the
	 * permit or the failure.
	 */
	private List<Object> acquireWithLateResponse(BucketRequestQuota quota) {
		List<Object> results = new ArrayList<>();
		this.store.delay();
		quota.acquire(request(1)).subscribe(results::add, results::add);
		assertThat(results).isEmpty();
		this.time.advanceTimeBy(SECOND);
		this.store.respond();
		return results;
	}

	private BucketRequestQuota quota(StoreFailurePolicy whenStoreFails, long requests, long tokens) {
		BucketRequestQuota quota = BucketRequestQuota.builder(new QuotaLimits(requests, tokens, 0, Duration.ZERO))
			.clock(() -> this.time.now(TimeUnit.NANOSECONDS), this.time)
			.store(BucketStore.of(this.store), "default")
			.whenStoreFails(whenStoreFails)
			.build();
		this.resources.add(quota);
		return quota;
	}

}
