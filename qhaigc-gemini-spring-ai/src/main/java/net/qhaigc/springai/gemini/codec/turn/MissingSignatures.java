package net.qhaigc.springai.gemini.codec.turn;

import java.util.ArrayList;
import java.util.List;

import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Adds Google's placeholder for a thought signature where a required signature is
 * missing. Gemini 3 and later reject a request in which the first function call of a step
 * has no signature. A step is a {@link Content} that the model generated after the last
 * user message. Function calls have no signature if their message comes from another
 * provider, or from a chat memory that does not store message metadata.
 */
final class MissingSignatures {

	/**
	 * Base64 of {@code skip_thought_signature_validator}, Google's placeholder for a
	 * signature.
	 */
	static final String SKIP_VALIDATION = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

	private MissingSignatures() {
	}

	/**
	 * Add the placeholder to the first function call of each step, if this call has no
	 * signature.
	 * @param contents the conversation
	 * @return the conversation with the placeholder where a signature was missing
	 */
	static List<Content> fill(List<Content> contents) {
		List<Content> filled = new ArrayList<>(contents);
		for (int i = contents.size() - 1; i >= 0 && !isUserMessage(contents.get(i)); i--) {
			filled.set(i, fill(contents.get(i)));
		}
		return filled;
	}

	private static boolean isUserMessage(Content content) {
		return Content.USER.equals(content.role())
				&& content.parts().stream().noneMatch(Part.FunctionResponse.class::isInstance);
	}

	private static Content fill(Content step) {
		for (int i = 0; i < step.parts().size(); i++) {
			if (step.parts().get(i) instanceof Part.FunctionCall call) {
				return (call.thoughtSignature() != null) ? step : addPlaceholder(step, i, call);
			}
		}
		return step;
	}

	private static Content addPlaceholder(Content step, int index, Part.FunctionCall call) {
		List<Part> parts = new ArrayList<>(step.parts());
		parts.set(index, call.withAttributes(call.attributes().withThoughtSignature(SKIP_VALIDATION)));
		return new Content(step.role(), parts);
	}

}
