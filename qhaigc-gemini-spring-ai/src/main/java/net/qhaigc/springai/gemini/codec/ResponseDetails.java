package net.qhaigc.springai.gemini.codec;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.PromptMetadata;
import org.springframework.ai.chat.metadata.PromptMetadata.PromptFilterMetadata;

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.UsageMetadata;

/**
 * What an answer says beside its candidates, gathered from one body or from the events of
 * a stream.
 */
final class ResponseDetails {

	private final String requestedModel;

	private HeaderMetadata headers = HeaderMetadata.NONE;

	private @Nullable String id;

	private @Nullable String model;

	private @Nullable UsageMetadata usage;

	private @Nullable ChatResponseMetadata ofChunk;

	private Map<String, Object> promptFeedback = Map.of();

	private Map<String, Object> extra = Map.of();

	ResponseDetails(String requestedModel) {
		this.requestedModel = requestedModel;
	}

	void headers(HeaderMetadata headers) {
		this.headers = headers;
	}

	void add(GenerateContentResponse body) {
		this.id = isText(body.responseId()) ? body.responseId() : this.id;
		this.model = isText(body.modelVersion()) ? body.modelVersion() : this.model;
		this.promptFeedback = joined(this.promptFeedback, body.promptFeedback());
		this.extra = joined(this.extra, body.extra());
		if (body.usageMetadata() != null && (body.usageMetadata().totalTokenCount() != null || !hasTotal())) {
			this.usage = body.usageMetadata();
		}
	}

	/** Both are nearly always empty. */
	private static Map<String, Object> joined(Map<String, Object> before, Map<String, Object> after) {
		if (before.isEmpty() || after.isEmpty()) {
			return before.isEmpty() ? after : before;
		}
		Map<String, Object> joined = new LinkedHashMap<>(before);
		joined.putAll(after);
		return joined;
	}

	/** Counts are cumulative, so the last event that has a total says it all. */
	private boolean hasTotal() {
		return this.usage != null && this.usage.totalTokenCount() != null;
	}

	private static boolean isText(@Nullable String text) {
		return text != null && !text.isBlank();
	}

	@Nullable String blockReason() {
		return (this.promptFeedback.get("blockReason") instanceof String reason && !reason.isBlank()) ? reason : null;
	}

	/**
	 * What belongs to the whole answer and yet has to survive Spring AI's aggregation: a
	 * map to be added to.
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
			details.put(QhaigcGeminiMetadata.USAGE, UsageDecoder.decodeNative(this.usage));
		}
		return details;
	}

	/**
	 * The metadata of a chunk on the way: who answers, and nothing that is yet to change.
	 * The chunks share it, since it is the same for most.
	 */
	ChatResponseMetadata ofChunk() {
		ChatResponseMetadata metadata = this.ofChunk;
		if (metadata == null || !metadata.getId().equals(id()) || !metadata.getModel().equals(model())) {
			metadata = ChatResponseMetadata.builder().id(id()).model(model()).build();
			this.ofChunk = metadata;
		}
		return metadata;
	}

	/** The metadata of the whole answer. */
	ChatResponseMetadata ofAnswer() {
		ChatResponseMetadata.Builder metadata = ChatResponseMetadata.builder()
			.id(id())
			.model(model())
			.usage(UsageDecoder.decode(this.usage))
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
