package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.codec.media.MediaDecoder;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Decodes complete candidates as the generations of a response.
 */
final class CandidateDecoder {

	private final EncodedPrompt prompt;

	private final ToolCallDecoder toolCallDecoder;

	private final WarnOnce warnings;

	/**
	 * Create a decoder of the response to one prompt.
	 * @param prompt the prompt
	 * @param warnings logs a warning if a part of the response is dropped
	 */
	CandidateDecoder(EncodedPrompt prompt, WarnOnce warnings) {
		this.prompt = prompt;
		this.toolCallDecoder = new ToolCallDecoder(prompt, warnings);
		this.warnings = warnings;
	}

	/**
	 * Decode the candidates of a response.
	 * @param candidates the candidates, in the order of their indexes
	 * @param details the details of the response
	 * @return the response, with at least one generation
	 */
	ChatResponse decode(List<CandidateAccumulator> candidates, ResponseDetails details) {
		List<CandidateAccumulator> nonEmpty = candidates.isEmpty() ? List.of(new CandidateAccumulator(0, null))
				: candidates;
		List<Generation> generations = new ArrayList<>(nonEmpty.size());
		for (CandidateAccumulator candidate : nonEmpty) {
			if (candidate.finishReason() == null && details.blockReason() != null) {
				candidate.setFinishReasonIfMissing(details.blockReason());
				warnAboutBlockedPrompt(details.blockReason());
			}
			generations.add(decode(candidate, details));
		}
		return new ChatResponse(removeToolCallsIfFirstCandidateHasNone(generations), details.forResponse());
	}

	private void warnAboutBlockedPrompt(String reason) {
		this.warnings.warn("blocked", reason,
				"The prompt was blocked (%s), so the response is empty or incomplete. See the promptFeedback in the prompt metadata of the response"
					.formatted(reason));
	}

	/**
	 * If the first candidate has no tool calls, remove those of the other candidates, so
	 * that Spring AI's tool loop does not execute them.
	 */
	private static List<Generation> removeToolCallsIfFirstCandidateHasNone(List<Generation> generations) {
		if (generations.size() > 1 && !generations.get(0).getOutput().hasToolCalls()) {
			generations.replaceAll(
					(generation) -> generation.getOutput().hasToolCalls() ? withoutToolCalls(generation) : generation);
		}
		return generations;
	}

	private static Generation withoutToolCalls(Generation generation) {
		AssistantMessage message = generation.getOutput();
		return new Generation(AssistantMessage.builder()
			.content(message.getText())
			.properties(message.getMetadata())
			.media(message.getMedia())
			.build(), generation.getMetadata());
	}

	private Generation decode(CandidateAccumulator candidate, ResponseDetails response) {
		List<Part> parts = this.prompt.embeddedJsonLocations()
			.parse(this.toolCallDecoder.withOriginalNames(candidate.usableParts(this.warnings)));
		String thoughts = text(parts, true);
		AssistantMessage message = AssistantMessage.builder()
			.content(text(parts, false))
			.properties(messageMetadata(candidate, parts, thoughts))
			.toolCalls(this.toolCallDecoder.decode(parts, candidate.finishReason()))
			.media(media(parts))
			.build();
		Map<String, Object> metadata = response.forGeneration();
		metadata.putAll(candidate.details());
		GroundingVerifier.verify(candidate.details().get("groundingMetadata"), this.warnings);
		metadata.put(QhaigcGeminiMetadata.CANDIDATE_INDEX, candidate.index());
		putIfPresent(metadata, QhaigcGeminiMetadata.FINISH_MESSAGE, candidate.finishMessage());
		putIfPresent(metadata, QhaigcGeminiMetadata.REASONING_CONTENT, thoughts.isEmpty() ? null : thoughts);
		putIfPresent(metadata, QhaigcGeminiMetadata.RESPONSE_TEXT,
				hasTextOffsets(candidate) ? message.getText() : null);
		List<Object> partValues = ResponseParts.of(parts);
		putIfPresent(metadata, QhaigcGeminiMetadata.CODE_EXECUTION, ServerParts.code(partValues));
		putIfPresent(metadata, QhaigcGeminiMetadata.PARTS, partValues);
		putIfPresent(metadata, QhaigcGeminiMetadata.SERVER_TOOLS, ServerParts.json(parts, ServerParts::isToolUse));
		if (ToolCallDecoder.areCallsInvalid(candidate.finishReason())) {
			List<Part> attempted = this.toolCallDecoder.attemptedCalls(parts, candidate.finishReason(),
					candidate.finishMessage());
			putIfPresent(metadata, QhaigcGeminiMetadata.ATTEMPTED_TOOL_CALLS,
					ServerParts.json(attempted, (part) -> part instanceof Part.FunctionCall && !part.isThought()));
		}
		return new Generation(message,
				ChatGenerationMetadata.builder()
					.finishReason(candidate.finishReason())
					.metadata(metadata)
					.contentFilters(blockedCategories(candidate))
					.build());
	}

	private Map<String, Object> messageMetadata(CandidateAccumulator candidate, List<Part> parts, String thoughts) {
		List<Part> turnParts = ToolCallDecoder.areCallsInvalid(candidate.finishReason())
				? parts.stream().filter((part) -> !(part instanceof Part.FunctionCall)).toList() : parts;
		Map<String, Object> metadata = new HashMap<>();
		putIfPresent(metadata, QhaigcGeminiMetadata.TURN,
				ModelTurn.envelope(turnParts, this.toolCallDecoder::arguments, this.prompt.mediaRetention()));
		if (!thoughts.isEmpty() || this.prompt.earlierResponseHasThoughts()) {
			// Spring AI's MessageAggregator merges the metadata of all chunks and never
			// removes a key. The values of the last thought chunk, of this response or of
			// an earlier response in the same tool loop, remain unless they are replaced
			// here.
			metadata.put(QhaigcGeminiMetadata.THOUGHTS, thoughts);
			metadata.put(QhaigcGeminiMetadata.IS_THOUGHT, false);
		}
		return metadata;
	}

	private static List<Media> media(List<Part> parts) {
		List<Media> media = new ArrayList<>();
		for (Part part : parts) {
			Media decoded = MediaDecoder.decode(part);
			if (decoded != null) {
				media.add(decoded);
			}
		}
		return media;
	}

	/** Return the text of the answer or of the thoughts; a single text is not copied. */
	private static String text(List<Part> parts, boolean thoughts) {
		List<String> texts = new ArrayList<>(parts.size());
		for (Part part : parts) {
			if (part instanceof Part.Text text && text.isThought() == thoughts) {
				texts.add(text.text());
			}
		}
		return (texts.size() == 1) ? texts.get(0) : String.join("", texts);
	}

	/**
	 * Return whether the metadata refers to positions in the text. In this case, the text
	 * is added to the metadata, since the text of the message can be empty in a closing
	 * chunk.
	 */
	private static boolean hasTextOffsets(CandidateAccumulator candidate) {
		return candidate.details().containsKey("groundingMetadata")
				|| candidate.details().containsKey("citationMetadata");
	}

	private static Set<String> blockedCategories(CandidateAccumulator candidate) {
		if (!(candidate.details().get("safetyRatings") instanceof List<?> ratings)) {
			return Set.of();
		}
		return ratings.stream()
			.filter((rating) -> rating instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("blocked")))
			.map((rating) -> String.valueOf(((Map<?, ?>) rating).get("category")))
			.collect(Collectors.toSet());
	}

	private static void putIfPresent(Map<String, Object> metadata, String key, @Nullable Object value) {
		if (value != null) {
			metadata.put(key, value);
		}
	}

}
