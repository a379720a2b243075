package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * Up if the gateway lists its models. Asks at most twice a minute, however often a probe
 * does.
 */
final class QhaigcHealthIndicator extends AbstractReactiveHealthIndicator {

	private static final Duration CACHED = Duration.ofSeconds(30);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Mono<List<String>> models;

	QhaigcHealthIndicator(QhaigcClient client) {
		super("The Qhaigc gateway does not list its models");
		this.models = Mono.defer(client::models)
			.timeout(PATIENCE)
			.cache((models) -> CACHED, (failure) -> CACHED, () -> CACHED);
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		return this.models.map((models) -> builder.up().withDetail("models", models.size()).build());
	}

}
