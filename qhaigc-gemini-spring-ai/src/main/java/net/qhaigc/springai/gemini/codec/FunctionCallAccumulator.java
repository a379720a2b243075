package net.qhaigc.springai.gemini.codec;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Accumulates one function call whose arguments are divided between several parts: as
 * {@code partialArgs}, or as fragments of JSON text if the gateway relays the model of
 * another vendor. The parts that continue a call have no name.
 */
final class FunctionCallAccumulator {

	private final Part.FunctionCall start;

	private final PartialArgs partialArgs = new PartialArgs();

	private final StringBuilder argsText = new StringBuilder();

	/** Arguments received as an object; others may follow an empty one. */
	private @Nullable Map<String, Object> args;

	/** The object that contains the text, if the text is not divided. */
	private @Nullable Map<String, Object> textObject;

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
		if (part.argsText() != null) {
			this.textObject = this.argsText.isEmpty() ? part.args() : null;
			this.argsText.append(part.argsText());
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
	 * Return the complete call.
	 * @return the call; null if it is incomplete or its arguments are not a JSON object
	 */
	Part.@Nullable FunctionCall finish() {
		Map<String, Object> arguments = this.incomplete ? null : arguments();
		if (arguments == null && (this.incomplete || hasArguments())) {
			return null;
		}
		PartAttributes attributes = this.start.attributes();
		if (attributes.thoughtSignature() == null && this.signature != null) {
			attributes = attributes.withThoughtSignature(this.signature);
		}
		return new Part.FunctionCall(this.start.id(), this.start.name(), arguments, attributes);
	}

	private boolean hasArguments() {
		return !this.argsText.toString().isBlank() || this.hasPartialArgs;
	}

	private @Nullable Map<String, Object> arguments() {
		if (this.args != null && (!this.args.isEmpty() || !hasArguments())) {
			return this.args;
		}
		if (this.hasPartialArgs) {
			return this.partialArgs.toMap();
		}
		String text = this.argsText.toString();
		return text.isBlank() ? null : read(text);
	}

	/** Text that is not an object may be the value of a parameter {@code arguments}. */
	private @Nullable Map<String, Object> read(String text) {
		return (this.textObject != null && !text.stripLeading().startsWith("{")) ? this.textObject : parse(text);
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
