package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * Shows what the gateway refused while the application started, such as in a runner, in
 * the library's own words: they say what to do.
 */
final class GatewayFailureAnalyzer implements FailureAnalyzer {

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof QhaigcTransientException || cause instanceof QhaigcNonTransientException) {
				return new FailureAnalysis(cause.getMessage(), null, cause);
			}
		}
		return null;
	}

}
