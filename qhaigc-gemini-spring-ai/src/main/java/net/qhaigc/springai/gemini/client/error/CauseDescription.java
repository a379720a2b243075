package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Replaces each exception that is not a {@link GatewayFailure} when {@link FailureCopies}
 * copies a failure and its causes. Such an exception can contain the API key or fields
 * that are not serializable. The message and {@code toString()} are those of the replaced
 * exception, without the API key.
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
