package net.qhaigc.springai.gemini.autoconfigure.failover;

import java.util.Map;
import java.util.Set;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import net.qhaigc.springai.gemini.failover.FailoverChatModel;

/**
 * Health of the default model and the models in {@code qhaigc.failover}: out of service
 * if the circuit breakers of all models are open, otherwise up. The details contain the
 * state of each circuit breaker. The indicator sends no requests.
 */
final class QhaigcFailoverHealthIndicator extends AbstractHealthIndicator {

	private static final Set<String> OPEN_STATES = Set.of("OPEN", "FORCED_OPEN");

	private final FailoverChatModel model;

	QhaigcFailoverHealthIndicator(FailoverChatModel model) {
		super("Health check of qhaigc.failover failed");
		this.model = model;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Map<String, String> states = this.model.states();
		boolean available = states.values().stream().anyMatch((state) -> !OPEN_STATES.contains(state));
		(available ? builder.up() : builder.outOfService()).withDetail("routes", states);
	}

}
