package net.qhaigc.springai.gemini.observation;

import java.util.List;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * The type of output that a request asks for, in OpenTelemetry's terms.
 */
final class OutputType {

	private OutputType() {
	}

	static @Nullable String of(QhaigcGeminiChatOptions options) {
		List<Modality> modalities = options.getResponseModalities();
		if (modalities != null && modalities.contains(Modality.IMAGE)) {
			return "image";
		}
		if (modalities != null && modalities.contains(Modality.AUDIO)) {
			return "speech";
		}
		String mimeType = options.getResponseMimeType();
		if (options.getOutputSchema() != null || options.getResponseFormat() != null
				|| (mimeType != null && mimeType.contains("json"))) {
			return "json";
		}
		boolean text = (modalities != null && modalities.contains(Modality.TEXT)) || mimeType != null;
		return text ? "text" : null;
	}

}
