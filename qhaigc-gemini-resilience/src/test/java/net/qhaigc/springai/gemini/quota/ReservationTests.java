package net.qhaigc.springai.gemini.quota;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.QuotaRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Reservation}, with a store that responds late.
 */
class ReservationTests {

	private static final QuotaRequest REQUEST = QuotaRequest
		.of(GatewayRequest.builder().model("gemini-3.5-flash").json("{}").build());

	private final DelayedBucket requests = new DelayedBucket(Rate.ofRequests(100));

	private final DelayedBucket tokens = new DelayedBucket(Rate.ofTokens(100));

	@Test
	void givesBackQuotaIfRequestIsCancelledBeforeStoreResponds() {
		this.tokens.delayed = true;
		Disposable request = acquire().subscribe();
		assertThat(this.requests.consumed).isEqualTo(1);
		assertThat(this.tokens.consumed).isPositive();
		request.dispose();
		assertThat(this.requests.consumed).isZero();
		this.tokens.respond();
		assertThat(this.tokens.consumed).isZero();
	}

	@Test
	void consumesNoTokensAfterCancellation() {
		this.requests.delayed = true;
		acquire().subscribe().dispose();
		this.requests.respond();
		assertThat(this.requests.consumed).isZero();
		assertThat(this.tokens.operations).isZero();
	}

	private Mono<?> acquire() {
		return new Reservation(new QuotaScope(null, this.requests, this.tokens), REQUEST, Duration.ofSeconds(10),
				Schedulers.immediate(), QuotaMeters.ofBudget(null))
			.acquire(() -> 0L);
	}

	/** Consumes requests or tokens immediately, but can delay the response. */
	private static final class DelayedBucket implements TokenBucket {

		private final Rate rate;

		private final Sinks.Empty<Void> response = Sinks.empty();

		private boolean delayed;

		private int operations;

		private long consumed;

		DelayedBucket(Rate rate) {
			this.rate = rate;
		}

		@Override
		public Rate rate() {
			return this.rate;
		}

		@Override
		public Mono<Long> consume(long count, long maxWait, Runnable onConsumed) {
			return Mono.defer(() -> {
				add(-count);
				if (!this.delayed) {
					onConsumed.run();
					return Mono.just(0L);
				}
				this.response.asMono().subscribe((nothing) -> {
				}, (failure) -> {
				}, onConsumed);
				return this.response.asMono().thenReturn(0L);
			});
		}

		@Override
		public void add(long count) {
			this.operations++;
			this.consumed -= count;
		}

		@Override
		public double available() {
			return this.rate.capacity() - this.consumed;
		}

		@Override
		public void reduceTo(long count) {
			throw new UnsupportedOperationException();
		}

		private void respond() {
			this.delayed = false;
			this.response.tryEmitEmpty();
		}

	}

}
