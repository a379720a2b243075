package net.qhaigc.springai.gemini.benchmarks.peer;

import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation.
 *
 * @param ofUser whether the user speaks, and not the model
 * @param text what is said
 * @param png an image beside it; null for none
 */
public record Turn(boolean ofUser, String text, byte @Nullable [] png) {

	/** What the user says. */
	public static Turn ofUser(String text) {
		return new Turn(true, text, null);
	}

}
