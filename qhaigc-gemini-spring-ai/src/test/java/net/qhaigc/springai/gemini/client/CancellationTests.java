package net.qhaigc.springai.gemini.client;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.once;
import static net.qhaigc.springai.gemini.client.ClientFixtures.question;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever gives up, at whatever moment, leaves nothing behind.
 */
class CancellationTests {

	private static final int TIMES = 1500;

	@Test
	void wheneverAStreamIsCancelledNoBufferLeaks() throws InterruptedException {
		cancelAtAnyMoment((client) -> client.stream(question()));
	}

	@Test
	void wheneverACallIsCancelledNoBufferLeaks() throws InterruptedException {
		cancelAtAnyMoment((client) -> client.generate(question()).flux());
	}

	private static void cancelAtAnyMoment(Exchange exchange) throws InterruptedException {
		try (ErrorLog log = new ErrorLog(); QhaigcGateway gateway = QhaigcGateway.start()) {
			gateway.when((request) -> true).replyStream("one", "two", "three", "four");
			QhaigcClient client = once(QhaigcClient.builder().baseUrl(gateway.url()).apiKey(gateway.apiKey()));
			Random random = new Random(1);
			long span = TimeUnit.MILLISECONDS.toNanos(3);
			for (int i = 0; i < TIMES; i++) {
				boolean late = cancel(exchange.with(client), (long) (random.nextDouble() * span));
				span = Math.min(20_000_000, Math.max(200_000, late ? span * 97 / 100 : span * 101 / 100));
			}
			assertThat(log.errors()).isEmpty();
		}
	}

	/** Whether the exchange was over before it was cancelled. */
	private static boolean cancel(Flux<?> exchange, long nanos) throws InterruptedException {
		CountDownLatch over = new CountDownLatch(1);
		long start = System.nanoTime();
		Disposable subscription = exchange.doFinally((signal) -> over.countDown()).subscribe();
		while (System.nanoTime() - start < nanos) {
			Thread.onSpinWait();
		}
		boolean late = subscription.isDisposed();
		subscription.dispose();
		assertThat(over.await(5, TimeUnit.SECONDS)).isTrue();
		return late;
	}

	/** A call or a stream. */
	private interface Exchange {

		Flux<?> with(QhaigcClient client);

	}

}
