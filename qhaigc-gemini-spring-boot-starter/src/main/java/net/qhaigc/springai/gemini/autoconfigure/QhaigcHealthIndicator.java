package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * {@link org.springframework.boot.health.contributor.HealthIndicator} for the Qhaigc
 * gateway: up if the gateway lists its models. The result is cached, so that at most two
 * requests per minute are sent.
 */
final class QhaigcHealthIndicator extends AbstractReactiveHealthIndicator {

	private static final Duration CACHE_DURATION = Duration.ofSeconds(30);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Mono<List<String>> models;

	QhaigcHealthIndicator(QhaigcClient client) {
		super("Qhaigc health check failed");
		this.models = Mono.defer(client::models)
			.timeout(TIMEOUT)
			.cache((models) -> CACHE_DURATION, (failure) -> CACHE_DURATION, () -> CACHE_DURATION);
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		return this.models.map((models) -> builder.up().withDetail("models", models.size()).build());
	}

}
