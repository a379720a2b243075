package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Replaces a cause that contains the API key or that cannot be serialized. The message
 * and {@code toString()} of this exception are those of the replaced cause, without the
 * API key.
 */
final class CauseDescription extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final String text;

	CauseDescription(String text, @Nullable String message, @Nullable Throwable cause) {
		super(message, cause);
		this.text = text;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
