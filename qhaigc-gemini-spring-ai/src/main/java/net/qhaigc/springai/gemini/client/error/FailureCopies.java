package net.qhaigc.springai.gemini.client.error;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Creates copies of failures: without the API key, or in a form that can be serialized.
 * The copy of a {@link GatewayFailure} is a {@link QhaigcTransientException} or a
 * {@link QhaigcNonTransientException}, like the original. Any other exception is replaced
 * by a {@link CauseDescription}.
 */
final class FailureCopies {

	private FailureCopies() {
	}

	/**
	 * Return a copy without the key, or the failure itself if it does not contain the
	 * key.
	 */
	static Throwable redact(Throwable failure, Redactor redactor) {
		return containsKey(failure, redactor, newSet()) ? copy(failure, redactor, newSet()) : failure;
	}

	/** Return a copy that can be serialized, even if the causes of the failure cannot. */
	static Throwable serializable(Throwable failure) {
		return copy(failure, Redactor.NONE, newSet());
	}

	private static Set<Throwable> newSet() {
		return Collections.newSetFromMap(new IdentityHashMap<>());
	}

	private static boolean containsKey(@Nullable Throwable failure, Redactor redactor, Set<Throwable> visited) {
		if (failure == null || !visited.add(failure)) {
			return false;
		}
		String text = failure.toString();
		if (redactor.redact(text) != text || containsKey(failure.getCause(), redactor, visited)
				|| (failure instanceof GatewayFailure gatewayFailure
						&& !gatewayFailure.problem().redact(redactor).equals(gatewayFailure.problem()))) {
			return true;
		}
		for (Throwable suppressed : failure.getSuppressed()) {
			if (containsKey(suppressed, redactor, visited)) {
				return true;
			}
		}
		return false;
	}

	private static Throwable copy(Throwable failure, Redactor redactor, Set<Throwable> visited) {
		visited.add(failure);
		Throwable cause = failure.getCause();
		Throwable copiedCause = (cause != null && !visited.contains(cause)) ? copy(cause, redactor, visited) : null;
		Throwable copy = copy(failure, copiedCause, redactor);
		copy.setStackTrace(failure.getStackTrace());
		for (Throwable suppressed : failure.getSuppressed()) {
			if (!visited.contains(suppressed)) {
				copy.addSuppressed(copy(suppressed, redactor, visited));
			}
		}
		return copy;
	}

	private static Throwable copy(Throwable failure, @Nullable Throwable cause, Redactor redactor) {
		if (failure instanceof GatewayFailure gatewayFailure) {
			String message = redactor.redact(String.valueOf(failure.getMessage()));
			if (failure instanceof BudgetExceededException ex) {
				return new BudgetExceededException(message, redactor.redact(ex.budget()), ex.renewedAt());
			}
			GatewayProblem problem = gatewayFailure.problem().redact(redactor);
			return (failure instanceof QhaigcTransientException ex)
					? new QhaigcTransientException(message, problem, cause, ex.rule())
					: new QhaigcNonTransientException(message, problem, cause,
							((QhaigcNonTransientException) failure).rule());
		}
		return new CauseDescription(redactor.redact(failure.toString()), redactor.redactNullable(failure.getMessage()),
				cause);
	}

}
