package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.retry.TransientAiException;

/**
 * A failure that may pass by itself, so that a retry makes sense.
 */
public final class QhaigcTransientException extends TransientAiException {

	private final transient GatewayProblem problem;

	/**
	 * A failure with what is known of it.
	 * @param message what happened and what to do
	 * @param problem what is known of the failure
	 * @param cause the failure beneath, or null
	 */
	public QhaigcTransientException(String message, GatewayProblem problem, @Nullable Throwable cause) {
		super(message, cause);
		this.problem = problem;
	}

	/**
	 * What is known of the failure.
	 * @return the status, code and hints that the gateway gave
	 */
	public GatewayProblem problem() {
		return this.problem;
	}

}
