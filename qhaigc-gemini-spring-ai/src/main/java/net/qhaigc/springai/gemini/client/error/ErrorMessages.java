package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * Composes the messages of failures that the gateway reported: what happened, and what
 * the user can do about it.
 *
 * @param model the requested model; null if none was requested
 * @param keySource where the API key comes from, such as a property
 */
record ErrorMessages(@Nullable String model, String keySource) {

	/** The model that the starter uses if the user does not set one. */
	private static final String DEFAULT_MODEL = "gemini-2.5-flash";

	/**
	 * Return the message of a failure.
	 * @param problem the details of the failure, redacted
	 * @param error the error in the body of the response; null if there was none
	 * @param html whether the body is an HTML page
	 * @param location the redacted target of a redirect
	 */
	String message(GatewayProblem problem, @Nullable ErrorEnvelope error, boolean html, String location) {
		StringBuilder message = new StringBuilder("The gateway returned ").append(problem.status());
		String code = (problem.code() != null) ? problem.code() : problem.type();
		if (code != null) {
			message.append(' ').append(code);
		}
		message.append((problem.message() != null) ? ": " + problem.message() : "");
		String action = html ? html(problem.status()) : action(problem, error, location);
		if (!action.isEmpty()) {
			boolean ended = message.charAt(message.length() - 1) == '.';
			message.append(ended ? " " : ". ").append(action);
		}
		return message.toString();
	}

	private static String html(int status) {
		return (status >= 500)
				? "The response is an HTML page: the gateway, or a proxy in front of it, is unavailable. Try again later"
				: "The response is an HTML page, which a gateway does not return. Check qhaigc.base-url";
	}

	private String action(GatewayProblem problem, @Nullable ErrorEnvelope error, String location) {
		int status = problem.status();
		if (status == 401 || (error != null && ErrorCodes.isInvalidApiKey(error))) {
			return "Check " + this.keySource + environmentVariable();
		}
		if (ErrorCodes.isBillingError(problem.code()) || ErrorCodes.isBillingError(problem.type())) {
			return "The account of the API key has insufficient credit (" + this.keySource + ")";
		}
		if (problem.retryAfter() != null) {
			return "Retry after " + problem.retryAfter().toMillis() / 1000.0 + " s";
		}
		return switch (status) {
			case 301, 302, 303, 307, 308 -> "The redirect to " + location + " was not followed. Set qhaigc.base-url to "
					+ "the URL of the gateway (qhaigc.redirects follows redirects to the same origin only)";
			case 403 -> "The API key is not permitted to use this model or feature (403). Check " + this.keySource;
			case 404 -> notFound();
			case 413 -> "The request is too large for the gateway. Send fewer messages or smaller media";
			default -> "";
		};
	}

	private String notFound() {
		if (this.model == null) {
			return "Check qhaigc.base-url";
		}
		return DEFAULT_MODEL.equals(this.model)
				? "The default model " + this.model
						+ " may have been retired. Set qhaigc.model to a model of the gateway"
				: "Check qhaigc.model: the gateway may not offer '" + this.model + "'";
	}

	private String environmentVariable() {
		return this.keySource.equals("qhaigc.api-key") ? " (environment variable QHAIGC_API_KEY)" : "";
	}

}
