package net.qhaigc.samples.playground;

import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.Thinking;

/**
 * A message of the page, and the options for the response. The configuration of the
 * application applies to options that are null.
 *
 * @param text the text of the message; may be empty if there are images
 * @param images the images of the message
 * @param model the id of the model
 * @param endpoint the endpoint of the gateway
 * @param temperature the temperature, from 0 to 2
 * @param thinking a thinking budget in tokens, or a thinking level such as {@code LOW}
 * @param includeThoughts whether to include thoughts in the response
 * @param tools whether the model can call tools
 * @param format the format of the response
 * @param schema the JSON Schema of the response if the format is {@code JSON}
 */
record ChatRequest(String text, List<Image> images, @Nullable String model, @Nullable Endpoint endpoint,
		@Nullable Double temperature, @Nullable String thinking, boolean includeThoughts, boolean tools, Format format,
		@Nullable String schema) {

	/** The format of a response. */
	enum Format {

		/** Markdown. */
		TEXT,

		/** JSON that conforms to a JSON Schema. */
		JSON,

		/** Text and images, for models that generate images. */
		IMAGE

	}

	/** An image, Base64-encoded. */
	record Image(String mimeType, String data) {

		static Image of(Media media) {
			return new Image(media.getMimeType().toString(),
					Base64.getEncoder().encodeToString(media.getDataAsByteArray()));
		}

		Media toMedia() {
			return Media.builder()
				.mimeType(MimeType.valueOf(this.mimeType))
				.data(Base64.getDecoder().decode(this.data))
				.build();
		}

	}

	UserMessage toUserMessage() {
		return UserMessage.builder().text(this.text).media(this.images.stream().map(Image::toMedia).toList()).build();
	}

	/**
	 * Return the options of this request.
	 * @return a builder with the options that the page has set
	 * @throws IllegalArgumentException if the value of an option is invalid
	 */
	QhaigcGeminiChatOptions.Builder toOptions() {
		QhaigcGeminiChatOptions.Builder options = QhaigcGeminiChatOptions.builder()
			.model(this.model)
			.endpoint(this.endpoint)
			.temperature(this.temperature);
		if (this.includeThoughts) {
			options.includeThoughts(true);
		}
		if (StringUtils.hasText(this.thinking)) {
			options.thinking(Character.isLetter(this.thinking.charAt(0)) ? Thinking.Level.valueOf(this.thinking)
					: Thinking.budget(Integer.parseInt(this.thinking)));
		}
		return switch (this.format) {
			case TEXT -> options;
			case JSON -> options.outputSchema(this.schema);
			case IMAGE -> options.responseModalities(List.of(Modality.TEXT, Modality.IMAGE));
		};
	}

}
