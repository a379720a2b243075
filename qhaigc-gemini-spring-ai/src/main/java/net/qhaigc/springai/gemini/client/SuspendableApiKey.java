package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.SimpleApiKey;

import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;

/**
 * One of the keys of a {@link RoundRobinApiKey}. After certain failures, the key is
 * suspended, that is, not used for some time. It is suspended for all models if it was
 * rejected or its account has insufficient credit, and for one model if the gateway
 * limits the rate of the key or does not permit the key to use the model.
 */
final class SuspendableApiKey {

	static final Duration SUSPENSION_AFTER_REJECTION = Duration.ofMinutes(1);

	/** Used if the gateway does not specify when the rate limit ends. */
	static final Duration SUSPENSION_AFTER_RATE_LIMIT = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(QhaigcClient.class);

	private static final int UNAUTHORIZED = 401;

	private static final String ALL_MODELS = "";

	private final SimpleApiKey value;

	private final int index;

	private final LongSupplier nanoTime;

	private final Map<String, Suspension> suspensions = new HashMap<>();

	private volatile boolean hasSuspensions;

	SuspendableApiKey(String value, int index, LongSupplier nanoTime) {
		this.value = new SimpleApiKey(value);
		this.index = index;
		this.nanoTime = nanoTime;
	}

	SimpleApiKey value() {
		return this.value;
	}

	/**
	 * Return the source of this key, such as {@code qhaigc.api-keys[0]}, given the source
	 * of all keys.
	 */
	String source(String keysSource) {
		return keysSource + "[" + this.index + "]";
	}

	/**
	 * Return how long the key remains suspended for a model; zero if it is not suspended.
	 */
	Duration remainingSuspension(String model) {
		Suspension suspension = suspension(model);
		return (suspension != null) ? Duration.ofNanos(suspension.endsAt() - this.nanoTime.getAsLong()) : Duration.ZERO;
	}

	/** Whether the key is suspended for a model for a reason other than a rate limit. */
	boolean isRejected(String model) {
		Suspension suspension = suspension(model);
		return suspension != null && suspension.rejected();
	}

	private @Nullable Suspension suspension(String model) {
		if (!this.hasSuspensions) {
			return null;
		}
		synchronized (this.suspensions) {
			long now = this.nanoTime.getAsLong();
			this.suspensions.values().removeIf((suspension) -> suspension.endsAt() - now <= 0);
			this.hasSuspensions = !this.suspensions.isEmpty();
			Suspension forAllModels = this.suspensions.get(ALL_MODELS);
			return (forAllModels != null) ? forAllModels : this.suspensions.get(model);
		}
	}

	/**
	 * Record a failure, and suspend the key if the key caused it. A failure without a
	 * response, such as an exceeded quota of the application, does not suspend the key.
	 * @param failure the failure of a request with this key
	 * @param model the model of the request
	 * @param keysSource the source of all keys, such as {@code qhaigc.api-keys}
	 * @return whether the request can succeed with another key
	 */
	boolean recordFailure(Throwable failure, String model, String keysSource) {
		if (!(failure instanceof GatewayFailure gatewayFailure) || gatewayFailure.problem().status() == 0) {
			return false;
		}
		if (gatewayFailure.kind() == FailureKind.RATE_LIMIT) {
			Duration hint = gatewayFailure.problem().retryAfter();
			suspend(model, (hint != null && hint.compareTo(Duration.ZERO) > 0) ? hint : SUSPENSION_AFTER_RATE_LIMIT,
					false, keysSource);
			return true;
		}
		if (gatewayFailure.kind() != FailureKind.API_KEY && gatewayFailure.kind() != FailureKind.CREDIT) {
			return false;
		}
		// If the request needs more credit than is left, the key is not suspended. It can
		// still be used for requests that need less credit.
		if (!GatewayErrors.isReservationTooLarge(failure)) {
			boolean forAllModels = gatewayFailure.kind() == FailureKind.CREDIT
					|| gatewayFailure.problem().status() == UNAUTHORIZED;
			suspend(forAllModels ? ALL_MODELS : model, SUSPENSION_AFTER_REJECTION, true, keysSource);
		}
		return true;
	}

	private void suspend(String model, Duration duration, boolean rejected, String keysSource) {
		synchronized (this.suspensions) {
			this.suspensions.put(model, new Suspension(this.nanoTime.getAsLong() + duration.toNanos(), rejected));
			this.hasSuspensions = true;
		}
		if (rejected) {
			logger.warn("The gateway rejected %s%s; this API key is not used for %d s".formatted(source(keysSource),
					model.isEmpty() ? "" : " for the model '" + model + "'", duration.toSeconds()));
		}
		else {
			logger.debug("The gateway limits the rate of %s for the model '%s'; this API key is not used for %d ms"
				.formatted(source(keysSource), model, duration.toMillis()));
		}
	}

	@Override
	public String toString() {
		return "[" + this.index + "]";
	}

	/**
	 * A period in which the key is suspended.
	 *
	 * @param endsAt when the period ends
	 * @param rejected whether the reason is other than a rate limit
	 */
	private record Suspension(long endsAt, boolean rejected) {

	}

}
