package net.qhaigc.springai.gemini.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads an enum value, which a server can send as its name or as its number in Google's
 * published protocol buffers ({@code google.ai.generativelanguage.v1beta}). A number is
 * read as the name of the enum value that has this number or, if there is no such value,
 * as the digits of the number.
 */
enum EnumReader {

	/** {@code Candidate.FinishReason}. */
	FINISH_REASON("FINISH_REASON_UNSPECIFIED", "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "OTHER", "LANGUAGE",
			"BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL", "IMAGE_SAFETY",
			"UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "IMAGE_PROHIBITED_CONTENT", "IMAGE_OTHER", "NO_IMAGE",
			"IMAGE_RECITATION"),

	/** {@code PromptFeedback.BlockReason}. */
	BLOCK_REASON("BLOCK_REASON_UNSPECIFIED", "SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY"),

	/** {@code HarmCategory}. */
	HARM_CATEGORY("HARM_CATEGORY_UNSPECIFIED", "HARM_CATEGORY_DEROGATORY", "HARM_CATEGORY_TOXICITY",
			"HARM_CATEGORY_VIOLENCE", "HARM_CATEGORY_SEXUAL", "HARM_CATEGORY_MEDICAL", "HARM_CATEGORY_DANGEROUS",
			"HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT",
			"HARM_CATEGORY_DANGEROUS_CONTENT", "HARM_CATEGORY_CIVIC_INTEGRITY"),

	/** {@code SafetyRating.HarmProbability}. */
	HARM_PROBABILITY("HARM_PROBABILITY_UNSPECIFIED", "NEGLIGIBLE", "LOW", "MEDIUM", "HIGH"),

	/** {@code Modality} of a token count. */
	MODALITY("MODALITY_UNSPECIFIED", "TEXT", "IMAGE", "VIDEO", "AUDIO", "DOCUMENT"),

	/** {@code UrlMetadata.UrlRetrievalStatus}. */
	URL_RETRIEVAL_STATUS("URL_RETRIEVAL_STATUS_UNSPECIFIED", "URL_RETRIEVAL_STATUS_SUCCESS",
			"URL_RETRIEVAL_STATUS_ERROR", "URL_RETRIEVAL_STATUS_PAYWALL", "URL_RETRIEVAL_STATUS_UNSAFE"),

	/** {@code CodeExecutionResult.Outcome}. */
	OUTCOME("OUTCOME_UNSPECIFIED", "OUTCOME_OK", "OUTCOME_FAILED", "OUTCOME_DEADLINE_EXCEEDED"),

	/** {@code ExecutableCode.Language}. */
	LANGUAGE("LANGUAGE_UNSPECIFIED", "PYTHON");

	private final List<String> names;

	EnumReader(String... names) {
		this.names = List.of(names);
	}

	/** Read the current value; null if it is neither a string nor an integer. */
	@Nullable String read(JsonParser json) {
		if (json.hasToken(JsonToken.VALUE_STRING)) {
			return json.getString();
		}
		if (json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
			return nameOf(json.getNumberValue());
		}
		json.skipChildren();
		return null;
	}

	/**
	 * Return the name of the enum value that has the given number; the digits of the
	 * number if there is no such value.
	 */
	String nameOf(Number number) {
		long value = number.longValue();
		return (value >= 0 && value < this.names.size()) ? this.names.get((int) value) : number.toString();
	}

}
