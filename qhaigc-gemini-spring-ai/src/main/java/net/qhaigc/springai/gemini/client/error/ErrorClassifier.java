package net.qhaigc.springai.gemini.client.error;

import java.time.Duration;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * Decides whether an error is transient or permanent. A status that the user declared
 * transient or permanent takes precedence over the {@link ErrorRule}s, and these rules
 * take precedence over the defaults for statuses.
 *
 * @param statusRules the statuses that the user declared transient or permanent
 * @param model the requested model; null if the request has none
 * @param keySource where the API key comes from, such as a property
 * @param redaction removes the API key from a text
 */
record ErrorClassifier(StatusRules statusRules, @Nullable String model, String keySource,
		UnaryOperator<String> redaction) {

	static final int MAX_BODY_CHARS = 4 * 1024;

	/**
	 * Return the failure of a response.
	 * @param head the status and the headers
	 * @param error the error in the body; null if there is none
	 * @param body the body, or the beginning of it
	 */
	RuntimeException failure(ResponseHead head, @Nullable ErrorEnvelope error, String body) {
		int status = ErrorCodes.status(error, head.status());
		ReceivedError received = new ReceivedError(head, status, error, body, this.model);
		ErrorRule rule = ErrorRule.of(received);
		Duration retryAfter = RetryHints.max(head.retryAfter(), error, status);
		GatewayProblem problem = new GatewayProblem(status, excerpt(error != null ? error.code() : null),
				excerpt(error != null ? error.type() : null), excerpt(error != null ? error.message() : null),
				head.requestId(), retryAfter, excerpt(body));
		String message = new ErrorMessages(this.keySource).message(problem, received, rule,
				this.redaction.apply(String.valueOf(head.location())));
		Boolean override = override(head.status(), status);
		boolean isTransient = (override != null) ? override : isTransient(received, rule, retryAfter);
		// The rule is omitted for a status that the user declared transient, since the
		// rule could prevent retries.
		return isTransient ? new QhaigcTransientException(message, problem, null, (override != null) ? null : rule)
				: new QhaigcNonTransientException(message, problem, null, rule);
	}

	private @Nullable Boolean override(int responseStatus, int status) {
		Boolean override = this.statusRules.override(responseStatus);
		return (override != null) ? override : this.statusRules.override(status);
	}

	private static boolean isTransient(ReceivedError received, @Nullable ErrorRule rule,
			@Nullable Duration retryAfter) {
		ErrorOutcome outcome = (rule != null) ? rule.outcome() : ErrorOutcome.BY_STATUS;
		if (outcome != ErrorOutcome.BY_STATUS) {
			return outcome != ErrorOutcome.PERMANENT;
		}
		if (retryAfter != null) {
			return StatusRules.isTransientAfterRequestedDelay(received.status());
		}
		boolean isDailyQuota = received.error() != null && ErrorDetails.isDailyQuotaExhausted(received.error());
		return !isDailyQuota && StatusRules.isTransient(received.status());
	}

	/** Redacts before it truncates, so that no part of the API key remains. */
	@Nullable String excerpt(@Nullable String text) {
		if (text == null) {
			return null;
		}
		String redacted = this.redaction.apply(text);
		return redacted.isBlank() ? null : redacted.substring(0, Math.min(redacted.length(), MAX_BODY_CHARS));
	}

}
