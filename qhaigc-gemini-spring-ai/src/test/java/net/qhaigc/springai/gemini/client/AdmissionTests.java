package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.ai.model.SimpleApiKey;

import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.text;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@code Admission}, {@code Throttle} and {@code ConcurrencyLimit}.
 */
class AdmissionTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final TestClock time = new TestClock();

	@AfterEach
	void stop() {
		this.gateway.close();
		this.time.close();
	}

	@Nested
	class RateLimits {

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void delaysNewRequestsUntilRetryAfterHasElapsed(boolean streaming) {
			gateway.googleError(429).retryAfter(10);
			gateway.reply("ok");
			QhaigcClient client = withoutRetries(builder());
			assertThat(time.awaitFailure(client.generate(request()))).hasMessageContaining("429");
			Duration limitedAt = time.elapsed();
			CompletableFuture<GatewayResponse> call = send(client, request(), streaming);
			time.advance(Duration.ofMillis(9900));
			assertThat(gateway.received()).hasSize(1);
			time.advanceUntil(call::isDone);
			assertThat(text(call.join())).isEqualTo("ok");
			assertThat(time.elapsed().minus(limitedAt)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
		}

		@Test
		void doesNotDelayRequestsWhoseApiKeyOrModelIsNotRateLimited() {
			QhaigcClient client = withoutRetries(builder());
			receiveRateLimit(client, 10);
			gateway.when((request) -> true).reply("ok");
			// A request's own key counts as different from the client's key, even if both
			// have the same value.
			GatewayRequest requestWithOwnKey = GatewayRequest.builder()
				.model(request().model())
				.body(request().body())
				.apiKey(new SimpleApiKey(gateway.apiKey()))
				.build();
			assertThat(text(client.generate(requestWithOwnKey).block(TIMEOUT))).isEqualTo("ok");
			assertThat(text(client.generate(request("other", Map.of(), Map.of())).block(TIMEOUT))).isEqualTo("ok");
			CompletableFuture<GatewayResponse> delayed = client.generate(request()).toFuture();
			time.advance(Duration.ofSeconds(9));
			assertThat(delayed).isNotDone();
		}

		@Test
		void spreadsDelayedRequestsAfterRateLimit() {
			QhaigcClient client = withoutRetries(builder());
			receiveRateLimit(client, 20);
			gateway.when((request) -> true).reply("ok");
			Duration limitedAt = time.elapsed();
			List<Duration> sent = new CopyOnWriteArrayList<>();
			gateway.onRequest((request) -> sent.add(time.elapsed().minus(limitedAt)));
			List<CompletableFuture<GatewayResponse>> calls = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				calls.add(client.generate(request()).toFuture());
			}
			time.advance(Duration.ofMillis(19_500));
			time.advanceUntil(() -> calls.stream().allMatch(CompletableFuture::isDone));
			assertThat(sent).hasSize(50)
				.allSatisfy((at) -> assertThat(at).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(23)));
			assertThat(sent.get(49).minus(sent.get(0))).isGreaterThan(Duration.ofMillis(500));
		}

		@Test
		void doesNotDelayRequestIfRetryAfterExceedsMaximum() {
			gateway.googleError(429).retryAfter(61);
			gateway.reply("ok");
			QhaigcClient client = withoutRetries(builder());
			time.awaitFailure(client.generate(request()));
			assertThat(text(client.generate(request()).block(TIMEOUT))).isEqualTo("ok");
		}

		@Test
		void doesNotSendWaitingRequestAfterCancellation() {
			gateway.googleError(429).retryAfter(10);
			QhaigcClient client = withoutRetries(builder());
			time.awaitFailure(client.generate(request()));
			Disposable waiting = client.stream(request()).subscribe();
			waiting.dispose();
			time.advance(Duration.ofSeconds(30));
			assertThat(gateway.received()).hasSize(1);
		}

		@Test
		void appliesCallTimeoutToWaitingRequest() {
			gateway.googleError(429).retryAfter(10);
			QhaigcClient client = withoutRetries(builder().callTimeout(Duration.ofSeconds(3)));
			time.awaitFailure(client.generate(request()));
			assertThat(time.awaitFailure(client.generate(request()))).hasMessageContaining("qhaigc.call-timeout");
			assertThat(gateway.received()).hasSize(1);
		}

		@Test
		void failsWaitingRequestWhenClientIsClosed() {
			gateway.googleError(429).retryAfter(10);
			QhaigcClient client = withoutRetries(builder());
			time.awaitFailure(client.generate(request()));
			CompletableFuture<GatewayResponse> waiting = client.generate(request()).toFuture();
			client.close();
			assertThat(waiting).failsWithin(TIMEOUT)
				.withThrowableThat()
				.withMessageContaining("The client of the gateway is closed");
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void doesNotSendRequestIfConditionNoLongerHoldsAfterRateLimit(boolean streaming) {
			TestCondition condition = TestCondition.allowingAll();
			QhaigcClient client = withoutRetries(builder());
			receiveRateLimit(client, 10);
			CompletableFuture<GatewayResponse> waiting = send(client.withRequestCondition(condition), request(),
					streaming);
			time.advance(Duration.ofSeconds(5));
			condition.sendingAllowed = false;
			assertThat(failure(waiting).problem().code()).isEqualTo("request_not_sent");
			assertThat(gateway.received()).hasSize(1);
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void failsImmediatelyIfConditionForbidsWaitForEndOfRateLimit(boolean streaming) {
			List<Throwable> checkedFailures = new CopyOnWriteArrayList<>();
			QhaigcClient client = withoutRetries(builder());
			receiveRateLimit(client, 10);
			time.advance(Duration.ofSeconds(4));
			CompletableFuture<GatewayResponse> call = send(
					client.withRequestCondition(TestCondition.allowingRetryIf((failure) -> {
						checkedFailures.add(failure);
						return false;
					})), request(), streaming);
			GatewayFailure failure = (GatewayFailure) call.handle((response, ex) -> ex).join();
			assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMIT);
			assertThat(failure.problem().retryAfter()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
			assertThat(checkedFailures).singleElement()
				.satisfies((checked) -> assertThat(checked).hasMessageContaining("429"));
			assertThat(gateway.received()).hasSize(1);
		}

		private GatewayFailure failure(CompletableFuture<?> call) {
			time.advanceUntil(call::isDone);
			return (GatewayFailure) call.handle((response, ex) -> ex).join();
		}

	}

	@Nested
	class ConcurrentRequests {

		@Test
		void doesNotSendRequestIfConditionNoLongerHoldsAfterWait() {
			gateway.when((request) -> true).hang();
			TestCondition condition = TestCondition.allowingAll();
			QhaigcClient client = withoutRetries(builder().maxConcurrentRequests(1)).withRequestCondition(condition);
			Disposable first = client.stream(request()).subscribe();
			gateway.takeRequest();
			CompletableFuture<GatewayResponse> waiting = client.generate(request()).toFuture();
			condition.sendingAllowed = false;
			first.dispose();
			Throwable failure = waiting.handle((response, ex) -> ex).join();
			assertThat(((GatewayFailure) failure).problem().code()).isEqualTo("request_not_sent");
			assertThat(gateway.received()).hasSize(1);
		}

		@Test
		void limitsRequestsInProgress() {
			AtomicInteger received = new AtomicInteger();
			gateway.when((request) -> true).reply("ok").delay(Duration.ofMillis(50));
			gateway.onRequest((request) -> received.incrementAndGet());
			QhaigcClient client = withoutRetries(builder().maxConcurrentRequests(3));
			List<Integer> inProgress = new CopyOnWriteArrayList<>();
			AtomicInteger completed = new AtomicInteger();
			Flux.range(0, 12)
				.flatMap((i) -> (i % 2 == 0) ? client.generate(request()) : client.stream(request()).last(), 12)
				.doOnNext((response) -> inProgress.add(received.get() - completed.getAndIncrement()))
				.blockLast(TIMEOUT);
			assertThat(inProgress).hasSize(12).allSatisfy((count) -> assertThat(count).isBetween(1, 3));
		}

		@Test
		void sendsWaitingRequestsInOrder() {
			gateway.when((request) -> true).hang();
			QhaigcClient client = withoutRetries(builder().maxConcurrentRequests(1));
			List<Disposable> streams = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				streams.add(client.stream(request("model-" + i, Map.of(), Map.of())).subscribe());
			}
			for (int i = 0; i < 5; i++) {
				assertThat(gateway.takeRequest().model()).isEqualTo("model-" + i);
				assertThat(gateway.received()).hasSize(i + 1);
				streams.get(i).dispose();
			}
		}

		@Test
		void doesNotSendWaitingRequestAfterCancellation() {
			gateway.when((request) -> true).hang();
			QhaigcClient client = withoutRetries(builder().maxConcurrentRequests(1));
			Disposable first = client.stream(request("first", Map.of(), Map.of())).subscribe();
			Disposable second = client.stream(request("second", Map.of(), Map.of())).subscribe();
			client.stream(request("third", Map.of(), Map.of())).subscribe();
			second.dispose();
			assertThat(gateway.takeRequest().model()).isEqualTo("first");
			first.dispose();
			assertThat(gateway.takeRequest().model()).isEqualTo("third");
		}

		@Test
		void requestDelayedByRateLimitHoldsNoPermit() {
			QhaigcClient client = withoutRetries(builder().maxConcurrentRequests(1));
			receiveRateLimit(client, 10);
			gateway.when((request) -> true).reply("ok");
			CompletableFuture<GatewayResponse> waiting = client.generate(request()).toFuture();
			assertThat(text(client.generate(request("other", Map.of(), Map.of())).block(TIMEOUT))).isEqualTo("ok");
			assertThat(waiting).isNotDone();
			time.advanceUntil(waiting::isDone);
			assertThat(text(waiting.join())).isEqualTo("ok");
		}

		@Test
		void releasesPermitWhenRequestFails() {
			gateway.googleError(400);
			gateway.googleError(503);
			gateway.reply("ok");
			QhaigcClient client = builder().maxConcurrentRequests(1).build();
			time.awaitFailure(client.generate(request()));
			assertThat(text(time.await(client.stream(request())))).isEqualTo("ok");
		}

		@Test
		void failsWaitingRequestWhenClientIsClosed() {
			gateway.when((request) -> true).hang();
			QhaigcClient client = withoutRetries(builder().maxConcurrentRequests(1));
			client.stream(request()).onErrorComplete().subscribe();
			CompletableFuture<GatewayResponse> waiting = client.generate(request()).toFuture();
			gateway.takeRequest();
			client.close();
			await().atMost(TIMEOUT).until(waiting::isCompletedExceptionally);
		}

		@Test
		void rejectsNegativeMaximum() {
			assertThatIllegalArgumentException().isThrownBy(() -> builder().maxConcurrentRequests(-1))
				.withMessage("qhaigc.max-concurrent-requests must not be negative, but is -1");
		}

	}

	private void receiveRateLimit(QhaigcClient client, int retryAfterSeconds) {
		this.gateway.googleError(429).retryAfter(retryAfterSeconds);
		assertThat(this.time.awaitFailure(client.generate(request()))).hasMessageContaining("429");
	}

	private static CompletableFuture<GatewayResponse> send(QhaigcClient client, GatewayRequest request,
			boolean streaming) {
		return streaming ? client.stream(request).last().toFuture() : client.generate(request).toFuture();
	}

	private QhaigcClient.Builder builder() {
		return new QhaigcClientBuilder().clock(this.time.clock())
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey());
	}

}
