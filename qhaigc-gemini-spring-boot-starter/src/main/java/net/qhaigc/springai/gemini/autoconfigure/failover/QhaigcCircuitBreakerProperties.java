package net.qhaigc.springai.gemini.autoconfigure.failover;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.failover.CircuitBreakerSettings;

/**
 * Properties of the circuit breakers of the models in {@code qhaigc.failover}.
 *
 * @param windowSize Number of most recent requests whose failures are counted.
 * @param minimumRequests Minimum number of counted requests before failover skips a
 * model.
 * @param failureRate Percentage of failed requests at which failover skips a model.
 * @param openDuration How long failover skips a model, before a single request is sent to
 * it as a trial.
 */
@ConfigurationProperties("qhaigc.circuit-breaker")
public record QhaigcCircuitBreakerProperties(@DefaultValue("4") int windowSize, @DefaultValue("1") int minimumRequests,
		@DefaultValue("50") float failureRate, @DefaultValue("30s") Duration openDuration) {

	CircuitBreakerSettings toSettings() {
		try {
			return new CircuitBreakerSettings(this.windowSize, this.minimumRequests, this.failureRate,
					this.openDuration);
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigurationException("Invalid configuration under 'qhaigc.circuit-breaker': " + ex.getMessage(),
					"Correct the value of the property.");
		}
	}

}
