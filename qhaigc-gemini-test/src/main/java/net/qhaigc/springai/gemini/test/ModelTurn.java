package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model turn that consists of parts, independent of the response format.
 *
 * @param last the last part, linked to the parts before it; null if the turn has no parts
 * @param finishReason the finish reason
 * @param continuationToken the token with which the next request can continue the
 * response, or null
 * @param usage the token counts to send, or null to estimate them
 * @param includesModelVersion whether to send {@code modelVersion} and {@code responseId}
 * @param signed whether to generate a signature for the first tool call if it has none
 * and the model requires signatures
 */
record ModelTurn(@Nullable PartChain last, String finishReason, @Nullable String continuationToken,
		@Nullable Usage usage, boolean includesModelVersion, boolean signed) implements ReplyBody {

	static final ModelTurn EMPTY = new ModelTurn(null, "STOP", null, null, true, true);

	/** Return a turn with a part for each text. A stream sends each part as an event. */
	static ModelTurn ofText(String... texts) {
		ModelTurn turn = EMPTY;
		for (String text : texts) {
			turn = turn.with(WireParts.text(text));
		}
		return turn;
	}

	ModelTurn with(ObjectNode part) {
		return withLast(new PartChain(part, this.last));
	}

	/** Return the parts, in order. */
	List<ObjectNode> parts() {
		List<ObjectNode> parts = new ArrayList<>();
		for (PartChain chain = this.last; chain != null; chain = chain.before()) {
			parts.add(chain.part());
		}
		Collections.reverse(parts);
		return parts;
	}

	ModelTurn withCallId(String id) {
		return changeLastPart((part) -> {
			if (!(part.get("functionCall") instanceof ObjectNode call)) {
				throw new IllegalStateException("Only a tool call has an ID. Call id(..) right after callTool(..).");
			}
			call.put("id", id);
			return part;
		});
	}

	ModelTurn withSignature(String signature) {
		return changeLastPart((part) -> part.put("thoughtSignature", signature));
	}

	ModelTurn withoutGeneratedSignature() {
		return new ModelTurn(this.last, this.finishReason, this.continuationToken, this.usage,
				this.includesModelVersion, false);
	}

	ModelTurn withFinishReason(String finishReason) {
		return new ModelTurn(this.last, finishReason, null, this.usage, this.includesModelVersion, this.signed);
	}

	ModelTurn withContinuation(String token) {
		return new ModelTurn(this.last, "CONTINUATION", token, this.usage, this.includesModelVersion, this.signed);
	}

	ModelTurn withUsage(int prompt, int candidates, int total) {
		return new ModelTurn(this.last, this.finishReason, this.continuationToken, new Usage(prompt, candidates, total),
				this.includesModelVersion, this.signed);
	}

	ModelTurn withoutModelVersion() {
		return new ModelTurn(this.last, this.finishReason, this.continuationToken, this.usage, false, this.signed);
	}

	@Override
	public String describe() {
		return Json.brief(Json.array().addAll(parts()));
	}

	private ModelTurn withLast(PartChain last) {
		return new ModelTurn(last, this.finishReason, this.continuationToken, this.usage, this.includesModelVersion,
				this.signed);
	}

	private ModelTurn changeLastPart(UnaryOperator<ObjectNode> change) {
		if (this.last == null) {
			throw new IllegalStateException("The reply has no part to change. Add text(..) or callTool(..) first.");
		}
		return withLast(new PartChain(change.apply(this.last.part().deepCopy()), this.last.before()));
	}

	/**
	 * A part and the parts before it, so that another part can be added without copying
	 * them.
	 *
	 * @param part the part
	 * @param before the parts before it; null if there are none
	 */
	record PartChain(ObjectNode part, @Nullable PartChain before) {
	}

	/**
	 * Token counts as Google reports them.
	 *
	 * @param prompt the number of prompt tokens
	 * @param candidates the number of output tokens, without thinking tokens
	 * @param total the total number of tokens
	 */
	record Usage(int prompt, int candidates, int total) {
	}

}
