package net.qhaigc.springai.gemini.client.error;

/**
 * A failed request to the gateway. Both exceptions of this library implement it, so that
 * code can read the {@link #problem() details} of both without distinguishing them.
 * <p>
 * Spring AI's {@code TransientAiException} and {@code NonTransientAiException}, which
 * decide whether a retry makes sense, have no common supertype other than
 * {@link RuntimeException}.
 */
public sealed interface GatewayFailure permits QhaigcTransientException, QhaigcNonTransientException {

	/**
	 * Return the details of the failure.
	 * @return the status, the code and the hints of the gateway; never null
	 */
	GatewayProblem problem();

	/**
	 * Return what has failed.
	 * @return the kind of the failure; never null
	 */
	FailureKind kind();

	/**
	 * Return what happened and what to do about it.
	 * @return the message of the exception
	 */
	String getMessage();

}
