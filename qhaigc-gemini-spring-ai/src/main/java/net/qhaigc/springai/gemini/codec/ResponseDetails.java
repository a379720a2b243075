package net.qhaigc.springai.gemini.codec;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.PromptMetadata;
import org.springframework.ai.chat.metadata.PromptMetadata.PromptFilterMetadata;

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.UsageMetadata;

/**
 * The metadata of a response, accumulated from one body or from the events of a stream.
 */
final class ResponseDetails {

	private final String requestedModel;

	private HeaderMetadata headers = HeaderMetadata.NONE;

	private @Nullable String id;

	private @Nullable String model;

	private @Nullable UsageMetadata usage;

	private @Nullable TokenUsage tokenUsage;

	/** The metadata of the last chunk, which is the same for most chunks. */
	private @Nullable ChatResponseMetadata chunkMetadata;

	private Map<String, Object> promptFeedback = Map.of();

	private Map<String, Object> extra = Map.of();

	ResponseDetails(String requestedModel) {
		this.requestedModel = requestedModel;
	}

	/**
	 * Set the metadata from the headers of the response.
	 * @param headers the metadata
	 */
	void headers(HeaderMetadata headers) {
		this.headers = headers;
	}

	/**
	 * Add a body or an event.
	 * @param body the body
	 */
	void add(GenerateContentResponse body) {
		this.id = isText(body.responseId()) ? body.responseId() : this.id;
		this.model = isText(body.modelVersion()) ? body.modelVersion() : this.model;
		this.promptFeedback = merge(this.promptFeedback, body.promptFeedback());
		this.extra = merge(this.extra, body.extra());
		if (body.usageMetadata() != null && (body.usageMetadata().totalTokenCount() != null || !hasTotal())) {
			this.usage = body.usageMetadata();
			this.tokenUsage = null;
		}
	}

	/** Copies nothing in the usual case, in which one of the two is empty. */
	private static Map<String, Object> merge(Map<String, Object> before, Map<String, Object> after) {
		if (before.isEmpty() || after.isEmpty()) {
			return before.isEmpty() ? after : before;
		}
		Map<String, Object> merged = new LinkedHashMap<>(before);
		merged.putAll(after);
		return merged;
	}

	/** Counts are cumulative, so that the last event with a total has all of them. */
	private boolean hasTotal() {
		return this.usage != null && this.usage.totalTokenCount() != null;
	}

	/** Return the native usage, which the generations and the response share. */
	private @Nullable TokenUsage tokenUsage() {
		if (this.tokenUsage == null && this.usage != null) {
			this.tokenUsage = UsageDecoder.decodeNative(this.usage);
		}
		return this.tokenUsage;
	}

	private static boolean isText(@Nullable String text) {
		return text != null && !text.isBlank();
	}

	/**
	 * Return why the prompt was blocked.
	 * @return the block reason; null if the prompt was not blocked
	 */
	@Nullable String blockReason() {
		return (this.promptFeedback.get("blockReason") instanceof String reason && !reason.isBlank()) ? reason : null;
	}

	/**
	 * Return the metadata of each generation: what concerns the whole response, and would
	 * be dropped by Spring AI's aggregator if it were in the response metadata only.
	 * @return a mutable map
	 */
	Map<String, Object> forGeneration() {
		Map<String, Object> details = new LinkedHashMap<>();
		if (!this.promptFeedback.isEmpty()) {
			details.put(QhaigcGeminiMetadata.PROMPT_FEEDBACK, this.promptFeedback);
		}
		String tier = (this.usage != null && this.usage.serviceTier() != null) ? this.usage.serviceTier()
				: this.headers.serviceTier();
		if (tier != null) {
			details.put(QhaigcGeminiMetadata.SERVICE_TIER, tier);
		}
		if (this.usage != null) {
			details.put(QhaigcGeminiMetadata.USAGE, tokenUsage());
		}
		return details;
	}

	/**
	 * Return the response metadata of a chunk other than the closing chunk.
	 * @return the id and the model, which do not change any more
	 */
	ChatResponseMetadata forChunk() {
		ChatResponseMetadata metadata = this.chunkMetadata;
		if (metadata == null || !metadata.getId().equals(id()) || !metadata.getModel().equals(model())) {
			metadata = ChatResponseMetadata.builder().id(id()).model(model()).build();
			this.chunkMetadata = metadata;
		}
		return metadata;
	}

	/**
	 * Return the response metadata of the whole response.
	 * @return the metadata
	 */
	ChatResponseMetadata forResponse() {
		ChatResponseMetadata.Builder metadata = ChatResponseMetadata.builder()
			.id(id())
			.model(model())
			.usage(UsageDecoder.decode(tokenUsage()))
			.rateLimit(this.headers.rateLimit())
			.keyValue(QhaigcGeminiMetadata.REQUEST_ID, this.headers.requestId());
		if (!this.promptFeedback.isEmpty()) {
			metadata.promptMetadata(PromptMetadata.of(PromptFilterMetadata.from(0, this.promptFeedback)));
		}
		this.extra.forEach(metadata::keyValue);
		return metadata.build();
	}

	private String id() {
		String own = (this.id != null) ? this.id : this.headers.requestId();
		return (own != null) ? own : "";
	}

	private String model() {
		return (this.model != null) ? this.model : this.requestedModel;
	}

}
