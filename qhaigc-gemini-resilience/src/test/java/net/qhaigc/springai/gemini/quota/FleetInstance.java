package net.qhaigc.springai.gemini.quota;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.slf4j.LoggerFactory;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * An instance of an application, which runs in its own process. Its threads share a quota
 * with each other and with the other instances. The instance sends one request and prints
 * {@code ready}. When it has read a line from the standard input, its threads start, and
 * send requests as soon as the quota permits them. When the instance has read a second
 * line, it stops its threads, and prints how many requests were refused because the store
 * was not available, and all unexpected failures.
 */
final class FleetInstance {

	private final AtomicInteger refusedWithoutStore = new AtomicInteger();

	private final List<String> unexpectedFailures = new ArrayList<>();

	private volatile boolean running = true;

	private FleetInstance() {
	}

	/**
	 * Run an instance.
	 * @param arguments the URIs of Redis and of the gateway, the API key, the requests
	 * per minute, and the number of threads
	 */
	public static void main(String[] arguments) throws Exception {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		RedisClient redis = RedisClient.create(arguments[0]);
		try (BucketRequestQuota quota = quota(redis, Long.parseLong(arguments[3]));
				QhaigcClient client = QhaigcClient.builder()
					.baseUrl(arguments[1])
					.apiKey(arguments[2])
					.requestQuota(quota)
					.build()) {
			QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
				.client(client)
				.retryTemplate(new RetryTemplate(RetryPolicy.builder().maxRetries(0).build()))
				.options(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").build())
				.build();
			new FleetInstance().run(model, Integer.parseInt(arguments[4]));
		}
		redis.shutdown(Duration.ZERO, Duration.ofSeconds(2));
	}

	static BucketRequestQuota quota(RedisClient redis, long requestsPerMinute) {
		return BucketRequestQuota.builder(new QuotaLimits(requestsPerMinute, 0, 0, Duration.ofSeconds(10)))
			.store(BucketStore.of(Bucket4jLettuce
				.casBasedBuilder(redis.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)))
				.expirationAfterWrite(
						ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(2)))
				.build()), "fleet")
			.whenStoreFails(StoreFailurePolicy.REFUSE)
			.build();
	}

	private void run(QhaigcGeminiChatModel model, int threadCount) throws IOException, InterruptedException {
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
		model.call("Load all classes.");
		System.out.println("ready");
		input.readLine();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < threadCount; i++) {
			threads.add(new Thread(() -> sendUntilStopped(model)));
		}
		threads.forEach(Thread::start);
		input.readLine();
		this.running = false;
		for (Thread thread : threads) {
			thread.join();
		}
		System.out
			.println("refused without store " + this.refusedWithoutStore + ", unexpected " + this.unexpectedFailures);
	}

	private void sendUntilStopped(QhaigcGeminiChatModel model) {
		while (this.running) {
			try {
				model.call("Hello.");
			}
			catch (RuntimeException ex) {
				recordFailure(ex);
			}
		}
	}

	private void recordFailure(RuntimeException failure) {
		if (failure instanceof QhaigcTransientException refused
				&& "quota_store_unavailable".equals(refused.problem().code())) {
			this.refusedWithoutStore.incrementAndGet();
			// Without a delay, the thread would send requests in a busy loop.
			try {
				TimeUnit.MILLISECONDS.sleep(50);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return;
		}
		synchronized (this.unexpectedFailures) {
			this.unexpectedFailures.add(failure.toString());
		}
	}

}
