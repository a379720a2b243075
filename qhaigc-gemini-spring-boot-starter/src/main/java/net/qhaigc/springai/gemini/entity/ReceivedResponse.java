package net.qhaigc.springai.gemini.entity;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * The part of a response that has been received so far. Each chunk is added to it.
 */
final class ReceivedResponse {

	/** The finish reasons with which providers end a complete response, in lower case. */
	private static final Set<String> FINISHED = Set.of("stop", "end_turn", "stop_sequence", "completed", "");

	private final StringBuilder text = new StringBuilder();

	private @Nullable String finishReason;

	private @Nullable Usage usage;

	/**
	 * Add a chunk, or a whole response.
	 * @return the text of the chunk, or an empty string
	 */
	String add(ChatResponse chunk) {
		Usage usage = chunk.getMetadata().getUsage();
		if (usage != null && (this.usage == null || total(usage) > 0)) {
			this.usage = usage;
		}
		Generation generation = chunk.getResult();
		if (generation == null) {
			return "";
		}
		String reason = generation.getMetadata().getFinishReason();
		if (reason != null && !reason.isEmpty()) {
			this.finishReason = reason;
		}
		String text = generation.getOutput().getText();
		if (text == null) {
			return "";
		}
		this.text.append(text);
		return text;
	}

	private static int total(Usage usage) {
		Integer total = usage.getTotalTokens();
		return (total != null) ? total : 0;
	}

	String text() {
		return this.text.toString();
	}

	@Nullable String finishReason() {
		return this.finishReason;
	}

	/**
	 * Return whether the model ended the response by itself. This is assumed if the
	 * response has no finish reason.
	 */
	boolean isFinished() {
		return isFinished(this.finishReason);
	}

	static boolean isFinished(@Nullable String finishReason) {
		return finishReason == null || FINISHED.contains(finishReason.toLowerCase(Locale.ROOT));
	}

	@Nullable Usage usage() {
		return this.usage;
	}

	EntityResponseException failure(String message, @Nullable Throwable cause) {
		return new EntityResponseException(message, this, cause);
	}

	/** Return the exception for a response whose JSON is incomplete or missing. */
	EntityResponseException incomplete(boolean jsonFound) {
		if (this.text.toString().isBlank()) {
			return failure("The response contains no text.", null);
		}
		if (!jsonFound) {
			return failure("The response contains text, but no JSON of the requested type.", null);
		}
		int length = this.text.length();
		return failure("The JSON of the response is incomplete (the text has %d characters).".formatted(length), null);
	}

}
