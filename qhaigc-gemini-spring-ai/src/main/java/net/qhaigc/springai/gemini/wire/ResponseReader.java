package net.qhaigc.springai.gemini.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads an answer straight from the streaming parser into the records: the hot path of a
 * stream, where databinding would cost more than twice the memory.
 */
final class ResponseReader {

	private final JsonParser json;

	private final JsonBytes source;

	ResponseReader(JsonParser json, JsonBytes source) {
		this.json = json;
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
		for (String name = nextName(); name != null; name = nextName()) {
			switch (name) {
				case "candidates" -> candidates = candidates();
				case "promptFeedback" -> feedback = promptFeedback();
				case "usageMetadata" -> usage = usage();
				case "modelVersion" -> modelVersion = text();
				case "responseId" -> responseId = text();
				case "error" -> error = FreeFormReader.read(this.json);
				default -> extra = with(extra, name);
			}
		}
		return new GenerateContentResponse(candidates, feedback, usage, modelVersion, responseId, error, extra);
	}

	private List<Candidate> candidates() {
		if (!isArray()) {
			return List.of();
		}
		List<Candidate> candidates = new ArrayList<>(1);
		while (nextElement()) {
			if (isObject()) {
				candidates.add(candidate());
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
		for (String name = nextName(); name != null; name = nextName()) {
			switch (name) {
				case "content" -> content = content();
				case "finishReason" -> finishReason = finishReason();
				case "finishMessage" -> finishMessage = text();
				case "index" -> index = count();
				default -> details = with(details, name);
			}
		}
		return new Candidate(content, finishReason, finishMessage, index, details);
	}

	private @Nullable String finishReason() {
		String word = EnumReader.FINISH_REASON.read(this.json);
		return (word == null || word.isBlank()) ? null : word.toUpperCase(Locale.ROOT);
	}

	private @Nullable Content content() {
		if (!isObject()) {
			return null;
		}
		String role = null;
		List<Part> parts = List.of();
		for (String name = nextName(); name != null; name = nextName()) {
			switch (name) {
				case "role" -> role = text();
				case "parts" -> parts = isArray() ? PartReader.readAll(this.json, this.source) : List.of();
				default -> this.json.skipChildren();
			}
		}
		return new Content(role, parts);
	}

	private Map<String, Object> promptFeedback() {
		if (!isObject()) {
			return Map.of();
		}
		Map<String, Object> feedback = new LinkedHashMap<>();
		for (String name = nextName(); name != null; name = nextName()) {
			Object value = name.equals("blockReason") ? EnumReader.BLOCK_REASON.read(this.json) : details(name);
			if (value != null) {
				feedback.put(name, value);
			}
		}
		return feedback;
	}

	private @Nullable UsageMetadata usage() {
		if (!isObject()) {
			return null;
		}
		Integer[] counts = new Integer[6];
		List<UsageMetadata.ModalityTokenCount> prompt = List.of();
		List<UsageMetadata.ModalityTokenCount> cache = List.of();
		List<UsageMetadata.ModalityTokenCount> candidates = List.of();
		List<UsageMetadata.ModalityTokenCount> toolUse = List.of();
		String tier = null;
		String traffic = null;
		Map<String, Object> extra = Map.of();
		for (String name = nextName(); name != null; name = nextName()) {
			switch (name) {
				case "promptTokenCount" -> counts[0] = count();
				case "cachedContentTokenCount" -> counts[1] = count();
				case "candidatesTokenCount" -> counts[2] = count();
				case "thoughtsTokenCount" -> counts[3] = count();
				case "toolUsePromptTokenCount" -> counts[4] = count();
				case "totalTokenCount" -> counts[5] = count();
				case "promptTokensDetails" -> prompt = modalities();
				case "cacheTokensDetails" -> cache = modalities();
				case "candidatesTokensDetails" -> candidates = modalities();
				case "toolUsePromptTokensDetails" -> toolUse = modalities();
				case "serviceTier" -> tier = text();
				case "trafficType" -> traffic = text();
				default -> extra = with(extra, name);
			}
		}
		return new UsageMetadata(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], prompt, cache,
				candidates, toolUse, tier, traffic, extra);
	}

	private List<UsageMetadata.ModalityTokenCount> modalities() {
		if (!isArray()) {
			return List.of();
		}
		List<UsageMetadata.ModalityTokenCount> counts = new ArrayList<>(2);
		while (nextElement()) {
			if (isObject()) {
				counts.add(modality());
			}
		}
		return counts;
	}

	private UsageMetadata.ModalityTokenCount modality() {
		String modality = null;
		Integer tokens = null;
		for (String name = nextName(); name != null; name = nextName()) {
			switch (name) {
				case "modality" -> modality = EnumReader.MODALITY.read(this.json);
				case "tokenCount" -> tokens = count();
				default -> this.json.skipChildren();
			}
		}
		return new UsageMetadata.ModalityTokenCount(modality, (tokens != null) ? tokens : 0);
	}

	private Map<String, Object> with(Map<String, Object> fields, String name) {
		Object value = details(name);
		if (value == null) {
			return fields;
		}
		Map<String, Object> grown = fields.isEmpty() ? new LinkedHashMap<>() : fields;
		grown.put(name, value);
		return grown;
	}

	private @Nullable Object details(String name) {
		Object value = FreeFormReader.readCamelCase(this.json);
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

	/** The next name in camelCase with the parser on its value, or null at the end. */
	private @Nullable String nextName() {
		String name = this.json.nextName();
		if (name == null) {
			return null;
		}
		this.json.nextToken();
		return FreeFormReader.camelCase(name);
	}

	private boolean nextElement() {
		return this.json.nextToken() != JsonToken.END_ARRAY;
	}

	private boolean isArray() {
		return isOrSkip(JsonToken.START_ARRAY);
	}

	private boolean isObject() {
		return isOrSkip(JsonToken.START_OBJECT);
	}

	/** A value of the wrong type counts as absent. */
	private boolean isOrSkip(JsonToken expected) {
		if (this.json.hasToken(expected)) {
			return true;
		}
		this.json.skipChildren();
		return false;
	}

	private @Nullable String text() {
		if (this.json.hasToken(JsonToken.VALUE_STRING)) {
			return this.json.getString();
		}
		this.json.skipChildren();
		return null;
	}

	/** A count; protocol buffers write large ones as strings. */
	private @Nullable Integer count() {
		if (this.json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
			return clamp(this.json.getNumberValue().doubleValue());
		}
		if (this.json.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
			return clamp(this.json.getDoubleValue());
		}
		if (this.json.hasToken(JsonToken.VALUE_STRING)) {
			try {
				return clamp(Double.parseDouble(this.json.getString()));
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}
		this.json.skipChildren();
		return null;
	}

	private static int clamp(double number) {
		return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
	}

}
