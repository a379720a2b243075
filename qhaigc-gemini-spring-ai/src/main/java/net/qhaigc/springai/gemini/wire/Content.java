package net.qhaigc.springai.gemini.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Google's {@code Content}: one turn of a conversation.
 *
 * @param role {@code user} or {@code model}; null if absent
 * @param parts the parts, in order; empty if absent
 */
public record Content(@Nullable String role, List<Part> parts) {

	/** The role of content from the user or the application, including tool results. */
	public static final String USER = "user";

	/** The role of the model. */
	public static final String MODEL = "model";

	public Content {
		parts = List.copyOf(parts);
	}

}
