package net.qhaigc.springai.gemini.client.retry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.client.TestClock;
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a {@link RetryBudget} that contains the tokens for one retry. These tokens
 * are refilled within one second.
 */
class RetryBudgetTests {

	private final TestClock clock = new TestClock();

	private final ClientSchedulers schedulers = new ClientSchedulers(this.clock.clock());

	private final RetryBudget budget = new RetryBudget(1, this.schedulers);

	@AfterEach
	void close() {
		this.schedulers.close();
		this.clock.close();
	}

	@Test
	void doesNotWaitWhileThereAreTokens() {
		assertThat(this.budget.withdraw(Duration.ofSeconds(10)).block(TIMEOUT)).isTrue();
		assertThat(this.clock.elapsed()).isZero();
	}

	@Test
	void waitsOnlyUntilMissingTokensAreAdded() {
		this.budget.withdraw(Duration.ofSeconds(10)).block(TIMEOUT);
		this.clock.advance(Duration.ofMillis(600));
		CompletableFuture<Boolean> secondWithdrawal = this.budget.withdraw(Duration.ofSeconds(10)).toFuture();
		this.clock.advance(Duration.ofMillis(399));
		assertThat(secondWithdrawal).isNotDone();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(secondWithdrawal).succeedsWithin(TIMEOUT).isEqualTo(true);
	}

	@Test
	void doesNotWaitLongerThanMaximum() {
		this.budget.withdraw(Duration.ofSeconds(10)).block(TIMEOUT);
		CompletableFuture<Boolean> secondWithdrawal = this.budget.withdraw(Duration.ofMillis(500)).toFuture();
		this.clock.advance(Duration.ofMillis(500));
		assertThat(secondWithdrawal).succeedsWithin(TIMEOUT).isEqualTo(false);
	}

}
