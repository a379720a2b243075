package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model turn made of parts, independent of the format.
 *
 * @param parts the parts, in order
 * @param finishReason the finish reason
 * @param usage the token counts, or null for an estimate
 * @param modelVersion whether to send {@code modelVersion} and {@code responseId}
 * @param signed whether to sign the first tool call for the models that require it
 */
record ModelTurn(List<ObjectNode> parts, String finishReason, @Nullable Usage usage, boolean modelVersion,
		boolean signed) implements ReplyBody {

	static final ModelTurn EMPTY = new ModelTurn(List.of(), "STOP", null, true, true);

	ModelTurn with(ObjectNode part) {
		List<ObjectNode> parts = new ArrayList<>(this.parts);
		parts.add(part);
		return withParts(parts);
	}

	ModelTurn withCallId(String id) {
		return withLast((part) -> {
			if (!(part.get("functionCall") instanceof ObjectNode call)) {
				throw new IllegalStateException("Only a tool call has an id. Call id(..) right after callTool(..).");
			}
			call.put("id", id);
			return part;
		});
	}

	ModelTurn withSignature(String signature) {
		return withLast((part) -> part.put("thoughtSignature", signature));
	}

	ModelTurn withoutSignature() {
		return new ModelTurn(this.parts, this.finishReason, this.usage, this.modelVersion, false);
	}

	ModelTurn withFinishReason(String finishReason) {
		return new ModelTurn(this.parts, finishReason, this.usage, this.modelVersion, this.signed);
	}

	ModelTurn withUsage(int prompt, int candidates, int total) {
		return new ModelTurn(this.parts, this.finishReason, new Usage(prompt, candidates, total), this.modelVersion,
				this.signed);
	}

	ModelTurn withoutModelVersion() {
		return new ModelTurn(this.parts, this.finishReason, this.usage, false, this.signed);
	}

	@Override
	public String describe() {
		return Json.brief(Json.array().addAll(this.parts));
	}

	private ModelTurn withParts(List<ObjectNode> parts) {
		return new ModelTurn(List.copyOf(parts), this.finishReason, this.usage, this.modelVersion, this.signed);
	}

	private ModelTurn withLast(UnaryOperator<ObjectNode> change) {
		if (this.parts.isEmpty()) {
			throw new IllegalStateException("The reply has no parts");
		}
		List<ObjectNode> parts = new ArrayList<>(this.parts);
		int last = parts.size() - 1;
		parts.set(last, change.apply(parts.get(last).deepCopy()));
		return withParts(parts);
	}

	/**
	 * Token counts as Google reports them.
	 *
	 * @param prompt the number of prompt tokens
	 * @param candidates the number of output tokens
	 * @param total the total number of tokens
	 */
	record Usage(int prompt, int candidates, int total) {
	}

}
