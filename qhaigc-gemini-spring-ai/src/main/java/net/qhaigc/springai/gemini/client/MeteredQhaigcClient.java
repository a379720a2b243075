package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.retry.RetryTemplate;

/**
 * Records the time to the first chunk of a stream, including retries, and the time
 * between the chunks. The names of the metrics are those of OpenTelemetry's semantic
 * conventions for generative AI, and the tags are those of Spring AI's metrics.
 */
final class MeteredQhaigcClient implements QhaigcClient {

	private final QhaigcClient delegate;

	private final MeterRegistry registry;

	MeteredQhaigcClient(QhaigcClient delegate, MeterRegistry registry) {
		this.delegate = delegate;
		this.registry = registry;
	}

	@Override
	public Mono<GatewayResponse> generate(GatewayRequest request) {
		return this.delegate.generate(request);
	}

	@Override
	public Flux<GatewayResponse> stream(GatewayRequest request) {
		return Flux.defer(() -> {
			ChunkTimes times = new ChunkTimes(this.registry, request.model());
			return this.delegate.stream(request).doOnNext((chunk) -> times.record());
		});
	}

	@Override
	public Mono<List<String>> models() {
		return this.delegate.models();
	}

	@Override
	public Mono<SpendingLimits> spendingLimits() {
		return this.delegate.spendingLimits();
	}

	@Override
	public QhaigcClient withRetryTemplate(RetryTemplate retryTemplate) {
		return new MeteredQhaigcClient(this.delegate.withRetryTemplate(retryTemplate), this.registry);
	}

	@Override
	public QhaigcClient withRequestCondition(RequestCondition condition) {
		return new MeteredQhaigcClient(this.delegate.withRequestCondition(condition), this.registry);
	}

	@Override
	public void close(Duration grace) {
		this.delegate.close(grace);
	}

	@Override
	public void close() {
		this.delegate.close();
	}

	/** The times of one stream. */
	private static final class ChunkTimes {

		private final MeterRegistry registry;

		private final Timer betweenChunks;

		private Timer nextTimer;

		private long lastChunkAt;

		private ChunkTimes(MeterRegistry registry, String model) {
			Tags tags = Tags.of("gen_ai.operation.name", "chat", "gen_ai.system", "qhaigc", "gen_ai.request.model",
					model);
			this.registry = registry;
			this.nextTimer = registry.timer("gen_ai.client.operation.time_to_first_chunk", tags);
			this.betweenChunks = registry.timer("gen_ai.client.operation.time_per_output_chunk", tags);
			this.lastChunkAt = now();
		}

		private void record() {
			long now = now();
			this.nextTimer.record(now - this.lastChunkAt, TimeUnit.NANOSECONDS);
			this.nextTimer = this.betweenChunks;
			this.lastChunkAt = now;
		}

		private long now() {
			return this.registry.config().clock().monotonicTime();
		}

	}

}
