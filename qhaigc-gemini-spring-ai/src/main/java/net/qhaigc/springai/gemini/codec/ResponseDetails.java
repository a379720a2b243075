package net.qhaigc.springai.gemini.codec;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.PromptMetadata;
import org.springframework.ai.chat.metadata.PromptMetadata.PromptFilterMetadata;

import net.qhaigc.springai.gemini.metadata.Cost;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.options.ModelPrice;
import net.qhaigc.springai.gemini.options.Prices;
import net.qhaigc.springai.gemini.wire.ResponseFieldMerger;
import net.qhaigc.springai.gemini.wire.UsageMetadata;

/**
 * The metadata of a response, from one body or from the events of a stream.
 */
final class ResponseDetails {

	private final String requestedModel;

	private final @Nullable Prices prices;

	private HeaderMetadata headers = HeaderMetadata.NONE;

	private final ResponseFieldMerger fields;

	/** The usage from which {@link #tokenUsage} was decoded. */
	private @Nullable UsageMetadata usage;

	private @Nullable TokenUsage tokenUsage;

	/**
	 * The response metadata of the previous chunk. Most chunks have the same metadata.
	 */
	private @Nullable ChatResponseMetadata chunkMetadata;

	/**
	 * Create the details of a response.
	 * @param requestedModel the model of the request
	 * @param fields the fields of the response, which can change until the response is
	 * complete
	 * @param prices the prices of models; null if there are none
	 */
	ResponseDetails(String requestedModel, ResponseFieldMerger fields, @Nullable Prices prices) {
		this.requestedModel = requestedModel;
		this.prices = prices;
		this.fields = fields;
	}

	/**
	 * Set the metadata from the headers of the response.
	 * @param headers the metadata
	 */
	void setHeaders(HeaderMetadata headers) {
		this.headers = headers;
	}

	/** Return the usage for the metadata of the response and of each generation. */
	private @Nullable TokenUsage tokenUsage() {
		UsageMetadata current = this.fields.usage();
		if (current != null && current != this.usage) {
			this.tokenUsage = decodeWithCost(current);
			this.usage = current;
		}
		return this.tokenUsage;
	}

	private TokenUsage decodeWithCost(UsageMetadata usage) {
		TokenUsage decoded = UsageDecoder.decode(usage);
		ModelPrice price = (this.prices != null) ? this.prices.of(this.requestedModel, this.fields.modelVersion())
				: null;
		if (price == null) {
			return decoded;
		}
		BigDecimal amount = price.amount(usage.inputTokens(), usage.cachedInputTokens(), usage.outputTokens());
		return decoded.withCost(new Cost(amount, price.currency()));
	}

	/**
	 * Return why the prompt was blocked.
	 * @return the block reason; null if the prompt was not blocked
	 */
	@Nullable String blockReason() {
		return (this.fields.promptFeedback().get("blockReason") instanceof String reason) ? reason : null;
	}

	/**
	 * Return the metadata to add to each generation. The values apply to the whole
	 * response, but Spring AI's aggregator would drop them if they were only in the
	 * response metadata.
	 * @return a mutable map
	 */
	Map<String, Object> forGeneration() {
		Map<String, Object> details = new LinkedHashMap<>();
		if (!this.fields.promptFeedback().isEmpty()) {
			details.put(QhaigcGeminiMetadata.PROMPT_FEEDBACK, this.fields.promptFeedback());
		}
		TokenUsage usage = tokenUsage();
		String tier = (usage != null && usage.serviceTier() != null) ? usage.serviceTier() : this.headers.serviceTier();
		if (tier != null) {
			details.put(QhaigcGeminiMetadata.SERVICE_TIER, tier);
		}
		if (usage != null) {
			details.put(QhaigcGeminiMetadata.USAGE, usage);
		}
		return details;
	}

	/**
	 * Return the response metadata of a chunk other than the closing chunk.
	 * @return metadata with the ID and the model only
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
			.usage(UsageDecoder.toSpringAi(tokenUsage()))
			.rateLimit(this.headers.rateLimit())
			.keyValue(QhaigcGeminiMetadata.REQUEST_ID, this.headers.requestId());
		if (!this.fields.promptFeedback().isEmpty()) {
			metadata.promptMetadata(PromptMetadata.of(PromptFilterMetadata.from(0, this.fields.promptFeedback())));
		}
		this.fields.extra().forEach(metadata::keyValue);
		return metadata.build();
	}

	/**
	 * Return the response metadata of a stream that ended early.
	 * @return the metadata; empty if no model, response ID or usage has been received
	 */
	ChatResponseMetadata forIncompleteResponse() {
		return isEmpty() ? new ChatResponseMetadata() : forResponse();
	}

	/** Whether no model, response ID or usage has been received. */
	boolean isEmpty() {
		return this.fields.modelVersion() == null && this.fields.responseId() == null && this.fields.usage() == null;
	}

	private String id() {
		String id = (this.fields.responseId() != null) ? this.fields.responseId() : this.headers.requestId();
		return (id != null) ? id : "";
	}

	private String model() {
		return (this.fields.modelVersion() != null) ? this.fields.modelVersion() : this.requestedModel;
	}

}
