package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.retry.TransientAiException;

/**
 * A transient failure: the same request can succeed later, so a retry makes sense.
 */
public final class QhaigcTransientException extends TransientAiException implements GatewayFailure {

	private static final long serialVersionUID = 1;

	private final GatewayProblem problem;

	private final @Nullable ErrorRule rule;

	/**
	 * Create an exception.
	 * @param message what happened, and what to do about it
	 * @param problem the details of the failure
	 * @param cause the underlying failure, or null
	 */
	public QhaigcTransientException(String message, GatewayProblem problem, @Nullable Throwable cause) {
		this(message, problem, cause, null);
	}

	/** Create an exception for an error that a rule describes. */
	QhaigcTransientException(String message, GatewayProblem problem, @Nullable Throwable cause,
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

	/**
	 * Omit the stack trace. For a failure of the network, the stack trace would consist
	 * of frames of Reactor and Netty, and would appear with each failure that an
	 * application or a library logs. A blocking call sets the stack trace of the thread
	 * that made the call.
	 */
	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
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
