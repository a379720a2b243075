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
 * What the page asks, and how it wants the answer. What is null is left to the
 * application's settings.
 *
 * @param text the question; may be empty beside images
 * @param images pictures that belong to it
 * @param model the model's id
 * @param endpoint where the question goes
 * @param temperature from 0 to 2
 * @param thinking a number of tokens for the models that have a budget, or a level such
 * as {@code LOW} for those that have levels
 * @param thoughts whether to show what the model thinks
 * @param tools whether the model may call tools
 * @param form what the answer is made of
 * @param schema the JSON schema of an answer in JSON
 */
record Question(String text, List<Image> images, @Nullable String model, @Nullable Endpoint endpoint,
		@Nullable Double temperature, @Nullable String thinking, boolean thoughts, boolean tools, Form form,
		@Nullable String schema) {

	/** What an answer is made of. */
	enum Form {

		/** Markdown. */
		TEXT,

		/** JSON of a given schema. */
		JSON,

		/** Text and images; for models that make images. */
		IMAGE

	}

	/** A picture, in base64. */
	record Image(String mimeType, String data) {

		Media media() {
			return Media.builder()
				.mimeType(MimeType.valueOf(this.mimeType))
				.data(Base64.getDecoder().decode(this.data))
				.build();
		}

	}

	UserMessage message() {
		return UserMessage.builder().text(this.text).media(this.images.stream().map(Image::media).toList()).build();
	}

	/**
	 * The options for this question alone.
	 * @return a builder in which only what the page chose is set
	 * @throws IllegalArgumentException if the gateway could not understand a choice
	 */
	QhaigcGeminiChatOptions.Builder options() {
		QhaigcGeminiChatOptions.Builder options = QhaigcGeminiChatOptions.builder()
			.model(this.model)
			.endpoint(this.endpoint)
			.temperature(this.temperature);
		if (this.thoughts) {
			options.includeThoughts(true);
		}
		if (StringUtils.hasText(this.thinking)) {
			options.thinking(Character.isLetter(this.thinking.charAt(0)) ? Thinking.Level.valueOf(this.thinking)
					: Thinking.budget(Integer.parseInt(this.thinking)));
		}
		return switch (this.form) {
			case TEXT -> options;
			case JSON -> options.outputSchema(this.schema);
			case IMAGE -> options.responseModalities(List.of(Modality.TEXT, Modality.IMAGE));
		};
	}

}
