package net.qhaigc.springai.gemini.metadata;

import org.jspecify.annotations.Nullable;

/**
 * Code that the model wrote, and what came of running it on the server.
 *
 * @param language such as {@code PYTHON}; or null
 * @param code the code; null where the answer has nothing but the result
 * @param outcome such as {@code OUTCOME_OK}; null where the answer has no result
 * @param output what the code printed, or the error; null if nothing
 */
public record CodeExecution(@Nullable String language, @Nullable String code, @Nullable String outcome,
		@Nullable String output) {

	static CodeExecution of(PartPair pair) {
		return new CodeExecution(pair.request().text("language"), pair.request().text("code"),
				pair.outcome().text("outcome"), pair.outcome().text("output"));
	}

	/**
	 * Whether the code ran to its end.
	 * @return true if the outcome says so
	 */
	public boolean isSuccess() {
		return "OUTCOME_OK".equals(this.outcome);
	}

}
