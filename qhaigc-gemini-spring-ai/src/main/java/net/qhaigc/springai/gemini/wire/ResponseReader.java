package net.qhaigc.springai.gemini.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads an answer straight from the streaming parser into the records: the hot path of a
 * stream, where databinding would cost more than twice the memory.
 */
final class ResponseReader {

	private final JsonParser json;

	private final FieldReader fields;

	private final JsonBytes source;

	ResponseReader(JsonParser json, JsonBytes source) {
		this.json = json;
		this.fields = new FieldReader(json);
		this.source = source;
	}

	/** Reads the answer that the parser stands on. */
	GenerateContentResponse read() {
		if (!this.json.isExpectedStartObjectToken()) {
			throw new StreamReadException(this.json, "An answer is to be a JSON object");
		}
		List<Candidate> candidates = List.of();
		Map<String, Object> feedback = Map.of();
		UsageMetadata usage = null;
		String modelVersion = null;
		String responseId = null;
		Object error = null;
		Map<String, Object> extra = Map.of();
		for (String name = this.fields.nextName(); name != null; name = this.fields.nextName()) {
			switch (name) {
				case "candidates" -> candidates = candidates();
				case "promptFeedback" -> feedback = promptFeedback();
				case "usageMetadata" -> usage = UsageMetadataReader.read(this.fields);
				case "modelVersion" -> modelVersion = this.fields.text();
				case "responseId" -> responseId = this.fields.text();
				case "error" -> error = JsonValueReader.read(this.json);
				default -> extra = JsonValueReader.with(extra, name, JsonValueReader.readCamelCase(this.json));
			}
		}
		return new GenerateContentResponse(candidates, feedback, usage, modelVersion, responseId, error, extra);
	}

	private List<Candidate> candidates() {
		if (!this.fields.isArray()) {
			return List.of();
		}
		List<Candidate> candidates = List.of();
		while (this.fields.nextElement()) {
			if (this.fields.isObject()) {
				candidates = JsonValueReader.with(candidates, candidate());
			}
		}
		return candidates;
	}

	private Candidate candidate() {
		Content content = null;
		String finishReason = null;
		String finishMessage = null;
		Integer index = null;
		Map<String, Object> details = Map.of();
		for (String name = this.fields.nextName(); name != null; name = this.fields.nextName()) {
			switch (name) {
				case "content" -> content = content();
				case "finishReason" -> finishReason = finishReason();
				case "finishMessage" -> finishMessage = this.fields.text();
				case "index" -> index = this.fields.count();
				default -> details = JsonValueReader.with(details, name, details(name));
			}
		}
		return new Candidate(content, finishReason, finishMessage, index, details);
	}

	private @Nullable String finishReason() {
		String word = EnumReader.FINISH_REASON.read(this.json);
		return (word == null || word.isBlank()) ? null : word.toUpperCase(Locale.ROOT);
	}

	private @Nullable Content content() {
		if (!this.fields.isObject()) {
			return null;
		}
		String role = null;
		List<Part> parts = List.of();
		for (String name = this.fields.nextName(); name != null; name = this.fields.nextName()) {
			switch (name) {
				case "role" -> role = this.fields.text();
				case "parts" -> parts = this.fields.isArray() ? PartReader.readAll(this.json, this.source) : List.of();
				default -> this.json.skipChildren();
			}
		}
		return new Content(role, parts);
	}

	private Map<String, Object> promptFeedback() {
		if (!this.fields.isObject()) {
			return Map.of();
		}
		Map<String, Object> feedback = new LinkedHashMap<>();
		for (String name = this.fields.nextName(); name != null; name = this.fields.nextName()) {
			Object value = name.equals("blockReason") ? EnumReader.BLOCK_REASON.read(this.json) : details(name);
			if (value != null) {
				feedback.put(name, value);
			}
		}
		return feedback;
	}

	private @Nullable Object details(String name) {
		Object value = JsonValueReader.readCamelCase(this.json);
		return switch (name) {
			case "safetyRatings" -> {
				nameNumbers(value, "category", EnumReader.HARM_CATEGORY);
				yield nameNumbers(value, "probability", EnumReader.HARM_PROBABILITY);
			}
			case "urlContextMetadata" -> {
				if (value instanceof Map<?, ?> metadata) {
					nameNumbers(metadata.get("urlMetadata"), "urlRetrievalStatus", EnumReader.URL_RETRIEVAL_STATUS);
				}
				yield value;
			}
			default -> value;
		};
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Object nameNumbers(@Nullable Object list, String field, EnumReader words) {
		if (list instanceof List<?> entries) {
			for (Object entry : entries) {
				if (entry instanceof Map<?, ?> map && map.get(field) instanceof Number number) {
					((Map<String, Object>) map).put(field, words.name(number));
				}
			}
		}
		return list;
	}

}
