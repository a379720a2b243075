package net.qhaigc.springai.gemini.metadata;

import org.jspecify.annotations.Nullable;

/**
 * Code that the model generated and Google's servers executed: Google's
 * {@code executableCode} with its {@code codeExecutionResult}.
 *
 * @param language programming language, such as {@code PYTHON}; null if the response has
 * none
 * @param code the code; null if the response contains only the result
 * @param outcome Google's outcome, such as {@code OUTCOME_OK}; null if the response
 * contains no result
 * @param output standard output of the code, or the error; null if there is none
 */
public record CodeExecution(@Nullable String language, @Nullable String code, @Nullable String outcome,
		@Nullable String output) {

	static CodeExecution of(ServerExecution execution) {
		return new CodeExecution(execution.call().text("language"), execution.call().text("code"),
				execution.result().text("outcome"), execution.result().text("output"));
	}

	/**
	 * Return whether the code completed successfully.
	 * @return true if the outcome is {@code OUTCOME_OK}
	 */
	public boolean isSuccess() {
		return "OUTCOME_OK".equals(this.outcome);
	}

}
