package net.qhaigc.springai.gemini.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;
import net.qhaigc.springai.gemini.client.scheduling.RunningRequests;
import net.qhaigc.springai.gemini.client.scheduling.TimeLimit;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Cancellation}: a subscriber that cancels at any time leaves no open
 * connection and no leaked buffer.
 */
class CancellationTests {

	private static final int REPETITIONS = 1500;

	private static final int CONCURRENCY = 16;

	/**
	 * Each exchange is cancelled after a random delay, up to a limit. The limit adapts to
	 * the duration of the exchanges, between these two values.
	 */
	private static final long MIN_DELAY_LIMIT_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

	private static final long MAX_DELAY_LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	@Test
	void releasesBuffersWhenStreamIsCancelled() throws InterruptedException {
		cancelAtRandomTimes((client) -> client.stream(request()));
	}

	@Test
	void releasesBuffersWhenCallIsCancelled() throws InterruptedException {
		cancelAtRandomTimes((client) -> client.generate(request()).flux());
	}

	/**
	 * If the event loop ends during an exchange, the exchange fails. An exception from
	 * the cancellation would replace this failure.
	 */
	@Test
	void ignoresRejectionByEventLoopThatHasEnded() {
		assertThatNoException().isThrownBy(() -> new Cancellation().run(() -> {
			throw new RejectedExecutionException("event executor terminated");
		}));
	}

	@Test
	void closesConnectionWhenRequestIsCancelledWhileItIsSent() throws InterruptedException {
		BaseSubscriber<Object> subscriber = new BaseSubscriber<>() {
		};
		CountDownLatch checked = new CountDownLatch(1);
		AtomicBoolean open = new AtomicBoolean(true);
		WebClient.Builder cancelling = WebClient.builder()
			.filter((request, next) -> next.exchange(ClientRequest.from(request).httpRequest((http) -> {
				CompletableFuture.runAsync(subscriber::cancel).join();
				Objects.requireNonNull(request.httpRequest()).accept(http);
				Connection connection = http.getNativeRequest();
				open.set(connection.channel().isActive());
				checked.countDown();
			}).build()));
		try (QhaigcGateway gateway = QhaigcGateway.start();
				QhaigcClient client = withoutRetries(QhaigcClient.builder()
					.baseUrl(gateway.url())
					.apiKey(gateway.apiKey())
					.webClientBuilder(cancelling))) {
			client.stream(request()).subscribe(subscriber);
			assertThat(checked.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(open).isFalse();
		}
	}

	@Test
	void dropsFailureAfterCancellation() throws InterruptedException {
		Publisher<String> failing = (subscriber) -> subscriber.onSubscribe(new LateFailure(subscriber));
		try (ErrorLog log = new ErrorLog()) {
			InactivityTimeout timeout = new InactivityTimeout(ClientSettings.defaults().timeouts(),
					new ClientSchedulers(), new RunningRequests());
			TimeLimit.of(Flux.from(failing), timeout).subscribe().dispose();
			assertThat(log.errors()).isEmpty();
		}
	}

	private static void cancelAtRandomTimes(ExchangeStarter starter) throws InterruptedException {
		try (ErrorLog log = new ErrorLog();
				QhaigcGateway gateway = QhaigcGateway.start();
				QhaigcClient client = withoutRetries(
						QhaigcClient.builder().baseUrl(gateway.url()).apiKey(gateway.apiKey()))) {
			gateway.when((request) -> true).replyStream("one", "two", "three", "four");
			Random random = new Random(1);
			AtomicLong delayLimit = new AtomicLong(TimeUnit.MILLISECONDS.toNanos(10));
			Flux.range(0, REPETITIONS)
				.flatMap((i) -> cancel(starter.start(client), (long) (random.nextDouble() * delayLimit.get())),
						CONCURRENCY)
				.doOnNext((completed) -> delayLimit.updateAndGet((nanos) -> Math.min(MAX_DELAY_LIMIT_NANOS,
						Math.max(MIN_DELAY_LIMIT_NANOS, completed ? nanos * 97 / 100 : nanos * 101 / 100))))
				.blockLast(Duration.ofSeconds(60));
			assertThat(log.errors()).isEmpty();
		}
	}

	/** Cancel an exchange after a delay, and return whether it had already completed. */
	private static Mono<Boolean> cancel(Flux<?> exchange, long delayNanos) {
		AtomicBoolean completed = new AtomicBoolean();
		return exchange.doOnComplete(() -> completed.set(true))
			.takeUntilOther(Mono.delay(Duration.ofNanos(delayNanos)))
			.then(Mono.fromSupplier(completed::get));
	}

	/**
	 * A subscription that fails when it is cancelled, like a connection that is closed
	 * during a request.
	 *
	 * @param subscriber the subscriber that receives the failure
	 */
	private record LateFailure(Subscriber<?> subscriber) implements Subscription {

		@Override
		public void request(long count) {
		}

		@Override
		public void cancel() {
			this.subscriber.onError(new IOException("closed"));
		}

	}

	/** Starts a call or a stream. */
	private interface ExchangeStarter {

		Flux<?> start(QhaigcClient client);

	}

}
