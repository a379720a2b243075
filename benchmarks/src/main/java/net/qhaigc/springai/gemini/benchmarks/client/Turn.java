package net.qhaigc.springai.gemini.benchmarks.client;

import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation.
 *
 * @param fromUser whether the role is {@code user} instead of {@code model}
 * @param text the text
 * @param png an image, or null
 */
public record Turn(boolean fromUser, String text, byte @Nullable [] png) {

	/** Create a turn of the user. */
	public static Turn fromUser(String text) {
		return new Turn(true, text, null);
	}

}
