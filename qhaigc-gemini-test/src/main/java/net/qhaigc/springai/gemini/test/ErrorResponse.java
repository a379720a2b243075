package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error response in Google's format, in the gateway's own format, or in the format of
 * a relay.
 *
 * @param status the HTTP status
 * @param json the body
 */
record ErrorResponse(int status, ObjectNode json) implements ReplyBody {

	private static final String TYPE_PREFIX = "type.googleapis.com/google.rpc.";

	/**
	 * Create an error in Google's format.
	 * @param status the HTTP status
	 * @param message the message, or null for the default message of the status
	 */
	static ErrorResponse google(int status, @Nullable String message) {
		Defaults defaults = Defaults.of(status);
		ObjectNode json = Json.object();
		json.putObject("error")
			.put("code", status)
			.put("message", (message != null) ? message : defaults.message)
			.put("status", defaults.name());
		return new ErrorResponse(status, json);
	}

	/**
	 * Create an error in the gateway's own format, which is OpenAI's.
	 * @param status the HTTP status
	 * @param code the code, or null for the default code of the status
	 * @param message the message, or null for the default message of the status
	 */
	static ErrorResponse gateway(int status, @Nullable String code, @Nullable String message) {
		Defaults defaults = Defaults.of(status);
		String codeOrDefault = (code != null) ? code : defaults.code;
		ObjectNode json = Json.object();
		json.putObject("error")
			.put("message", (message != null) ? message : defaults.message)
			.put("type", codeOrDefault)
			.put("code", codeOrDefault);
		return new ErrorResponse(status, json);
	}

	/**
	 * Create the error, in Google's format, for a request that violates Google's rules.
	 * @param message the message
	 */
	static ErrorResponse invalidArgument(String message) {
		return google(400, message);
	}

	/**
	 * Create the error response for a mistake in the test, such as a missing reply: a
	 * 400, which clients do not retry.
	 * @param message the message
	 */
	static ErrorResponse failedPrecondition(String message) {
		ErrorResponse response = google(400, message);
		response.json.withObject("error").put("status", "FAILED_PRECONDITION");
		return response;
	}

	/**
	 * Return a copy with a field violation, which Google adds to the errors of its JSON
	 * parser.
	 * @param field the path of the field, or an empty string for the complete request
	 * @param description what is wrong with the field
	 * @return a copy with the violation
	 */
	ErrorResponse withFieldViolation(String field, String description) {
		ErrorResponse copy = new ErrorResponse(this.status, this.json.deepCopy());
		ArrayNode details = copy.details();
		ObjectNode badRequest = details.isEmpty() ? details.addObject().put("@type", TYPE_PREFIX + "BadRequest")
				: (ObjectNode) details.get(0);
		ObjectNode violation = badRequest.withArray("fieldViolations").addObject();
		if (!field.isEmpty()) {
			violation.put("field", field);
		}
		violation.put("description", description);
		return copy;
	}

	@Override
	public String describe() {
		return "with status " + this.status + ": " + message();
	}

	/**
	 * Return a copy with the retry delay, or this error if it is not in Google's format,
	 * since the other formats have no field for the delay.
	 */
	ErrorResponse withRetryAfter(int seconds) {
		if (this.json.path("error").has("type")) {
			return this;
		}
		ErrorResponse copy = new ErrorResponse(this.status, this.json.deepCopy());
		copy.details().addObject().put("@type", TYPE_PREFIX + "RetryInfo").put("retryDelay", seconds + "s");
		return copy;
	}

	String message() {
		return this.json.path("error").path("message").asString("");
	}

	private ArrayNode details() {
		return this.json.withObject("error").withArray("details");
	}

	/**
	 * The defaults of a status: Google's name, the gateway's code and a message.
	 */
	private enum Defaults {

		INVALID_ARGUMENT(400, "invalid_request_error", "Request contains an invalid argument."),

		UNAUTHENTICATED(401, "invalid_api_key", "The API key is missing or not valid."),

		PERMISSION_DENIED(403, "permission_denied", "The caller does not have permission."),

		NOT_FOUND(404, "model_not_found", "Requested entity was not found."),

		ABORTED(409, "conflict", "The operation was aborted. Please retry."),

		RESOURCE_EXHAUSTED(429, "rate_limit_exceeded", "Resource has been exhausted (e.g. check quota)."),

		CANCELLED(499, "request_cancelled", "The operation was cancelled."),

		INTERNAL(500, "server_error", "An internal error has occurred. Please retry."),

		UNAVAILABLE(503, "server_error", "The model is overloaded. Please try again later."),

		DEADLINE_EXCEEDED(504, "server_error", "Deadline expired before operation could complete.");

		private final int status;

		private final String code;

		private final String message;

		Defaults(int status, String code, String message) {
			this.status = status;
			this.code = code;
			this.message = message;
		}

		static Defaults of(int status) {
			for (Defaults defaults : values()) {
				if (defaults.status == status) {
					return defaults;
				}
			}
			return switch (status) {
				case 408, 425 -> UNAVAILABLE;
				default -> (status < 500) ? INVALID_ARGUMENT : INTERNAL;
			};
		}

	}

}
