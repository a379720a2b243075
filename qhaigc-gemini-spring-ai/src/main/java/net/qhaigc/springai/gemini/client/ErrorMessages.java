package net.qhaigc.springai.gemini.client;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * Puts a failure into words for someone who has never seen this code: what came, and what
 * to do.
 */
final class ErrorMessages {

	/** The model that the starter asks for where the user names none. */
	private static final String DEFAULT_MODEL = "gemini-2.5-flash";

	private ErrorMessages() {
	}

	static String message(GatewayProblem problem, @Nullable ErrorEnvelope error, @Nullable String model, boolean html,
			String location) {
		StringBuilder message = new StringBuilder("The gateway answered ").append(problem.status());
		String word = (problem.code() != null) ? problem.code() : problem.type();
		if (word != null) {
			message.append(' ').append(word);
		}
		message.append((problem.message() != null) ? ": " + problem.message() : "");
		String advice = html ? html(problem.status()) : advice(problem, error, model, location);
		if (!advice.isEmpty()) {
			boolean ended = message.charAt(message.length() - 1) == '.';
			message.append(ended ? " " : ". ").append(advice);
		}
		return message.toString();
	}

	private static String html(int status) {
		return (status >= 500)
				? "It sent an HTML page: the gateway, or something between it and this application, is out of order. Try again later"
				: "It sent an HTML page, which does not look like the gateway: check qhaigc.base-url";
	}

	private static String advice(GatewayProblem problem, @Nullable ErrorEnvelope error, @Nullable String model,
			String location) {
		int status = problem.status();
		if (status == 401 || (error != null && GatewayErrors.isInvalidKey(error))) {
			return "Check qhaigc.api-key (environment variable QHAIGC_API_KEY)";
		}
		if (isBillingError(problem.code()) || isBillingError(problem.type())) {
			return "The account of qhaigc.api-key has nothing left to spend";
		}
		if (problem.retryAfter() != null) {
			return "The gateway asks to wait " + problem.retryAfter().toMillis() / 1000.0 + " s";
		}
		return switch (status) {
			case 301, 302, 303, 307, 308 -> "It redirects to " + location
					+ ", which is not followed: set qhaigc.base-url to where the gateway is (qhaigc.redirects follows on the same origin alone)";
			case 403 -> "The key of qhaigc.api-key may not do this";
			case 404 -> notFound(model);
			case 413 -> "The request is too large for the gateway: send less history or smaller media";
			default -> "";
		};
	}

	private static String notFound(@Nullable String model) {
		if (model == null) {
			return "Check qhaigc.base-url";
		}
		return DEFAULT_MODEL.equals(model)
				? "The default model " + model + " may have been retired: set qhaigc.model to a model of the gateway"
				: "Check qhaigc.model: the gateway may not know '" + model + "'";
	}

	private static boolean isBillingError(@Nullable String word) {
		if (word == null) {
			return false;
		}
		String lower = word.toLowerCase(Locale.ROOT);
		return lower.startsWith("insufficient_") || lower.startsWith("billing_");
	}

}
