package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

import net.qhaigc.springai.gemini.client.error.GatewayFailure;

/**
 * Analyzes failed requests to the gateway during startup, for example in an
 * {@code ApplicationRunner}. The message of the exception also contains what to do.
 * <p>
 * Does not extend {@code AbstractFailureAnalyzer}, which looks for a class of exceptions
 * and not for an interface.
 */
final class GatewayFailureAnalyzer implements FailureAnalyzer {

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof GatewayFailure) {
				return new FailureAnalysis(cause.getMessage(), null, cause);
			}
		}
		return null;
	}

}
