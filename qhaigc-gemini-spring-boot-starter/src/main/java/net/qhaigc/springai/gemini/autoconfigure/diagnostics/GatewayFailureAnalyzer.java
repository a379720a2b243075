package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * Analyzes failed requests to the gateway during startup, for example in an
 * {@code ApplicationRunner}. The message of the exception becomes the description, and
 * already says what to do.
 * <p>
 * Does not extend {@code AbstractFailureAnalyzer}, which finds exceptions by their class
 * and not by an interface.
 */
final class GatewayFailureAnalyzer implements FailureAnalyzer {

	private static final String TRANSIENT_ACTION = "The failure is temporary: start the application again later. To start"
			+ " it while the gateway is unavailable, catch %s where the application calls the model.";

	private static final String PERMANENT_ACTION = "Follow the advice in the description, then start the application"
			+ " again. To start it even if the request fails, catch %s where the application calls the model.";

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof GatewayFailure) {
				return new FailureAnalysis(cause.getMessage(), action(cause), cause);
			}
		}
		return null;
	}

	private static String action(Throwable failure) {
		String action = (failure instanceof QhaigcTransientException) ? TRANSIENT_ACTION : PERMANENT_ACTION;
		return action.formatted(failure.getClass().getSimpleName());
	}

}
