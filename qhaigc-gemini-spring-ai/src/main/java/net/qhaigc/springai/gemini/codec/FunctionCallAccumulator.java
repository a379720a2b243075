package net.qhaigc.springai.gemini.codec;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * One function call that comes in pieces: {@code partialArgs} by their JSON path, or text
 * that a gateway relays from another vendor. Nameless pieces continue the call.
 */
final class FunctionCallAccumulator {

	private final Part.FunctionCall start;

	private final PartialArgs partialArgs = new PartialArgs();

	private final StringBuilder argsText = new StringBuilder();

	/** Arguments that came as an object; an empty one may only announce those to come. */
	private @Nullable Map<String, Object> args;

	/** The object around a text that came in one piece. */
	private @Nullable Map<String, Object> wrapper;

	private @Nullable String signature;

	private boolean open;

	private boolean pieces;

	FunctionCallAccumulator(Part.FunctionCall start) {
		this.start = start;
		take(start);
	}

	/** Takes a nameless piece. */
	void accept(Part.FunctionCall piece) {
		if (this.signature == null) {
			this.signature = piece.thoughtSignature();
		}
		take(piece);
	}

	private void take(Part.FunctionCall piece) {
		if (piece.argsText() != null) {
			this.wrapper = this.argsText.isEmpty() ? piece.args() : null;
			this.argsText.append(piece.argsText());
		}
		else if (piece.args() != null && (this.args == null || this.args.isEmpty())) {
			this.args = piece.args();
		}
		if (piece.partialArgs() != null) {
			this.pieces = true;
			piece.partialArgs().forEach(this.partialArgs::add);
		}
		this.open = Boolean.TRUE.equals(piece.willContinue());
	}

	/** The whole call, or null if it never ended or its arguments are no JSON object. */
	Part.@Nullable FunctionCall finish() {
		Map<String, Object> arguments = this.open ? null : arguments();
		if (arguments == null && (this.open || hasArguments())) {
			return null;
		}
		PartAttributes attributes = this.start.attributes();
		if (attributes.thoughtSignature() == null && this.signature != null) {
			attributes = attributes.withThoughtSignature(this.signature);
		}
		return new Part.FunctionCall(this.start.id(), this.start.name(), arguments, attributes);
	}

	private boolean hasArguments() {
		return !this.argsText.toString().isBlank() || this.pieces;
	}

	private @Nullable Map<String, Object> arguments() {
		if (this.args != null && (!this.args.isEmpty() || !hasArguments())) {
			return this.args;
		}
		if (this.pieces) {
			return this.partialArgs.toMap();
		}
		String text = this.argsText.toString();
		return text.isBlank() ? null : read(text);
	}

	/**
	 * Text that is no object may be the value of a parameter called {@code arguments}.
	 */
	private @Nullable Map<String, Object> read(String text) {
		return (this.wrapper != null && !text.stripLeading().startsWith("{")) ? this.wrapper : parse(text);
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
