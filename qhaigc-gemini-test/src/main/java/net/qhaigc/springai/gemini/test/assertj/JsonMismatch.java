package net.qhaigc.springai.gemini.test.assertj;

import java.util.List;
import java.util.stream.Collectors;

import net.qhaigc.springai.gemini.test.JsonDifference;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON in a request that is not what was expected.
 *
 * @param what what it is, in words
 * @param pointer the place from which differences are counted
 * @param expected what was expected
 * @param found what was found
 * @param request where it was found
 */
record JsonMismatch(String what, String pointer, JsonNode expected, JsonNode found, ReceivedRequest request) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final int MAX_SHOWN = 10;

	/**
	 * The message of a failure: first where they differ, then both whole.
	 */
	String message() {
		return """

				Expecting the request to have the %s, but it differs at
				%s
				Expected was
				%s
				but found was
				%s
				in %s%s""".formatted(this.what, differences(), pretty(this.expected), pretty(this.found), this.request,
				this.found.equals(this.request.json()) ? "" : "\n" + pretty(this.request.json()));
	}

	private String differences() {
		List<JsonDifference> differences = JsonDifference.between(this.expected, this.found);
		String shown = differences.stream()
			.limit(MAX_SHOWN)
			.map((difference) -> "  " + new JsonDifference(this.pointer + difference.pointer(), difference.expected(),
					difference.actual()))
			.collect(Collectors.joining("\n"));
		int more = differences.size() - MAX_SHOWN;
		return (more > 0) ? shown + "\n  and " + more + " more" : shown;
	}

	static String pretty(JsonNode json) {
		return json.isMissingNode() ? "no JSON" : MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
	}

}
