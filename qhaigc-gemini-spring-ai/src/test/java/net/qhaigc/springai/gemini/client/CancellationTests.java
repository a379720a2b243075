package net.qhaigc.springai.gemini.client;

import java.io.IOException;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.netty.Connection;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.once;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Cancellation}: a subscriber that cancels at any time leaves no open
 * connection and no leaked buffer.
 */
class CancellationTests {

	private static final int REPETITIONS = 1500;

	@Test
	void releasesBuffersWhenStreamIsCancelled() throws InterruptedException {
		cancelAtAnyTime((client) -> client.stream(request()));
	}

	@Test
	void releasesBuffersWhenCallIsCancelled() throws InterruptedException {
		cancelAtAnyTime((client) -> client.generate(request()).flux());
	}

	@Test
	void closesConnectionWhenCancelledWhileSending() throws InterruptedException {
		BaseSubscriber<Object> subscriber = new BaseSubscriber<>() {
		};
		CountDownLatch sent = new CountDownLatch(1);
		AtomicBoolean open = new AtomicBoolean(true);
		WebClient.Builder cancelling = WebClient.builder()
			.filter((request, next) -> next.exchange(ClientRequest.from(request).httpRequest((http) -> {
				CompletableFuture.runAsync(subscriber::cancel).join();
				Objects.requireNonNull(request.httpRequest()).accept(http);
				Connection connection = http.getNativeRequest();
				open.set(connection.channel().isActive());
				sent.countDown();
			}).build()));
		try (QhaigcGateway gateway = QhaigcGateway.start()) {
			once(QhaigcClient.builder().baseUrl(gateway.url()).apiKey(gateway.apiKey()).webClientBuilder(cancelling))
				.stream(request())
				.subscribe(subscriber);
			assertThat(sent.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(open).isFalse();
		}
	}

	@Test
	void dropsFailureAfterCancellation() throws InterruptedException {
		Publisher<String> failing = (subscriber) -> subscriber.onSubscribe(new LateFailure(subscriber));
		try (ErrorLog log = new ErrorLog()) {
			new Cancellation().of(Flux.from(failing)).subscribe().dispose();
			assertThat(log.errors()).isEmpty();
		}
	}

	private static void cancelAtAnyTime(Exchange exchange) throws InterruptedException {
		try (ErrorLog log = new ErrorLog(); QhaigcGateway gateway = QhaigcGateway.start()) {
			gateway.when((request) -> true).replyStream("one", "two", "three", "four");
			QhaigcClient client = once(QhaigcClient.builder().baseUrl(gateway.url()).apiKey(gateway.apiKey()));
			Random random = new Random(1);
			long span = TimeUnit.MILLISECONDS.toNanos(3);
			for (int i = 0; i < REPETITIONS; i++) {
				boolean late = cancel(exchange.with(client), (long) (random.nextDouble() * span));
				span = Math.min(20_000_000, Math.max(200_000, late ? span * 97 / 100 : span * 101 / 100));
			}
			assertThat(log.errors()).isEmpty();
		}
	}

	/** Cancel an exchange, and return whether it had ended before. */
	private static boolean cancel(Flux<?> exchange, long nanos) throws InterruptedException {
		CountDownLatch ended = new CountDownLatch(1);
		long start = System.nanoTime();
		Disposable subscription = exchange.doFinally((signal) -> ended.countDown()).subscribe();
		while (System.nanoTime() - start < nanos) {
			Thread.onSpinWait();
		}
		boolean late = subscription.isDisposed();
		subscription.dispose();
		assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
		return late;
	}

	/**
	 * Fails when it is cancelled, like a connection that is closed during a request.
	 *
	 * @param subscriber the subscriber that cancels
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
	private interface Exchange {

		Flux<?> with(QhaigcClient client);

	}

}
