package net.qhaigc.springai.gemini.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoreGuard}.
 */
class StoreGuardTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final CompletableFuture<Long> response = new CompletableFuture<>();

	private final AtomicInteger undone = new AtomicInteger();

	@ParameterizedTest
	@EnumSource
	void undoesOperationThatStoreCompletesAfterTimeout(WhenStoreFails whenStoreFails) {
		List<Object> results = call(whenStoreFails);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(results).hasSize(1);
		assertThat(this.undone).hasValue(0);
		this.response.complete(1L);
		assertThat(this.undone).hasValue(1);
	}

	@Test
	void doesNotUndoOperationThatFailsAfterTimeout() {
		call(WhenStoreFails.ALLOW);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		this.response.completeExceptionally(new IllegalStateException());
		assertThat(this.undone).hasValue(0);
	}

	@Test
	void doesNotUndoOperationThatStoreCompletesInTime() {
		List<Object> results = call(WhenStoreFails.ALLOW);
		this.response.complete(1L);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(results).containsExactly(1L);
		assertThat(this.undone).hasValue(0);
	}

	private List<Object> call(WhenStoreFails whenStoreFails) {
		StoreGuard guard = new StoreGuard(whenStoreFails, () -> this.time.now(TimeUnit.NANOSECONDS), this.time,
				QuotaMeters.ofBudget(null));
		List<Object> results = new ArrayList<>();
		guard.call(() -> this.response, this.undone::incrementAndGet).subscribe(results::add, results::add);
		return results;
	}

}
