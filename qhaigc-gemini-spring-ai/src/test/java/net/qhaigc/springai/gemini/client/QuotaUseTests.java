package net.qhaigc.springai.gemini.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link QuotaUse}, with permits that are available immediately, that are
 * emitted during the subscription, and that are emitted later by another thread.
 */
class QuotaUseTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final List<String> permitCalls = new CopyOnWriteArrayList<>();

	private final List<RateLimits> limits = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource({ "IMMEDIATELY, false", "IMMEDIATELY, true", "DURING_SUBSCRIPTION, false", "DURING_SUBSCRIPTION, true",
			"LATER, false", "LATER, true" })
	void releasesPermitWithTokensOfResponse(Availability availability, boolean streaming) {
		this.gateway.reply("ok").usage(500, 250, 750);
		QhaigcClient client = client(availability);
		if (streaming) {
			client.stream(request()).blockLast(TIMEOUT);
		}
		else {
			// The permit is released before the caller receives the response.
			client.generate(request())
				.doOnNext((response) -> assertThat(this.permitCalls).first().isEqualTo("release 750"))
				.block(TIMEOUT);
		}
		assertThat(this.permitCalls).first().isEqualTo("release 750");
	}

	@ParameterizedTest
	@CsvSource({ "IMMEDIATELY", "DURING_SUBSCRIPTION", "LATER" })
	void releasesPermitIfRequestIsCancelledAfterItWasSent(Availability availability) {
		this.gateway.when((request) -> true).hang();
		Disposable call = client(availability).generate(request()).subscribe();
		this.gateway.takeRequest();
		call.dispose();
		await().untilAsserted(() -> assertThat(this.permitCalls).isNotEmpty());
		assertThat(this.permitCalls.get(0)).isEqualTo("release null");
	}

	@ParameterizedTest
	@CsvSource({ "IMMEDIATELY", "DURING_SUBSCRIPTION", "LATER" })
	void cancelsPermitIfConnectionCannotBeOpened(Availability availability) {
		QhaigcClient client = client(availability);
		this.gateway.close();
		client.generate(request()).onErrorComplete().block(TIMEOUT);
		await().untilAsserted(() -> assertThat(this.permitCalls).isNotEmpty());
		assertThat(this.permitCalls.get(0)).isEqualTo("cancel");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 429, 503 })
	void releasesPermitWithZeroTokensIfGatewayRejectsRequest(int status) {
		this.gateway.googleError(status);
		client(Availability.IMMEDIATELY).generate(request()).onErrorComplete().block(TIMEOUT);
		assertThat(this.permitCalls).first().isEqualTo("release 0");
	}

	@Test
	void releasesPermitWithoutTokenCountsIfResponseIsIncomplete() {
		this.gateway.reply("ok").closeAfterBytes(20);
		client(Availability.IMMEDIATELY).generate(request()).onErrorComplete().block(TIMEOUT);
		assertThat(this.permitCalls).first().isEqualTo("release null");
	}

	@Test
	void releasesPermitWithTokensOfIncompleteStream() {
		String event = """
				{"candidates":[{"content":{"role":"model","parts":[{"text":"Hel"}]}}],
				"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":5,"totalTokenCount":9}}""";
		this.gateway.replyEvents(event, event).closeAfter(1);
		client(Availability.IMMEDIATELY).stream(request()).onErrorComplete().blockLast(TIMEOUT);
		assertThat(this.permitCalls).first().isEqualTo("release 9");
	}

	@Test
	void releasesPermitWithRateLimitsOfResponse() {
		this.gateway.reply("ok").header("x-ratelimit-remaining-requests", "7");
		client(Availability.IMMEDIATELY).generate(request()).block(TIMEOUT);
		assertThat(this.limits.get(0).requestsRemaining()).isEqualTo(7);
	}

	@Test
	void cancelsWaitForPermitWhenRequestIsCancelled() {
		client(Availability.NEVER).generate(request()).subscribe().dispose();
		assertThat(this.permitCalls).containsExactly("cancel");
		assertThat(this.gateway.received()).isEmpty();
	}

	@Test
	void failsRequestIfQuotaRefusesIt() {
		QhaigcClient client = client(Availability.REFUSED);
		assertThatIllegalStateException().isThrownBy(() -> client.generate(request()).block(TIMEOUT))
			.withMessage("refused");
		assertThat(this.gateway.received()).isEmpty();
	}

	private QhaigcClient client(Availability availability) {
		return ClientFixtures.withoutRetries(QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.requestQuota(new TestQuota(availability)));
	}

	/** Whether and when a permit is available. */
	enum Availability {

		IMMEDIATELY, DURING_SUBSCRIPTION, LATER, NEVER, REFUSED

	}

	/** Provides permits as an {@link Availability} specifies. */
	private final class TestQuota implements RequestQuota {

		private final Availability availability;

		private TestQuota(Availability availability) {
			this.availability = availability;
		}

		@Override
		public @Nullable Permit tryAcquire(QuotaRequest request) {
			if (this.availability == Availability.REFUSED) {
				throw new IllegalStateException("refused");
			}
			return (this.availability == Availability.IMMEDIATELY) ? new TestPermit() : null;
		}

		@Override
		public Mono<Permit> acquire(QuotaRequest request) {
			Permit permit = new TestPermit();
			Sinks.One<Permit> sink = Sinks.one();
			if (this.availability == Availability.DURING_SUBSCRIPTION) {
				sink.tryEmitValue(permit);
			}
			else if (this.availability == Availability.LATER) {
				Schedulers.boundedElastic().schedule(() -> sink.tryEmitValue(permit));
			}
			return sink.asMono().doOnCancel(permit::cancel);
		}

	}

	/**
	 * Records its calls. Tests that send a request check only the first call, since
	 * {@link RequestQuota.Permit} specifies that later calls have no effect.
	 */
	private final class TestPermit implements RequestQuota.Permit {

		@Override
		public void cancel() {
			QuotaUseTests.this.permitCalls.add("cancel");
		}

		@Override
		public void release(@Nullable TokenCounts tokens, @Nullable RateLimits limits) {
			if (limits != null) {
				QuotaUseTests.this.limits.add(limits);
			}
			QuotaUseTests.this.permitCalls.add("release " + ((tokens != null) ? tokens.total() : null));
		}

	}

}
