package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;

import net.qhaigc.springai.gemini.codec.schema.EmbeddedJson;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Decodes the function calls of a candidate.
 */
final class ToolCallDecoder {

	/**
	 * The finish reasons with which no function call is valid. Spring AI's tool loop
	 * would fail on an invalid call.
	 */
	private static final Set<String> FINISH_REASONS_OF_INVALID_CALLS = Set.of("MALFORMED_FUNCTION_CALL",
			"UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MISSING_THOUGHT_SIGNATURE", "MALFORMED_RESPONSE");

	private static final int MAX_LOGGED_CHARS = 200;

	private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

	private final Map<String, String> toolNames;

	private final Map<String, EmbeddedJson> embeddedJson;

	private final DecimalPreserver decimalPreserver;

	private final WarnOnce warnings;

	/**
	 * Create a decoder for the response to one prompt.
	 * @param prompt the prompt
	 * @param warnings logs the calls that are invalid
	 */
	ToolCallDecoder(EncodedPrompt prompt, WarnOnce warnings) {
		this.toolNames = prompt.toolNames();
		this.embeddedJson = prompt.embeddedJsonLocations().byTool();
		this.decimalPreserver = new DecimalPreserver(prompt.toolCallbacks());
		this.warnings = warnings;
	}

	/**
	 * Return the parts with the original names of the tools in their function calls.
	 * @param parts the parts as they were received
	 * @return the parts
	 */
	List<Part> withOriginalNames(List<Part> parts) {
		return this.toolNames.isEmpty() ? parts : parts.stream().map(this::withOriginalName).toList();
	}

	private Part withOriginalName(Part part) {
		if (part instanceof Part.FunctionCall call && call.name() != null) {
			String originalName = this.toolNames.get(call.name());
			return (originalName != null)
					? new Part.FunctionCall(call.id(), originalName, call.args(), call.attributes()) : part;
		}
		return part;
	}

	/**
	 * Decode the function calls.
	 * @param parts the parts, with the original names of the tools
	 * @param finishReason the finish reason of the candidate; null if unknown
	 * @return the tool calls to execute, each with a unique ID; empty if the finish
	 * reason makes the calls invalid
	 */
	List<ToolCall> decode(List<Part> parts, @Nullable String finishReason) {
		List<ToolCall> calls = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (Part part : parts) {
			if (part instanceof Part.FunctionCall call && !call.isThought()) {
				String id = (call.id() != null && !call.id().isBlank() && ids.add(call.id())) ? call.id()
						: generateId(ids);
				calls.add(new ToolCall(id, "function", Objects.requireNonNull(call.name()),
						WireJson.write(arguments(call))));
			}
		}
		return areCallsInvalid(finishReason) ? List.of() : calls;
	}

	/**
	 * Return the function calls of a candidate whose finish reason makes them
	 * {@linkplain #areCallsInvalid invalid}, and log a warning.
	 * @param parts the parts, with the original names of the tools
	 * @param finishReason the finish reason of the candidate
	 * @param finishMessage describes the finish reason; null if absent
	 * @return the function calls of the parts or, if there are none, the function call in
	 * the finish message
	 */
	List<Part> attemptedCalls(List<Part> parts, @Nullable String finishReason, @Nullable String finishMessage) {
		List<Part> calls = parts.stream()
			.filter((part) -> part instanceof Part.FunctionCall && !part.isThought())
			.toList();
		String message = (calls.isEmpty() && finishMessage != null)
				? ". Finish message: " + finishMessage.substring(0, Math.min(finishMessage.length(), MAX_LOGGED_CHARS))
				: "";
		this.warnings.warn("calls", String.valueOf(finishReason),
				"The response ended with %s, so no tool is executed. QhaigcGeminiMetadata.attemptedToolCalls() returns the tool calls that the model attempted%s"
					.formatted(finishReason, message));
		Part call = calls.isEmpty() ? FinishMessageCallReader.read(finishMessage) : null;
		return (call != null) ? withOriginalNames(List.of(call)) : calls;
	}

	/**
	 * Return the arguments of a call as the tool expects them. Where the request declared
	 * a string in place of an object, the object that the string contains replaces the
	 * string. A decimal that Spring AI would round is replaced with a string.
	 * @param call the call, with the original name of the tool
	 * @return the arguments
	 */
	@SuppressWarnings("unchecked")
	Map<String, Object> arguments(Part.FunctionCall call) {
		Map<String, Object> args = (call.args() != null) ? call.args() : Map.of();
		EmbeddedJson embedded = (call.name() != null) ? this.embeddedJson.get(call.name()) : null;
		return this.decimalPreserver.preserve(call.name(),
				(embedded != null) ? (Map<String, Object>) Objects.requireNonNull(embedded.parse(args)) : args);
	}

	/**
	 * Whether the function calls of a candidate must not be executed.
	 * @param finishReason the finish reason of the candidate; null if unknown
	 * @return whether they are invalid
	 */
	static boolean areCallsInvalid(@Nullable String finishReason) {
		return finishReason != null && FINISH_REASONS_OF_INVALID_CALLS.contains(finishReason);
	}

	private static String generateId(Set<String> ids) {
		StringBuilder id = new StringBuilder("call_");
		for (int i = 0; i < 24; i++) {
			id.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
		}
		return ids.add(id.toString()) ? id.toString() : generateId(ids);
	}

}
