package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.retry.NonTransientAiException;

/**
 * A permanent failure: the same request would fail again, so a retry does not make sense.
 * In most cases, the request, the API key or the settings have to be changed.
 */
public sealed class QhaigcNonTransientException extends NonTransientAiException implements GatewayFailure
		permits BudgetExceededException {

	private static final long serialVersionUID = 1;

	private final GatewayProblem problem;

	private final @Nullable ErrorRule rule;

	/**
	 * Create an exception.
	 * @param message what happened, and what to do about it
	 * @param problem the details of the failure
	 * @param cause the underlying failure, or null
	 */
	public QhaigcNonTransientException(String message, GatewayProblem problem, @Nullable Throwable cause) {
		this(message, problem, cause, null);
	}

	/** Create an exception for an error that a rule describes. */
	QhaigcNonTransientException(String message, GatewayProblem problem, @Nullable Throwable cause,
			@Nullable ErrorRule rule) {
		super(message, cause);
		this.problem = problem;
		this.rule = rule;
	}

	@Override
	public GatewayProblem problem() {
		return this.problem;
	}

	@Override
	public FailureKind kind() {
		return FailureKind.of(this.problem, this.rule);
	}

	/** Return the rule that describes the error; null if there is none. */
	@Nullable ErrorRule rule() {
		return this.rule;
	}

	/**
	 * Serialize a copy whose causes are replaced by descriptions, since the causes may
	 * not be serializable.
	 */
	private Object writeReplace() {
		return FailureCopies.serializable(this);
	}

}
