package net.qhaigc.springai.gemini.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Reads a function call that the model wrote as Python code. The response contains such a
 * call only in its finish message, not as a part.
 */
final class FinishMessageCallReader {

	/**
	 * Maximum length of a finish message that is parsed; a typical call is much shorter.
	 */
	private static final int MAX_LENGTH = 4 * 1024;

	private static final Pattern CALL = Pattern.compile(
			"[^:]*call:\\s*(?:print\\(\\s*)?(?:default_api\\.)?([A-Za-z_][\\w:.-]*)\\(([^()]*)\\).*", Pattern.DOTALL);

	private static final Pattern ARGUMENT = Pattern
		.compile("\\s*(\\w+)\\s*=\\s*('[^'\\\\]*'|\"[^\"\\\\]*\"|[\\w.+-]+)\\s*(?:,|$)");

	private static final Map<String, String> LITERALS = Map.of("True", "true", "False", "false", "None", "null");

	private FinishMessageCallReader() {
	}

	/**
	 * Read the call.
	 * @param finishMessage such as {@code Malformed function call: print(f(city='Oslo'))}
	 * @return the call, without arguments if they are not simple values; null if the
	 * message does not describe a call
	 */
	static Part.@Nullable FunctionCall read(@Nullable String finishMessage) {
		if (finishMessage == null || finishMessage.length() > MAX_LENGTH) {
			return null;
		}
		Matcher call = CALL.matcher(finishMessage);
		return call.matches()
				? new Part.FunctionCall(null, call.group(1), arguments(call.group(2)), PartAttributes.NONE) : null;
	}

	private static Map<String, Object> arguments(String code) {
		Map<String, Object> arguments = new LinkedHashMap<>();
		Matcher argument = ARGUMENT.matcher(code);
		int end = 0;
		while (end < code.length() && argument.find(end) && argument.start() == end) {
			end = argument.end();
			Object value = value(argument.group(2));
			if (value != null) {
				arguments.put(argument.group(1), value);
			}
		}
		return code.substring(end).isBlank() ? arguments : Map.of();
	}

	private static @Nullable Object value(String code) {
		if (code.startsWith("'") || code.startsWith("\"")) {
			return code.substring(1, code.length() - 1);
		}
		try {
			return WireJson.readValue(LITERALS.getOrDefault(code, code));
		}
		catch (JacksonException ex) {
			return code;
		}
	}

}
