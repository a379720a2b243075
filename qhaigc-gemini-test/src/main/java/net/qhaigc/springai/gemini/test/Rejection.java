package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error answer, in Google's shape or in the gateway's own.
 *
 * @param status the HTTP status
 * @param json the body
 */
record Rejection(int status, ObjectNode json) implements ReplyBody {

	private static final String TYPE = "type.googleapis.com/google.rpc.";

	/**
	 * Google's shape.
	 * @param status the HTTP status
	 * @param message the message, or null for that of the status
	 * @return the refusal
	 */
	static Rejection google(int status, @Nullable String message) {
		Meaning meaning = Meaning.of(status);
		ObjectNode json = Json.object();
		json.putObject("error")
			.put("code", status)
			.put("message", (message != null) ? message : meaning.message)
			.put("status", meaning.name());
		return new Rejection(status, json);
	}

	/**
	 * The gateway's own shape, which is OpenAI's.
	 * @param status the HTTP status
	 * @param code the code, or null for that of the status
	 * @param message the message, or null for that of the status
	 * @return the refusal
	 */
	static Rejection gateway(int status, @Nullable String code, @Nullable String message) {
		Meaning meaning = Meaning.of(status);
		String type = (code != null) ? code : meaning.code;
		ObjectNode json = Json.object();
		json.putObject("error")
			.put("message", (message != null) ? message : meaning.message)
			.put("type", type)
			.put("code", type);
		return new Rejection(status, json);
	}

	/**
	 * What Google answers to a request that breaks its rules.
	 * @param message the message
	 * @return the refusal
	 */
	static Rejection invalidArgument(String message) {
		return google(400, message);
	}

	/**
	 * What a request gets that nobody has prepared for: a 400, which clients do not
	 * retry.
	 * @param message the message
	 * @return the refusal
	 */
	static Rejection failedPrecondition(String message) {
		Rejection rejection = google(400, message);
		rejection.json.withObject("error").put("status", "FAILED_PRECONDITION");
		return rejection;
	}

	/**
	 * Adds the field at fault, as Google does for what its JSON parser refuses.
	 * @param field the path of the field, may be empty
	 * @param description what is wrong with it
	 * @return the refusal with one more violation
	 */
	Rejection withViolation(String field, String description) {
		Rejection copy = new Rejection(this.status, this.json.deepCopy());
		ArrayNode details = copy.details();
		ObjectNode badRequest = details.isEmpty() ? details.addObject().put("@type", TYPE + "BadRequest")
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

	Rejection retryAfter(int seconds) {
		if (this.json.path("error").has("type")) {
			return this;
		}
		Rejection copy = new Rejection(this.status, this.json.deepCopy());
		copy.details().addObject().put("@type", TYPE + "RetryInfo").put("retryDelay", seconds + "s");
		return copy;
	}

	String message() {
		return this.json.path("error").path("message").asString("");
	}

	private ArrayNode details() {
		return this.json.withObject("error").withArray("details");
	}

	/**
	 * What a status means: Google's name for it, the gateway's code, a message.
	 */
	private enum Meaning {

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

		Meaning(int status, String code, String message) {
			this.status = status;
			this.code = code;
			this.message = message;
		}

		static Meaning of(int status) {
			for (Meaning meaning : values()) {
				if (meaning.status == status) {
					return meaning;
				}
			}
			return switch (status) {
				case 408, 425 -> UNAVAILABLE;
				default -> (status < 500) ? INVALID_ARGUMENT : INTERNAL;
			};
		}

	}

}
