package net.qhaigc.springai.gemini.codec;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.SideFields;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * One function call that comes in pieces: {@code partialArgs} by their JSON path, or text
 * that a gateway relays from another vendor. Nameless pieces continue the call.
 */
final class CallAssembler {

	private final Part.FunctionCall start;

	private final PartialArgs partialArgs = new PartialArgs();

	private final StringBuilder argsText = new StringBuilder();

	private @Nullable String signature;

	private boolean open;

	private boolean pieces;

	CallAssembler(Part.FunctionCall start) {
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
			this.argsText.append(piece.argsText());
		}
		if (piece.partialArgs() != null) {
			this.pieces = true;
			piece.partialArgs().forEach(this.partialArgs::add);
		}
		this.open = Boolean.TRUE.equals(piece.willContinue());
	}

	/** The whole call, or null if it never ended or its arguments are no JSON object. */
	Part.@Nullable FunctionCall finish() {
		Map<String, Object> args = this.open ? null : arguments();
		if (args == null && (this.open || hasArguments())) {
			return null;
		}
		SideFields side = this.start.side();
		if (side.thoughtSignature() == null && this.signature != null) {
			side = new SideFields(side.thought(), this.signature, side.extra(), side.inner());
		}
		return new Part.FunctionCall(this.start.id(), this.start.name(), args, null, null, null, side);
	}

	private boolean hasArguments() {
		return !this.argsText.toString().isBlank() || this.pieces;
	}

	private @Nullable Map<String, Object> arguments() {
		if (this.start.args() != null) {
			return this.start.args();
		}
		if (this.pieces) {
			return this.partialArgs.toMap();
		}
		return this.argsText.toString().isBlank() ? null : parse(this.argsText.toString());
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Map<String, Object> parse(String json) {
		try {
			return (WireJson.readValue(json) instanceof Map<?, ?> object)
					? new LinkedHashMap<>((Map<String, Object>) object) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
