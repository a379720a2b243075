package net.qhaigc.springai.gemini.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.error.RateLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CombinedQuota}.
 */
class CombinedQuotaTests {

	private final List<String> calls = new ArrayList<>();

	private final QuotaRequest request = QuotaRequest.of(ClientFixtures.request());

	@Test
	void returnsPermitForBothQuotas() {
		RequestQuota.Permit permit = quota("a", () -> permit("a")).and(quota("b", () -> permit("b")))
			.tryAcquire(this.request);
		assertThat(permit).isNotNull();
		permit.release(TokenCounts.NONE, null);
		assertThat(this.calls).containsExactly("tryAcquire a", "tryAcquire b", "release b", "release a");
	}

	@Test
	void doesNotAcquireSecondPermitIfFirstQuotaHasNone() {
		assertThat(quota("a", () -> null).and(quota("b", () -> permit("b"))).tryAcquire(this.request)).isNull();
		assertThat(this.calls).containsExactly("tryAcquire a");
	}

	@Test
	void cancelsFirstPermitIfSecondQuotaHasNone() {
		assertThat(quota("a", () -> permit("a")).and(quota("b", () -> null)).tryAcquire(this.request)).isNull();
		assertThat(this.calls).containsExactly("tryAcquire a", "tryAcquire b", "cancel a");
	}

	@Test
	void cancelsFirstPermitIfTryAcquireOfSecondQuotaThrows() {
		RequestQuota quota = quota("a", () -> permit("a")).and(quota("b", () -> {
			throw new IllegalStateException("no");
		}));
		assertThatIllegalStateException().isThrownBy(() -> quota.tryAcquire(this.request)).withMessage("no");
		assertThat(this.calls).containsExactly("tryAcquire a", "tryAcquire b", "cancel a");
	}

	@Test
	void awaitsPermitsOfBothQuotasInOrder() {
		RequestQuota quota = awaitingQuota("a", Mono.just(permit("a"))).and(awaitingQuota("b", Mono.just(permit("b"))));
		RequestQuota.Permit permit = quota.acquire(this.request).block();
		assertThat(permit).isNotNull();
		permit.cancel();
		assertThat(this.calls).containsExactly("acquire a", "acquire b", "cancel b", "cancel a");
	}

	@Test
	void cancelsFirstPermitIfSecondQuotaEmitsError() {
		RequestQuota quota = awaitingQuota("a", Mono.just(permit("a")))
			.and(awaitingQuota("b", Mono.error(new IllegalStateException("no"))));
		assertThatIllegalStateException().isThrownBy(() -> quota.acquire(this.request).block()).withMessage("no");
		assertThat(this.calls).containsExactly("acquire a", "acquire b", "cancel a");
	}

	@Test
	void cancelsFirstPermitIfAcquireOfSecondQuotaThrows() {
		RequestQuota quota = awaitingQuota("a", Mono.just(permit("a"))).and((request) -> {
			throw new IllegalStateException("no");
		});
		assertThatIllegalStateException().isThrownBy(() -> quota.acquire(this.request).block()).withMessage("no");
		assertThat(this.calls).containsExactly("acquire a", "cancel a");
	}

	@Test
	void cancelsFirstPermitIfWaitForSecondPermitIsCancelled() {
		RequestQuota quota = awaitingQuota("a", Mono.just(permit("a"))).and(awaitingQuota("b", Mono.never()));
		quota.acquire(this.request).subscribe().dispose();
		assertThat(this.calls).containsExactly("acquire a", "acquire b", "cancel a");
	}

	/** Create a quota whose permits are acquired with {@code acquire}. */
	private RequestQuota awaitingQuota(String name, Mono<RequestQuota.Permit> permit) {
		return new RequestQuota() {

			@Override
			public Mono<Permit> acquire(QuotaRequest request) {
				CombinedQuotaTests.this.calls.add("acquire " + name);
				return permit;
			}

			@Override
			public @Nullable Permit tryAcquire(QuotaRequest request) {
				return null;
			}

		};
	}

	/** Create a quota whose permits are acquired with {@code tryAcquire}. */
	private RequestQuota quota(String name, Supplier<RequestQuota.@Nullable Permit> permit) {
		return new RequestQuota() {

			@Override
			public Mono<Permit> acquire(QuotaRequest request) {
				return Mono.error(() -> new AssertionError("not expected"));
			}

			@Override
			public @Nullable Permit tryAcquire(QuotaRequest request) {
				CombinedQuotaTests.this.calls.add("tryAcquire " + name);
				return permit.get();
			}

		};
	}

	private RequestQuota.Permit permit(String name) {
		return new RequestQuota.Permit() {

			@Override
			public void cancel() {
				CombinedQuotaTests.this.calls.add("cancel " + name);
			}

			@Override
			public void release(@Nullable TokenCounts tokens, @Nullable RateLimits limits) {
				CombinedQuotaTests.this.calls.add("release " + name);
			}

		};
	}

}
