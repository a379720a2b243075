package net.qhaigc.springai.gemini.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation.
 *
 * @param role {@code user} or {@code model}; null where the wire has none
 * @param parts what the turn is made of, in order; empty where the wire has none
 */
public record Content(@Nullable String role, List<Part> parts) {

	/** The role of what the application says, tool results included. */
	public static final String USER = "user";

	/** The role of what the model says. */
	public static final String MODEL = "model";

	public Content {
		parts = List.copyOf(parts);
	}

}
