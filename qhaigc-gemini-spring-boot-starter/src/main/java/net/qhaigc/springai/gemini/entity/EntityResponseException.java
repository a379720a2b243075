package net.qhaigc.springai.gemini.entity;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;

/**
 * Thrown if a response cannot be converted to an object, because the response is empty,
 * blocked, incomplete or not JSON, or does not conform to the JSON Schema. The message
 * contains the finish reason, and can quote the part of the text that is not valid;
 * {@link #getText()} returns the whole text.
 */
public final class EntityResponseException extends RuntimeException {

	private static final Set<String> LENGTH_FINISH_REASONS = Set.of("max_tokens", "length");

	private final String text;

	private final @Nullable String finishReason;

	private final transient @Nullable Usage usage;

	EntityResponseException(String message, ReceivedResponse response, @Nullable Throwable cause) {
		super(message + describe(response.finishReason()) + advice(response.finishReason()), cause);
		this.text = response.text();
		this.finishReason = response.finishReason();
		this.usage = response.usage();
	}

	private static String describe(@Nullable String finishReason) {
		return (finishReason != null) ? " Finish reason: " + finishReason + "." : "";
	}

	private static String advice(@Nullable String finishReason) {
		if (ReceivedResponse.isFinished(finishReason)) {
			return " Try again.";
		}
		return LENGTH_FINISH_REASONS.contains(String.valueOf(finishReason).toLowerCase(Locale.ROOT))
				? " Increase the maximum number of output tokens, which includes thinking tokens."
				: " Try rephrasing the request.";
	}

	/**
	 * Return the text that was received.
	 * @return the text of the response, possibly incomplete or empty
	 */
	public String getText() {
		return this.text;
	}

	/**
	 * Return why the model stopped.
	 * @return the finish reason, or null if the response has none, for example because
	 * its stream ended early
	 */
	public @Nullable String getFinishReason() {
		return this.finishReason;
	}

	/**
	 * Return the tokens that the response used.
	 * @return the usage; an {@link EmptyUsage} if the response has none
	 */
	public Usage getUsage() {
		return (this.usage != null) ? this.usage : new EmptyUsage();
	}

}
