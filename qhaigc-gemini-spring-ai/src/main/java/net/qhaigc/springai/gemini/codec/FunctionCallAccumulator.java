package net.qhaigc.springai.gemini.codec;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Accumulates one function call whose arguments are split across several parts: as
 * {@code partialArgs}, or as fragments of JSON text if the gateway relays the response of
 * a model that is not from Google. The parts that continue a call have no name.
 */
final class FunctionCallAccumulator {

	private final Part.FunctionCall start;

	private final PartialArgs partialArgs = new PartialArgs();

	private final StringBuilder argsText = new StringBuilder();

	/**
	 * The length of the text of the arguments up to the end of the last fragment that
	 * certainly belongs to this text. A value that the gateway has parsed, such as the
	 * empty array that PHP writes for an empty object, may not belong to the text.
	 */
	private int certainTextLength;

	/**
	 * Arguments received as an object; if the object is empty, a later part can contain
	 * the arguments.
	 */
	private @Nullable Map<String, Object> args;

	/**
	 * The {@code args} of the part that contains the text of the arguments, for example
	 * an object whose only field, {@code arguments}, is the text; null if the part has no
	 * {@code args}, or if the text is split across several parts.
	 */
	private @Nullable Map<String, Object> argsWithText;

	private @Nullable String signature;

	private boolean incomplete;

	private boolean hasPartialArgs;

	FunctionCallAccumulator(Part.FunctionCall start) {
		this.start = start;
		addArguments(start);
	}

	/**
	 * Add a part that continues this call.
	 * @param part the part
	 */
	void add(Part.FunctionCall part) {
		if (this.signature == null) {
			this.signature = part.thoughtSignature();
		}
		addArguments(part);
	}

	private void addArguments(Part.FunctionCall part) {
		if (!this.argsText.isEmpty()) {
			continueText(part);
		}
		else if (part.argsText() != null && !meansNoArguments(part)) {
			this.argsWithText = part.args();
			appendCertain(part.argsText());
		}
		else if (part.args() != null && (this.args == null || this.args.isEmpty())) {
			this.args = part.args();
		}
		if (part.partialArgs() != null) {
			this.hasPartialArgs = true;
			part.partialArgs().forEach(this.partialArgs::add);
		}
		this.incomplete = Boolean.TRUE.equals(part.willContinue());
	}

	/**
	 * Whether a gateway sent a value other than an object to express that there are no
	 * arguments.
	 */
	private static boolean meansNoArguments(Part.FunctionCall part) {
		String text = part.argsText();
		return "null".equals(text) || (part.args() != null && part.args().isEmpty() && !startsObject(text));
	}

	/**
	 * Append the fragment of the text that a later part contains. If a fragment happens
	 * to be valid JSON, the gateway may have parsed it, so that the part contains the
	 * parsed value in place of the fragment.
	 */
	private void continueText(Part.FunctionCall part) {
		this.argsWithText = null;
		if (part.argsText() != null && part.args() == null && !part.argsText().equals("null")) {
			appendCertain(part.argsText());
		}
		else if (part.argsText() != null) {
			appendTextOrParsedValue(part);
		}
		else if (part.args() != null) {
			this.argsText.append(WireJson.write(part.args()));
		}
	}

	/**
	 * Append the text of a part. If the text is the only field of {@code args}, it is
	 * certainly a fragment of the arguments. Otherwise, it can be a parsed value that is
	 * not a fragment; see {@link #certainTextLength}.
	 */
	private void appendTextOrParsedValue(Part.FunctionCall part) {
		if (part.args() != null && !part.args().isEmpty()) {
			appendCertain(String.valueOf(part.argsText()));
		}
		else {
			this.argsText.append(part.argsText());
		}
	}

	private void appendCertain(String text) {
		this.argsText.append(text);
		this.certainTextLength = this.argsText.length();
	}

	/**
	 * Return the complete call.
	 * @param stopped whether the finish reason is {@code STOP}. With this finish reason,
	 * a call whose arguments are complete has ended, even if its last part announced
	 * another part
	 * @return the call; null if it is incomplete or its arguments are not a JSON object
	 */
	Part.@Nullable FunctionCall finish(boolean stopped) {
		boolean ended = !this.incomplete || (stopped && hasArguments() && !this.partialArgs.isInsideString());
		Map<String, Object> arguments = ended ? arguments() : null;
		if (arguments == null && (!ended || hasSplitArguments())) {
			return null;
		}
		PartAttributes attributes = this.start.attributes();
		if (attributes.thoughtSignature() == null && this.signature != null) {
			attributes = attributes.withThoughtSignature(this.signature);
		}
		return new Part.FunctionCall(this.start.id(), this.start.name(), arguments, attributes);
	}

	private boolean hasArguments() {
		return hasSplitArguments() || (this.args != null && !this.args.isEmpty());
	}

	private boolean hasSplitArguments() {
		return !this.argsText.toString().isBlank() || this.hasPartialArgs;
	}

	private @Nullable Map<String, Object> arguments() {
		if (this.args != null && (!this.args.isEmpty() || !hasSplitArguments())) {
			return this.args;
		}
		if (this.hasPartialArgs) {
			return this.partialArgs.toMap();
		}
		String text = this.argsText.toString();
		return text.isBlank() ? null : read(text);
	}

	/**
	 * Parse the text of the arguments. If the text does not start like a JSON object,
	 * return the {@code args} that contain it, if any: the function can have a parameter
	 * whose name is {@code arguments}.
	 */
	private @Nullable Map<String, Object> read(String text) {
		if (this.argsWithText != null && !startsObject(text)) {
			return this.argsWithText;
		}
		Map<String, Object> object = parse(text);
		return (object == null && this.certainTextLength < text.length())
				? parse(text.substring(0, this.certainTextLength)) : object;
	}

	private static boolean startsObject(@Nullable String text) {
		return text != null && text.stripLeading().startsWith("{");
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Map<String, Object> parse(String json) {
		try {
			return (WireJson.readValue(json) instanceof Map<?, ?> object) ? (Map<String, Object>) object : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
