package net.qhaigc.springai.gemini.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link StoreGuard}.
 */
class StoreGuardTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final Map<String, Long> counters = new TreeMap<>();

	private final List<String> operations = new ArrayList<>();

	private CompletableFuture<Void> response = CompletableFuture.completedFuture(null);

	@Test
	void refusesRequestsDuringPauseAfterFailure() {
		StoreGuard guard = guard(StoreFailurePolicy.REFUSE);
		letStoreFail();
		assertThat(call(guard)).isInstanceOf(QhaigcTransientException.class);
		letStoreSucceed();
		assertThat(call(guard)).isInstanceOf(QhaigcTransientException.class);
		assertThat(this.operations).containsExactly("call");
		this.time.advanceTimeBy(SECOND);
		assertThat(call(guard)).isEqualTo(1L);
	}

	@Test
	void completesWithoutResultIfStoreFailsAndRequestsAreAllowed() {
		StoreGuard guard = guard(StoreFailurePolicy.ALLOW);
		letStoreFail();
		assertThat(call(guard)).isEqualTo("empty");
	}

	@Test
	void addsPendingAmountsAfterPause() {
		StoreGuard guard = guardAfterStoreFailure();
		letStoreSucceed();
		add(guard, "a", 5);
		add(guard, "a", -2);
		add(guard, "b", 7);
		assertThat(this.operations).containsExactly("call");
		this.time.advanceTimeBy(SECOND);
		assertThat(this.counters).isEqualTo(Map.of("a", 3L, "b", 7L));
		assertThat(this.operations).containsExactly("call", "a", "b");
	}

	/** A store rejects an amount of 0, so this amount would be sent again and again. */
	@Test
	void doesNotSendAmountsThatCancelOut() {
		StoreGuard guard = guardAfterStoreFailure();
		letStoreSucceed();
		add(guard, "a", 5);
		add(guard, "a", -5);
		this.time.advanceTimeBy(SECOND);
		assertThat(this.operations).containsExactly("call");
	}

	@Test
	void addsPendingAmountsWhenStoreRespondsToRequest() {
		StoreGuard guard = guardAfterStoreFailure();
		this.time.advanceTimeBy(SECOND);
		add(guard, "a", 5);
		letStoreSucceed();
		call(guard);
		assertThat(this.counters).isEqualTo(Map.of("a", 5L));
	}

	@Test
	void sendsOneAmountPerSecondWhileStoreFails() {
		StoreGuard guard = guardAfterStoreFailure();
		add(guard, "a", 5);
		add(guard, "b", 7);
		this.time.advanceTimeBy(Duration.ofSeconds(4));
		assertThat(this.operations).containsExactly("call", "a", "b", "a", "b");
		letStoreSucceed();
		this.time.advanceTimeBy(SECOND);
		assertThat(this.counters).isEqualTo(Map.of("a", 5L, "b", 7L));
	}

	@Test
	void retriesAmountThatStoreRejected() {
		StoreGuard guard = guard(StoreFailurePolicy.ALLOW);
		letStoreFail();
		add(guard, "a", 5);
		letStoreSucceed();
		this.time.advanceTimeBy(SECOND);
		assertThat(this.counters).isEqualTo(Map.of("a", 5L));
	}

	@Test
	void doesNotRetryAmountThatStoreAddsAfterTimeout() {
		StoreGuard guard = guard(StoreFailurePolicy.ALLOW);
		CompletableFuture<Void> late = new CompletableFuture<>();
		this.response = late;
		add(guard, "a", 5);
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		late.complete(null);
		letStoreSucceed();
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(this.counters).isEqualTo(Map.of("a", 5L));
	}

	@Test
	void retriesAmountThatStoreRejectsAfterTimeout() {
		StoreGuard guard = guard(StoreFailurePolicy.ALLOW);
		CompletableFuture<Void> late = new CompletableFuture<>();
		this.response = late;
		add(guard, "a", 5);
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		letStoreSucceed();
		late.completeExceptionally(new IllegalStateException());
		this.time.advanceTimeBy(SECOND);
		assertThat(this.counters).isEqualTo(Map.of("a", 5L));
	}

	/**
	 * A single counter whose amounts the store rejects must not prevent requests from
	 * using the store.
	 */
	@Test
	void pendingAmountThatStoreRejectsDoesNotExtendPause() {
		StoreGuard guard = guardAfterStoreFailure();
		add(guard, "a", 5);
		this.time.advanceTimeBy(SECOND);
		letStoreSucceed();
		assertThat(call(guard)).isEqualTo(1L);
	}

	@Test
	void limitsNumberOfCountersWithPendingAmounts() {
		StoreGuard guard = guardAfterStoreFailure();
		for (int i = 0; i <= PendingAdditions.MAX_COUNTERS; i++) {
			add(guard, "counter " + i, 1);
		}
		add(guard, "counter 0", 1);
		letStoreSucceed();
		this.time.advanceTimeBy(SECOND);
		assertThat(this.counters).hasSize(PendingAdditions.MAX_COUNTERS)
			.containsEntry("counter 0", 2L)
			.doesNotContainKey("counter " + PendingAdditions.MAX_COUNTERS);
	}

	@Test
	void doesNotFailIfAmountIsAddedAfterTimerIsDisposed() {
		StoreGuard guard = guardAfterStoreFailure();
		this.time.dispose();
		assertThatNoException().isThrownBy(() -> add(guard, "a", 5));
	}

	/** Return a guard whose store has just failed. */
	private StoreGuard guardAfterStoreFailure() {
		StoreGuard guard = guard(StoreFailurePolicy.ALLOW);
		letStoreFail();
		call(guard);
		return guard;
	}

	private StoreGuard guard(StoreFailurePolicy whenStoreFails) {
		return new StoreGuard(whenStoreFails, () -> this.time.now(TimeUnit.NANOSECONDS), this.time,
				QuotaMeters.ofBudget(null));
	}

	/** Return the result, the failure, or "empty" if there is neither. */
	private Object call(StoreGuard guard) {
		List<Object> results = new ArrayList<>();
		guard.call(() -> {
			this.operations.add("call");
			return this.response.thenApply((nothing) -> 1L);
		}, () -> {
		}).subscribe(results::add, results::add);
		return results.isEmpty() ? "empty" : results.get(0);
	}

	private void add(StoreGuard guard, String counter, long amount) {
		guard.add(counter, amount, (sum) -> {
			this.operations.add(counter);
			return this.response.thenRun(() -> this.counters.merge(counter, sum, Long::sum));
		});
	}

	private void letStoreFail() {
		this.response = CompletableFuture.failedFuture(new IllegalStateException("The store failed"));
	}

	private void letStoreSucceed() {
		this.response = CompletableFuture.completedFuture(null);
	}

}
