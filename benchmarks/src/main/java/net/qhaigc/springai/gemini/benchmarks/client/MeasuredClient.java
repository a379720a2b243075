package net.qhaigc.springai.gemini.benchmarks.client;

import java.time.Duration;

import net.qhaigc.springai.gemini.quota.BucketRequestQuota;
import net.qhaigc.springai.gemini.quota.QuotaLimits;

/**
 * A client that is measured.
 */
public interface MeasuredClient extends AutoCloseable {

	/**
	 * Prepare everything that can be prepared before the first exchange.
	 * @param task the task
	 * @return the exchange, which can be run repeatedly
	 */
	Exchange prepare(Task task);

	/**
	 * Create the client of this project with an in-memory quota for requests, tokens and
	 * concurrent requests that is so high that no request waits.
	 * @param baseUrl the URL of the server, without a path
	 * @param connections the maximum number of connections
	 * @return the client
	 */
	static MeasuredClient qhaigcWithQuota(String baseUrl, int connections) {
		BucketRequestQuota quota = BucketRequestQuota
			.builder(new QuotaLimits(10_000_000_000L, 60_000_000_000L, 1000, Duration.ofSeconds(10)))
			.build();
		return new QhaigcModelClient(baseUrl, connections, quota);
	}

	@Override
	default void close() {
	}

}
