package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks the fields of a request in OpenAI's format. Only the first problem is reported.
 */
final class RequestFields {

	private final JsonNode body;

	private final List<String> problems = new ArrayList<>();

	private RequestFields(JsonNode body) {
		this.body = body;
	}

	/**
	 * Start checking a request.
	 * @param body the body
	 * @param known the names of all fields of the endpoint
	 */
	static RequestFields of(JsonNode body, Set<String> known) {
		RequestFields fields = new RequestFields(body);
		if (!(body instanceof ObjectNode)) {
			fields.problems.add("We could not parse the JSON body of your request.");
		}
		body.propertyNames()
			.stream()
			.filter((name) -> !known.contains(name))
			.forEach((name) -> fields.problems.add("Unrecognized request argument supplied: " + name));
		return fields;
	}

	/** Require a non-empty string. */
	RequestFields requireText(String name) {
		return requireThat(name, (value) -> !value.asString("").isEmpty(), "a non-empty string");
	}

	/** Require that a field is present, is not null and meets a condition. */
	RequestFields requireThat(String name, Predicate<JsonNode> condition, String expected) {
		if (!this.body.hasNonNull(name)) {
			this.problems.add("Missing required parameter: '" + name + "'.");
		}
		return optional(name, condition, expected);
	}

	/** Require at least one of two fields. */
	RequestFields requireAtLeastOneOf(String first, String second) {
		if (!this.body.hasNonNull(first) && !this.body.hasNonNull(second)) {
			this.problems.add("Missing required parameter: '" + first + "'.");
		}
		return this;
	}

	/** Require that a field is one of the given strings if it is present and not null. */
	RequestFields oneOf(String name, String... values) {
		return optional(name, (value) -> Set.of(values).contains(value.asString("")), "one of " + List.of(values));
	}

	/** Require that a field is an integer in a range if it is present and not null. */
	RequestFields integer(String name, int min, int max) {
		return optional(name,
				(value) -> value.isIntegralNumber() && value.longValue() >= min && value.longValue() <= max,
				"an integer from " + min + " to " + max);
	}

	/** Require that a field is a number in a range if it is present and not null. */
	RequestFields number(String name, double min, double max) {
		return optional(name, (value) -> value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max,
				"a number from " + min + " to " + max);
	}

	/** Require that a field meets a condition if the field is present and not null. */
	RequestFields optional(String name, Predicate<JsonNode> condition, String expected) {
		if (this.body.hasNonNull(name) && !condition.test(this.body.path(name))) {
			this.problems.add("Invalid value for '" + name + "': expected " + expected + ".");
		}
		return this;
	}

	/** Return the error response, or null if the request is valid. */
	@Nullable ErrorResponse result() {
		return this.problems.isEmpty() ? null : ErrorResponse.gateway(400, null, this.problems.get(0));
	}

}
