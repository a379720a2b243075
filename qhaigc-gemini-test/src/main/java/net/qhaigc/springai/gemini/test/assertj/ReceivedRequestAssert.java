package net.qhaigc.springai.gemini.test.assertj;

import java.util.List;
import java.util.Objects;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * Assertions for a request. The assertions are named after the fields of Gemini's API,
 * even for requests to the unified endpoint. The message of a failure contains the
 * request and, if two JSON values were compared, their differences.
 */
public final class ReceivedRequestAssert extends AbstractAssert<ReceivedRequestAssert, ReceivedRequest> {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final RequestView view;

	ReceivedRequestAssert(ReceivedRequest request) {
		super(request, ReceivedRequestAssert.class);
		this.view = new RequestView(request);
	}

	/**
	 * Verify the model.
	 * @param model the ID of the model
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasModel(String model) {
		return has("model", this.actual.model(), model);
	}

	/**
	 * Verify that the request is for a streaming response.
	 * @return this assertion
	 */
	public ReceivedRequestAssert isStream() {
		return has("stream", this.actual.isStream(), true);
	}

	/**
	 * Verify that the request is not for a streaming response.
	 * @return this assertion
	 */
	public ReceivedRequestAssert isNotStream() {
		return has("stream", this.actual.isStream(), false);
	}

	/**
	 * Verify the system instruction.
	 * @param text the texts of all its parts, joined by line breaks
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasSystemInstruction(String text) {
		return has("system instruction", this.view.systemInstruction(), text);
	}

	/**
	 * Verify the last text of the user.
	 * @param text the text of the last user turn that contains text
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasUserText(String text) {
		List<String> texts = this.view.userTexts();
		return has("last text of the user", texts.isEmpty() ? null : texts.get(texts.size() - 1), text);
	}

	/**
	 * Verify all texts of the user.
	 * @param texts the text of each user turn that contains text
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasUserTexts(String... texts) {
		return has("texts of the user", this.view.userTexts(), List.of(texts));
	}

	/**
	 * Verify that a tool is declared.
	 * @param name the name of a function, or of a server tool such as
	 * {@code googleSearch}
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasTool(String name) {
		return this.view.toolNames().contains(name) ? this : has("tool", this.view.toolNames(), name);
	}

	/**
	 * Verify the declared tools.
	 * @param names the names, in any order
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasTools(String... names) {
		return has("tools", this.view.toolNames().stream().sorted().toList(),
				List.of(names).stream().sorted().toList());
	}

	/**
	 * Verify that no tools are declared.
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasNoTools() {
		return hasTools();
	}

	/**
	 * Verify a tool result.
	 * @param name the name of the tool; ignored for requests to the unified endpoint, in
	 * which tool results do not contain the name
	 * @param json the result as JSON; a JSON string for requests to the unified endpoint
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasToolResult(String name, String json) {
		List<JsonNode> results = this.view.toolResults(name);
		JsonNode expected = MAPPER.readTree(json);
		if (results.contains(expected)) {
			return this;
		}
		String description = "result of the tool " + name;
		return (results.size() == 1) ? hasJson(description, "", results.get(0), expected)
				: has(description, results, expected);
	}

	/**
	 * Verify the temperature.
	 * @param temperature the temperature
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasTemperature(double temperature) {
		return hasNumber("temperature", this.view.option("temperature", "temperature"), temperature);
	}

	/**
	 * Verify {@code topP}.
	 * @param topP the value
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasTopP(double topP) {
		return hasNumber("topP", this.view.option("topP", "top_p"), topP);
	}

	/**
	 * Verify the maximum number of output tokens.
	 * @param tokens the number of tokens
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasMaxOutputTokens(int tokens) {
		return hasNumber("maxOutputTokens", this.view.option("maxOutputTokens", "max_tokens"), tokens);
	}

	/**
	 * Verify a header.
	 * @param name the case-insensitive name
	 * @param value the first value of the header
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasHeader(String name, String value) {
		return has("header " + name, this.actual.header(name), value);
	}

	/**
	 * Verify a value in the body.
	 * @param pointer the location as a JSON Pointer, such as
	 * {@code /generationConfig/thinkingConfig/thinkingBudget}
	 * @param json the value as JSON
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasJsonAt(String pointer, String json) {
		return hasJson("JSON at " + pointer, pointer, this.actual.json().at(pointer), MAPPER.readTree(json));
	}

	/**
	 * Verify the body.
	 * @param json the body as JSON, in any order of properties
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasJson(String json) {
		return hasJson("JSON", "", this.actual.json(), MAPPER.readTree(json));
	}

	/**
	 * Verify that the gateway did not reject the request.
	 * @return this assertion
	 */
	public ReceivedRequestAssert isValid() {
		return has("rejection message", this.actual.rejectionMessage(), null);
	}

	/**
	 * Verify that the gateway rejected the request.
	 * @param message text that the error message must contain
	 * @return this assertion
	 */
	public ReceivedRequestAssert isRejected(String message) {
		String rejection = this.actual.rejectionMessage();
		return (rejection != null && rejection.contains(message)) ? this : has("rejection message", rejection, message);
	}

	private ReceivedRequestAssert hasJson(String description, String pointer, JsonNode found, JsonNode expected) {
		if (found.equals(expected)) {
			return this;
		}
		throw failureWithActualExpected(JsonMismatch.pretty(found), JsonMismatch.pretty(expected), "%s",
				new JsonMismatch(description, pointer, expected, found, this.actual).message());
	}

	private ReceivedRequestAssert hasNumber(String description, JsonNode found, double expected) {
		boolean equal = found.isNumber() && Double.compare(found.doubleValue(), expected) == 0;
		return equal ? this : has(description, found.isMissingNode() ? null : found, expected);
	}

	private ReceivedRequestAssert has(String description, @Nullable Object found, @Nullable Object expected) {
		if (Objects.equals(found, expected)) {
			return this;
		}
		throw failureWithActualExpected(found, expected,
				"%nExpecting the request to have the %s%n  %s%nbut found%n  %s%nin %s%n%s", description, expected,
				found, this.actual, JsonMismatch.pretty(this.actual.json()));
	}

}
