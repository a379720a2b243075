package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Replaces an exception other than a {@link GatewayFailure} in the copy of a failure,
 * because the exception can contain the API key or may not be serializable. The message
 * and {@code toString()} are those of the replaced exception, without the API key.
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
