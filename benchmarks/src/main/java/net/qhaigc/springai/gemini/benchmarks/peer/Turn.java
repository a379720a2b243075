package net.qhaigc.springai.gemini.benchmarks.peer;

import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation.
 *
 * @param ofUser whether the turn is of the user, not of the model
 * @param text the text
 * @param png an additional image; null if there is none
 */
public record Turn(boolean ofUser, String text, byte @Nullable [] png) {

	/** A turn of the user. */
	public static Turn ofUser(String text) {
		return new Turn(true, text, null);
	}

}
