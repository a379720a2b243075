package net.qhaigc.springai.gemini.test.assertj;

import java.util.List;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import net.qhaigc.springai.gemini.test.JsonDifference;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * A mismatch between a JSON value in a request and the expected value.
 *
 * @param description what the value is, such as a tool result
 * @param pointer the location of the value in the request body, as a JSON Pointer
 * @param expected the expected value
 * @param actual the actual value
 * @param request the request
 */
record JsonMismatch(String description, String pointer, JsonNode expected, JsonNode actual, ReceivedRequest request) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final int MAX_DIFFERENCES = 10;

	/**
	 * Return the message of the failure: the differences, both values, and the request.
	 */
	String message() {
		return """

				Expecting the %s in the request to equal the expected JSON, but it differs at
				%s
				Expected:
				%s
				but was:
				%s
				in %s%s""".formatted(this.description, differences(), pretty(this.expected), pretty(this.actual),
				this.request, this.actual.equals(this.request.json()) ? "" : "\n" + pretty(this.request.json()));
	}

	private String differences() {
		List<JsonDifference> differences = JsonDifference.between(this.expected, this.actual);
		String shown = differences.stream()
			.limit(MAX_DIFFERENCES)
			.map((difference) -> "  " + new JsonDifference(this.pointer + difference.pointer(), difference.expected(),
					difference.actual()))
			.collect(Collectors.joining("\n"));
		int more = differences.size() - MAX_DIFFERENCES;
		return (more > 0) ? shown + "\n  and " + more + " more" : shown;
	}

	static String pretty(JsonNode json) {
		return json.isMissingNode() ? "no JSON" : MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
	}

}
