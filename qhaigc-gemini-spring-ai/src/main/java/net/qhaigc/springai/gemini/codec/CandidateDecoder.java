package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.codec.media.MediaDecoder;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * A candidate that has come whole, as a generation.
 */
final class CandidateDecoder {

	/**
	 * With these the calls are not meant to be run: Spring AI's tool loop would fail on
	 * them.
	 */
	private static final Set<String> WITHOUT_CALLS = Set.of("MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL");

	private static final Set<Class<? extends Part>> CODE = Set.of(Part.ExecutableCode.class,
			Part.CodeExecutionResult.class);

	private static final Set<Class<? extends Part>> SERVER_TOOLS = Set.of(Part.ServerToolCall.class,
			Part.ServerToolResponse.class);

	private static final Set<Class<? extends Part>> CALLS = Set.of(Part.FunctionCall.class);

	private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

	private final EncodedPrompt prompt;

	private final WarnOnce notices;

	/**
	 * Create a decoder of the response to one prompt.
	 * @param prompt the prompt
	 * @param notices for what is dropped
	 */
	CandidateDecoder(EncodedPrompt prompt, WarnOnce notices) {
		this.prompt = prompt;
		this.notices = notices;
	}

	/** The candidate as a generation. */
	Generation decode(CandidateAccumulator answer, ResponseDetails response) {
		List<Part> parts = own(answer.parts(this.notices));
		boolean callsAreOffered = !isWithoutCalls(answer);
		List<Part> turn = callsAreOffered ? parts
				: parts.stream().filter((part) -> !(part instanceof Part.FunctionCall)).toList();
		String thoughts = text(parts, true);
		AssistantMessage message = AssistantMessage.builder()
			.content(text(parts, false))
			.properties(messageMetadata(turn, thoughts))
			.toolCalls(calls(answer, parts))
			.media(media(parts))
			.build();
		Map<String, Object> metadata = response.forGeneration();
		metadata.putAll(answer.details());
		metadata.put(QhaigcGeminiMetadata.CANDIDATE_INDEX, answer.index());
		put(metadata, QhaigcGeminiMetadata.FINISH_MESSAGE, answer.finishMessage());
		put(metadata, QhaigcGeminiMetadata.REASONING_CONTENT, thoughts.isEmpty() ? null : thoughts);
		put(metadata, QhaigcGeminiMetadata.RESPONSE_TEXT, hasTextOffsets(answer) ? message.getText() : null);
		put(metadata, QhaigcGeminiMetadata.CODE_EXECUTION, only(parts, CODE));
		put(metadata, QhaigcGeminiMetadata.SERVER_TOOLS, only(parts, SERVER_TOOLS));
		put(metadata, QhaigcGeminiMetadata.ATTEMPTED_TOOL_CALLS, callsAreOffered ? null : only(parts, CALLS));
		return new Generation(message,
				ChatGenerationMetadata.builder()
					.finishReason(answer.finishReason())
					.metadata(metadata)
					.contentFilters(blockedCategories(answer))
					.build());
	}

	private Map<String, Object> messageMetadata(List<Part> turn, String thoughts) {
		Map<String, Object> metadata = new HashMap<>();
		put(metadata, QhaigcGeminiMetadata.TURN, ModelTurn.envelope(turn, this.prompt.keepMedia()));
		if (!thoughts.isEmpty() || this.prompt.followsThoughts()) {
			// Spring AI's MessageAggregator merges the metadata of all chunks and never
			// removes a key. The values of the last thought chunk, of this response or of
			// an earlier one in the same tool loop, remain unless they are replaced here.
			metadata.put(QhaigcGeminiMetadata.THOUGHTS, thoughts);
			metadata.put(QhaigcGeminiMetadata.IS_THOUGHT, false);
		}
		return metadata;
	}

	/** Calls by the names that the application gave its tools. */
	private List<Part> own(List<Part> parts) {
		Map<String, String> toolNames = this.prompt.toolNames();
		if (toolNames.isEmpty()) {
			return parts;
		}
		return parts.stream().map((part) -> {
			if (part instanceof Part.FunctionCall call && call.name() != null && toolNames.containsKey(call.name())) {
				return (Part) new Part.FunctionCall(call.id(), toolNames.get(call.name()), call.args(),
						call.attributes());
			}
			return part;
		}).toList();
	}

	private List<ToolCall> calls(CandidateAccumulator answer, List<Part> parts) {
		List<ToolCall> calls = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (Part part : parts) {
			if (part instanceof Part.FunctionCall call && !call.isThought()) {
				String id = (call.id() != null && !call.id().isBlank() && ids.add(call.id())) ? call.id() : newId(ids);
				calls.add(new ToolCall(id, "function", Objects.requireNonNull(call.name()),
						WireJson.write((call.args() != null) ? call.args() : Map.of())));
			}
		}
		if (!calls.isEmpty() && isWithoutCalls(answer)) {
			this.notices.warn("calls", Objects.requireNonNull(answer.finishReason()),
					"The model ended with %s: what it tried to call is in QhaigcGeminiMetadata.attemptedToolCalls(), and no tool is run"
						.formatted(answer.finishReason()));
			return List.of();
		}
		return calls;
	}

	private static boolean isWithoutCalls(CandidateAccumulator answer) {
		return answer.finishReason() != null && WITHOUT_CALLS.contains(answer.finishReason());
	}

	private static String newId(Set<String> taken) {
		StringBuilder id = new StringBuilder("call_");
		for (int i = 0; i < 24; i++) {
			id.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
		}
		return taken.add(id.toString()) ? id.toString() : newId(taken);
	}

	private static List<Media> media(List<Part> parts) {
		List<Media> media = new ArrayList<>();
		for (Part part : parts) {
			if (part instanceof Part.InlineData data && !data.isThought()) {
				media.add(MediaDecoder.decode(data));
			}
		}
		return media;
	}

	/** What is said in all, or thought in all; a single text is not copied. */
	static String text(List<Part> parts, boolean thoughts) {
		List<String> texts = new ArrayList<>(parts.size());
		for (Part part : parts) {
			if (part instanceof Part.Text text && text.isThought() == thoughts) {
				texts.add(text.text());
			}
		}
		return (texts.size() == 1) ? texts.get(0) : String.join("", texts);
	}

	/**
	 * A stream's closing chunk has no text, yet grounding and citations point into it.
	 */
	private static boolean hasTextOffsets(CandidateAccumulator answer) {
		return answer.details().containsKey("groundingMetadata") || answer.details().containsKey("citationMetadata");
	}

	/** As plain JSON, like all other details: metadata may be stored, by any mapper. */
	private static @Nullable List<Object> only(List<Part> parts, Set<Class<? extends Part>> kinds) {
		List<Object> found = new ArrayList<>();
		for (Part part : parts) {
			if (!part.isThought() && kinds.contains(part.getClass())) {
				found.add(Objects.requireNonNull(WireJson.readValue(WireJson.write(part))));
			}
		}
		return found.isEmpty() ? null : found;
	}

	private static Set<String> blockedCategories(CandidateAccumulator answer) {
		if (!(answer.details().get("safetyRatings") instanceof List<?> ratings)) {
			return Set.of();
		}
		return ratings.stream()
			.filter((rating) -> rating instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("blocked")))
			.map((rating) -> String.valueOf(((Map<?, ?>) rating).get("category")))
			.collect(Collectors.toSet());
	}

	private static void put(Map<String, Object> metadata, String key, @Nullable Object value) {
		if (value != null) {
			metadata.put(key, value);
		}
	}

}
