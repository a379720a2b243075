package net.qhaigc.springai.gemini.wire;

import java.io.OutputStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes a {@link GenerateContentRequest} as JSON, field by field. Jackson's databind
 * creates its serializers by reflection, which takes about a tenth of the CPU time of the
 * first request. Therefore, databind is used only for nested values that most requests do
 * not have, such as tools, schemas and maps.
 */
final class RequestWriter {

	private static final PartWriter PARTS = new PartWriter();

	private final JsonGenerator json;

	private RequestWriter(JsonGenerator json) {
		this.json = json;
	}

	/**
	 * Write a request as UTF-8 JSON.
	 * @param request the request
	 * @param context the context that databind needs to write the nested values
	 * @param out the target
	 */
	static void write(GenerateContentRequest request, ObjectWriteContext context, OutputStream out) {
		try (JsonGenerator json = WireJson.FACTORY.createGenerator(context, out)) {
			new RequestWriter(json).write(request);
		}
	}

	private void write(GenerateContentRequest request) {
		this.json.writeStartObject();
		this.json.writeArrayPropertyStart("contents");
		request.contents().forEach(this::write);
		this.json.writeEndArray();
		if (request.systemInstruction() != null) {
			this.json.writeName("systemInstruction");
			write(request.systemInstruction());
		}
		writeValue("tools", request.tools());
		writeValue("toolConfig", request.toolConfig());
		writeValue("safetySettings", request.safetySettings());
		if (request.generationConfig() != null) {
			this.json.writeObjectPropertyStart("generationConfig");
			writeSampling(request.generationConfig());
			writeOutput(request.generationConfig());
			this.json.writeEndObject();
		}
		write("cachedContent", request.cachedContent());
		write("serviceTier", request.serviceTier());
		write("store", request.store());
		writeValue("labels", request.labels());
		this.json.writeEndObject();
	}

	private void write(Content content) {
		this.json.writeStartObject();
		write("role", content.role());
		this.json.writeArrayPropertyStart("parts");
		content.parts().forEach((part) -> PARTS.write(part, this.json));
		this.json.writeEndArray();
		this.json.writeEndObject();
	}

	private void writeSampling(GenerationConfig config) {
		write("temperature", config.temperature());
		write("topP", config.topP());
		write("topK", config.topK());
		write("candidateCount", config.candidateCount());
		write("maxOutputTokens", config.maxOutputTokens());
		writeValue("stopSequences", config.stopSequences());
		write("presencePenalty", config.presencePenalty());
		write("frequencyPenalty", config.frequencyPenalty());
		write("seed", config.seed());
		write("responseLogprobs", config.responseLogprobs());
		write("logprobs", config.logprobs());
	}

	private void writeOutput(GenerationConfig config) {
		write("responseMimeType", config.responseMimeType());
		writeValue("responseSchema", config.responseSchema());
		writeValue("responseJsonSchema", config.responseJsonSchema());
		writeValue("responseFormat", config.responseFormat());
		writeValue("responseModalities", config.responseModalities());
		writeValue("speechConfig", config.speechConfig());
		writeValue("imageConfig", config.imageConfig());
		write("mediaResolution", config.mediaResolution());
		if (config.thinkingConfig() != null) {
			this.json.writeObjectPropertyStart("thinkingConfig");
			write("includeThoughts", config.thinkingConfig().includeThoughts());
			write("thinkingBudget", config.thinkingConfig().thinkingBudget());
			write("thinkingLevel", config.thinkingConfig().thinkingLevel());
			this.json.writeEndObject();
		}
		write("enableEnhancedCivicAnswers", config.enableEnhancedCivicAnswers());
		write("enableAffectiveDialog", config.enableAffectiveDialog());
		writeValue("audioTranscriptionConfig", config.audioTranscriptionConfig());
		writeValue("translationConfig", config.translationConfig());
	}

	private void write(String name, @Nullable String value) {
		PartWriter.writeString(this.json, name, value);
	}

	private void write(String name, @Nullable Double value) {
		if (value != null) {
			this.json.writeNumberProperty(name, value.doubleValue());
		}
	}

	private void write(String name, @Nullable Integer value) {
		if (value != null) {
			this.json.writeNumberProperty(name, value.intValue());
		}
	}

	private void write(String name, @Nullable Boolean value) {
		if (value != null) {
			this.json.writeBooleanProperty(name, value);
		}
	}

	private void writeValue(String name, @Nullable Object value) {
		PartWriter.writeValue(this.json, name, value);
	}

}
