package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.retry.TransientAiException;

/**
 * A transient failure: the same request can succeed later, so a retry makes sense.
 */
public final class QhaigcTransientException extends TransientAiException implements GatewayFailure {

	private final GatewayProblem problem;

	/**
	 * Create an exception.
	 * @param message what happened, and what to do about it
	 * @param problem the details of the failure
	 * @param cause the underlying failure, or null
	 */
	public QhaigcTransientException(String message, GatewayProblem problem, @Nullable Throwable cause) {
		super(message, cause);
		this.problem = problem;
	}

	@Override
	public GatewayProblem problem() {
		return this.problem;
	}

}
