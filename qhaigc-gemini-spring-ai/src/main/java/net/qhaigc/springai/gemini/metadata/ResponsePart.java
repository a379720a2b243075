package net.qhaigc.springai.gemini.metadata;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;

/**
 * One part of a response, in the order in which the model generated them.
 */
public sealed interface ResponsePart {

	/**
	 * Text of the answer.
	 *
	 * @param text the text, which is not empty
	 */
	record Text(String text) implements ResponsePart {

	}

	/**
	 * An image or other media that the model, or code that it executed, generated.
	 *
	 * @param media the media
	 */
	record GeneratedMedia(Media media) implements ResponsePart {

	}

	/**
	 * Code that the model generated and Google's servers executed.
	 *
	 * @param language programming language, such as {@code PYTHON}; null if the response
	 * has none
	 * @param code the code; null if the response has none
	 */
	record Code(@Nullable String language, @Nullable String code) implements ResponsePart {

	}

	/**
	 * The result of executed code.
	 *
	 * @param outcome Google's outcome, such as {@code OUTCOME_OK}; null if the response
	 * has none
	 * @param output standard output of the code, or the error; null if there is none
	 */
	record CodeResult(@Nullable String outcome, @Nullable String output) implements ResponsePart {

	}

}
