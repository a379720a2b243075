package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

import net.qhaigc.springai.gemini.wire.JsonValueReader.Naming;

/**
 * Reads a response from the streaming parser into the records of this package. This is
 * the hot path of a stream; Jackson's databind would allocate more than twice as much
 * memory as this reader.
 */
final class ResponseReader {

	private static final Naming SAFETY_RATINGS = new Naming(true,
			Map.of("category", EnumReader.HARM_CATEGORY, "probability", EnumReader.HARM_PROBABILITY));

	private static final Naming URL_CONTEXT = new Naming(true,
			Map.of("urlRetrievalStatus", EnumReader.URL_RETRIEVAL_STATUS));

	private final JsonParser json;

	private final FieldReader fields;

	private final JsonBytes source;

	ResponseReader(JsonParser json, JsonBytes source) {
		this.json = json;
		this.fields = new FieldReader(json);
		this.source = source;
	}

	/**
	 * Read the current object. Some gateways wrap the response in a field
	 * {@code response}, in which case the wrapped response is returned.
	 */
	GenerateContentResponse read() {
		if (!this.json.isExpectedStartObjectToken()) {
			throw new StreamReadException(this.json, "A response must be a JSON object");
		}
		List<Candidate> candidates = List.of();
		Map<String, Object> feedback = Map.of();
		UsageMetadata usage = null;
		String modelVersion = null;
		String responseId = null;
		Object error = null;
		Map<String, Object> extra = Map.of();
		GenerateContentResponse wrapped = null;
		for (String name = this.fields.nextName(); name != null; name = this.fields.nextName()) {
			switch (name) {
				case "response" -> wrapped = this.fields.enterObject() ? read() : null;
				case "candidates" -> candidates = candidates();
				case "promptFeedback" -> feedback = promptFeedback();
				case "usageMetadata" -> usage = UsageMetadataReader.read(this.fields);
				case "modelVersion" -> modelVersion = this.fields.text();
				case "responseId" -> responseId = this.fields.text();
				case "error" -> error = JsonValueReader.read(this.json);
				default -> extra = JsonValueReader.put(extra, name, JsonValueReader.readCamelCase(this.json));
			}
		}
		if (wrapped != null && candidates.isEmpty() && error == null) {
			return wrapped;
		}
		return new GenerateContentResponse(candidates, feedback, usage, modelVersion, responseId, error,
				JsonValueReader.unmodifiable(extra));
	}

	private List<Candidate> candidates() {
		if (!this.fields.enterArray()) {
			return List.of();
		}
		List<Candidate> candidates = List.of();
		while (this.fields.nextElement()) {
			if (this.fields.enterObject()) {
				candidates = JsonValueReader.add(candidates, candidate());
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
				case "finishReason" -> finishReason = reason(EnumReader.FINISH_REASON);
				case "finishMessage" -> finishMessage = this.fields.text();
				case "index" -> index = this.fields.count();
				default -> details = JsonValueReader.put(details, name, detail(name));
			}
		}
		return new Candidate(content, finishReason, finishMessage, index, JsonValueReader.unmodifiable(details));
	}

	/**
	 * Read a reason; null for an unspecified reason, which some gateways send in each
	 * event.
	 */
	private @Nullable String reason(EnumReader names) {
		String value = names.read(this.json);
		String reason = (value != null) ? value.toUpperCase(Locale.ROOT) : "";
		return (reason.isBlank() || reason.endsWith("_UNSPECIFIED")) ? null : reason;
	}

	private @Nullable Content content() {
		if (this.json.hasToken(JsonToken.VALUE_STRING) || this.json.hasToken(JsonToken.START_ARRAY)) {
			return new Content(null, PartReader.readAll(this.json, this.source));
		}
		if (!this.fields.enterObject()) {
			return null;
		}
		String role = null;
		List<Part> parts = List.of();
		for (String name = this.fields.nextName(); name != null; name = this.fields.nextName()) {
			switch (name) {
				case "role" -> role = this.fields.text();
				case "parts" -> parts = PartReader.readAll(this.json, this.source);
				default -> this.json.skipChildren();
			}
		}
		return new Content(role, parts);
	}

	private Map<String, Object> promptFeedback() {
		if (!this.fields.enterObject()) {
			return Map.of();
		}
		Map<String, Object> feedback = Map.of();
		for (String name = this.fields.nextName(); name != null; name = this.fields.nextName()) {
			Object value = name.equals("blockReason") ? reason(EnumReader.BLOCK_REASON) : detail(name);
			feedback = JsonValueReader.put(feedback, name, value);
		}
		return JsonValueReader.unmodifiable(feedback);
	}

	private @Nullable Object detail(String name) {
		return JsonValueReader.read(this.json, switch (name) {
			case "safetyRatings" -> SAFETY_RATINGS;
			case "urlContextMetadata" -> URL_CONTEXT;
			default -> Naming.CAMEL_CASE;
		});
	}

}
