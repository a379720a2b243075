package net.qhaigc.springai.gemini.test.assertj;

import java.util.List;
import java.util.Objects;

import net.qhaigc.springai.gemini.test.ReceivedRequest;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Assertions on a request, in the words of Gemini's API whichever endpoint was asked. A
 * failure shows the request, and of JSON first where it differs.
 */
public final class ReceivedRequestAssert extends AbstractAssert<ReceivedRequestAssert, ReceivedRequest> {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final RequestView view;

	ReceivedRequestAssert(ReceivedRequest request) {
		super(request, ReceivedRequestAssert.class);
		this.view = new RequestView(request);
	}

	/**
	 * Asserts which model was asked.
	 * @param model the id of the model
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasModel(String model) {
		return has("model", this.actual.model(), model);
	}

	/**
	 * Asserts that the answer is to be streamed.
	 * @return this assertion
	 */
	public ReceivedRequestAssert isStream() {
		return has("stream", this.actual.isStream(), true);
	}

	/**
	 * Asserts that the answer is to come at once.
	 * @return this assertion
	 */
	public ReceivedRequestAssert isNotStream() {
		return has("stream", this.actual.isStream(), false);
	}

	/**
	 * Asserts what the system instruction is.
	 * @param text its parts, joined by line breaks
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasSystemInstruction(String text) {
		return has("system instruction", this.view.systemInstruction(), text);
	}

	/**
	 * Asserts what the user said last.
	 * @param text the text of the last turn of the user that has text
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasUserText(String text) {
		List<String> texts = this.view.userTexts();
		return has("last text of the user", texts.isEmpty() ? null : texts.get(texts.size() - 1), text);
	}

	/**
	 * Asserts what the user said in all turns.
	 * @param texts the texts of the turns of the user that have text
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasUserTexts(String... texts) {
		return has("texts of the user", this.view.userTexts(), List.of(texts));
	}

	/**
	 * Asserts that a tool is offered.
	 * @param name the name of a function, or of a server tool such as
	 * {@code googleSearch}
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasTool(String name) {
		return this.view.tools().contains(name) ? this : has("tool", this.view.tools(), name);
	}

	/**
	 * Asserts which tools are offered.
	 * @param names the names, in any order
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasTools(String... names) {
		return has("tools", this.view.tools().stream().sorted().toList(), List.of(names).stream().sorted().toList());
	}

	/**
	 * Asserts that no tool is offered.
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasNoTools() {
		return hasTools();
	}

	/**
	 * Asserts what a tool has answered.
	 * @param name the name of the tool; ignored for the unified endpoint, which does not
	 * send it
	 * @param json the answer as JSON
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasToolResult(String name, String json) {
		List<JsonNode> results = this.view.toolResults(name);
		JsonNode expected = MAPPER.readTree(json);
		if (results.contains(expected)) {
			return this;
		}
		String what = "result of the tool " + name;
		return (results.size() == 1) ? hasJson(what, "", results.get(0), expected) : has(what, results, expected);
	}

	/**
	 * Asserts the temperature.
	 * @param temperature the temperature
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasTemperature(double temperature) {
		return hasNumber("temperature", this.view.setting("temperature", "temperature"), temperature);
	}

	/**
	 * Asserts {@code topP}.
	 * @param topP the value
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasTopP(double topP) {
		return hasNumber("topP", this.view.setting("topP", "top_p"), topP);
	}

	/**
	 * Asserts the limit of the answer.
	 * @param tokens the most tokens it may have
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasMaxOutputTokens(int tokens) {
		return hasNumber("maxOutputTokens", this.view.setting("maxOutputTokens", "max_tokens"), tokens);
	}

	/**
	 * Asserts a header.
	 * @param name the name, in any case
	 * @param value its first value
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasHeader(String name, String value) {
		return has("header " + name, this.actual.header(name), value);
	}

	/**
	 * Asserts what stands at a place of the body.
	 * @param pointer the place, as a JSON Pointer such as
	 * {@code /generationConfig/thinkingConfig/thinkingBudget}
	 * @param json the value as JSON
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasJsonAt(String pointer, String json) {
		return hasJson("JSON at " + pointer, pointer, this.actual.json().at(pointer), MAPPER.readTree(json));
	}

	/**
	 * Asserts the whole body.
	 * @param json the body as JSON, in any order of its names
	 * @return this assertion
	 */
	public ReceivedRequestAssert hasJson(String json) {
		return hasJson("JSON", "", this.actual.json(), MAPPER.readTree(json));
	}

	/**
	 * Asserts that the gateway found nothing wrong with the request.
	 * @return this assertion
	 */
	public ReceivedRequestAssert isValid() {
		return has("refusal", this.actual.rejectionMessage(), null);
	}

	/**
	 * Asserts that the gateway refused the request.
	 * @param message a part of its message
	 * @return this assertion
	 */
	public ReceivedRequestAssert isRejected(String message) {
		String rejection = this.actual.rejectionMessage();
		return (rejection != null && rejection.contains(message)) ? this : has("refusal", rejection, message);
	}

	private ReceivedRequestAssert hasJson(String what, String pointer, JsonNode found, JsonNode expected) {
		if (found.equals(expected)) {
			return this;
		}
		throw failureWithActualExpected(JsonMismatch.pretty(found), JsonMismatch.pretty(expected), "%s",
				new JsonMismatch(what, pointer, expected, found, this.actual).message());
	}

	private ReceivedRequestAssert hasNumber(String what, JsonNode found, double expected) {
		boolean equal = found.isNumber() && Double.compare(found.doubleValue(), expected) == 0;
		return equal ? this : has(what, found.isMissingNode() ? null : found, expected);
	}

	private ReceivedRequestAssert has(String what, @Nullable Object found, @Nullable Object expected) {
		if (Objects.equals(found, expected)) {
			return this;
		}
		throw failureWithActualExpected(found, expected,
				"%nExpecting the request to have the %s%n  %s%nbut found%n  %s%nin %s%n%s", what, expected, found,
				this.actual, JsonMismatch.pretty(this.actual.json()));
	}

}
