package net.qhaigc.springai.gemini.client.error;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * Recognizes successful responses in the format of an API other than Gemini's. A gateway
 * returns such a response if it does not convert the responses of a model.
 */
final class UnconvertedResponses {

	private UnconvertedResponses() {
	}

	/**
	 * Return an error for a response in the format of another API.
	 * @param fields the fields of a response without candidates
	 * @return the error; null if the format is not recognized
	 */
	static @Nullable ErrorEnvelope findError(Map<?, ?> fields) {
		boolean isChat = fields.get("choices") instanceof List<?>
				|| (fields.get("object") instanceof String type && type.startsWith("chat.completion"));
		if (isChat) {
			return ErrorEnvelope.of(null, "openai_format", "The response is in OpenAI's format (choices)");
		}
		boolean isImages = fields.get("data") instanceof List<?> list && !list.isEmpty()
				&& list.get(0) instanceof Map<?, ?> image
				&& (image.containsKey("b64_json") || image.containsKey("b64Json") || image.containsKey("url"));
		return isImages ? ErrorEnvelope.of(null, "images_format",
				"The response is in the format of OpenAI's images API (data with b64_json or url)") : null;
	}

}
