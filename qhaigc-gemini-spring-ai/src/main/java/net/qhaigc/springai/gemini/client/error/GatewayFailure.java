package net.qhaigc.springai.gemini.client.error;

/**
 * A failed request to the gateway. {@link QhaigcTransientException} and
 * {@link QhaigcNonTransientException} implement this interface, so that code can read the
 * {@link #problem() details} without distinguishing the two exceptions.
 * <p>
 * The superclasses of the two exceptions, Spring AI's {@code TransientAiException} and
 * {@code NonTransientAiException}, indicate whether a retry makes sense. They have no
 * common supertype other than {@link RuntimeException}.
 */
public sealed interface GatewayFailure permits QhaigcTransientException, QhaigcNonTransientException {

	/**
	 * Return the details of the failure.
	 * @return the status, the error code and the other details; never null
	 */
	GatewayProblem problem();

	/**
	 * Return the kind of this failure.
	 * @return what has failed; never null
	 */
	FailureKind kind();

	/**
	 * Return what happened and what to do about it.
	 * @return the message of the exception
	 */
	String getMessage();

}
