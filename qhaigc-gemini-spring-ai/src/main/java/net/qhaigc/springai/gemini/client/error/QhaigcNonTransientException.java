package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.retry.NonTransientAiException;

/**
 * A permanent failure: the same request fails again until the request, the API key or the
 * settings change.
 */
public final class QhaigcNonTransientException extends NonTransientAiException implements GatewayFailure {

	private final GatewayProblem problem;

	/**
	 * Create an exception.
	 * @param message what happened, and what to do about it
	 * @param problem the details of the failure
	 * @param cause the underlying failure, or null
	 */
	public QhaigcNonTransientException(String message, GatewayProblem problem, @Nullable Throwable cause) {
		super(message, cause);
		this.problem = problem;
	}

	@Override
	public GatewayProblem problem() {
		return this.problem;
	}

}
