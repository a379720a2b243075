package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.ChatGenerationMetadata;

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * The parts that report what Google's servers execute: code, and calls of server tools.
 */
final class ServerParts {

	private ServerParts() {
	}

	/**
	 * Whether a part is executed code or the result of executed code, and not a thought.
	 */
	static boolean isCode(Part part) {
		return !part.isThought() && (part instanceof Part.ExecutableCode || part instanceof Part.CodeExecutionResult);
	}

	/**
	 * Whether a part is a call of a server tool or the result of such a call, and not a
	 * thought.
	 */
	static boolean isToolUse(Part part) {
		return !part.isThought() && (part instanceof Part.ServerToolCall || part instanceof Part.ServerToolResponse);
	}

	/**
	 * Return the generation metadata of a chunk that reports one part of a stream. The
	 * metadata of the closing chunk contains all reported parts under the same keys. An
	 * aggregated response contains each part only once, since {@code MessageAggregator}
	 * uses only the last generation metadata of a stream, which is that of the closing
	 * chunk.
	 * @param part any part
	 * @return the metadata; null if the part reports neither code nor the use of a server
	 * tool
	 */
	static @Nullable ChatGenerationMetadata chunkMetadata(Part part) {
		if (isCode(part)) {
			List<Object> parts = List.of(json(part));
			return ChatGenerationMetadata.builder()
				.metadata(QhaigcGeminiMetadata.CODE_EXECUTION, parts)
				.metadata(QhaigcGeminiMetadata.PARTS, parts)
				.build();
		}
		return isToolUse(part) ? ChatGenerationMetadata.builder()
			.metadata(QhaigcGeminiMetadata.SERVER_TOOLS, List.of(json(part)))
			.build() : null;
	}

	/**
	 * Return those values of {@link ResponseParts#of(List)} that are executed code or its
	 * results.
	 * @return the values; null if there are none
	 */
	static @Nullable List<Object> code(@Nullable List<Object> values) {
		List<Object> code = new ArrayList<>();
		for (Object value : (values != null) ? values : List.of()) {
			if (value instanceof Map<?, ?> part
					&& (part.containsKey("executableCode") || part.containsKey("codeExecutionResult"))) {
				code.add(value);
			}
		}
		return code.isEmpty() ? null : code;
	}

	/**
	 * Convert the parts that match a filter to JSON values, which any JSON mapper can
	 * serialize.
	 * @return the values; null if no part matches
	 */
	static @Nullable List<Object> json(List<Part> parts, Predicate<Part> filter) {
		List<Object> json = new ArrayList<>();
		for (Part part : parts) {
			if (filter.test(part)) {
				json.add(json(part));
			}
		}
		return json.isEmpty() ? null : json;
	}

	/** Return a part as a JSON value. */
	static Object json(Part part) {
		return Objects.requireNonNull(WireJson.readValue(WireJson.write(part)));
	}

}
