package net.qhaigc.springai.gemini.metadata;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;

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
 * @param media images and other media that the code generated, such as a diagram
 */
public record CodeExecution(@Nullable String language, @Nullable String code, @Nullable String outcome,
		@Nullable String output, List<Media> media) {

	public CodeExecution {
		media = List.copyOf(media);
	}

	static CodeExecution of(ServerExecution execution) {
		return new CodeExecution(execution.call().text("language"), execution.call().text("code"),
				execution.result().text("outcome"), execution.result().text("output"), execution.media());
	}

	/**
	 * Return whether the code completed successfully.
	 * @return true if the outcome is {@code OUTCOME_OK}
	 */
	public boolean isSuccess() {
		return "OUTCOME_OK".equals(this.outcome);
	}

}
