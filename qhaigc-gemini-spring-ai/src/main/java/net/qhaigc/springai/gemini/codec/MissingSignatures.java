package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;

import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Gemini 3 and later refuse a function call of the current turn that has lost its
 * signature. History from another provider, or from a memory that keeps text alone, has
 * none to give; the word below stands in for it.
 */
final class MissingSignatures {

	/** Base64 of {@code skip_thought_signature_validator}, Google's word for it. */
	static final String SKIP_VALIDATION = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

	private MissingSignatures() {
	}

	/**
	 * Signs the first call of each step since the user last spoke, where it is unsigned.
	 */
	static List<Content> fill(List<Content> contents) {
		List<Content> filled = new ArrayList<>(contents);
		for (int i = contents.size() - 1; i >= 0 && !isSpokenByUser(contents.get(i)); i--) {
			filled.set(i, fill(contents.get(i)));
		}
		return filled;
	}

	private static boolean isSpokenByUser(Content content) {
		return Content.USER.equals(content.role())
				&& content.parts().stream().noneMatch(Part.FunctionResponse.class::isInstance);
	}

	private static Content fill(Content step) {
		for (int i = 0; i < step.parts().size(); i++) {
			if (step.parts().get(i) instanceof Part.FunctionCall call) {
				return (call.thoughtSignature() != null) ? step : sign(step, i, call);
			}
		}
		return step;
	}

	private static Content sign(Content step, int index, Part.FunctionCall call) {
		List<Part> parts = new ArrayList<>(step.parts());
		parts.set(index, call.withAttributes(call.attributes().withThoughtSignature(SKIP_VALIDATION)));
		return new Content(step.role(), parts);
	}

}
