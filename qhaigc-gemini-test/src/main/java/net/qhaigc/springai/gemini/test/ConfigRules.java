package net.qhaigc.springai.gemini.test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rules for {@code generationConfig} (ranges and mutually exclusive options), for safety
 * settings and for cached content.
 */
final class ConfigRules implements NativeRule {

	private static final Set<String> MIME_TYPES = Set.of("text/plain", "application/json", "application/xml",
			"application/yaml", "text/x.enum");

	private static final int MAX_STOP_SEQUENCES = 5;

	private static final int MAX_LOGPROBS = 20;

	@Override
	public void check(ObjectNode request, String model, Violations violations) {
		JsonNode config = request.path("generationConfig");
		checkRanges(config, violations);
		checkFormat(config, violations);
		checkThinking(config.path("thinkingConfig"), model, violations);
		checkSafety(request.path("safetySettings"), violations);
		checkCache(request, violations);
		if (config.path("speechConfig").has("voiceConfig")
				&& config.path("speechConfig").has("multiSpeakerVoiceConfig")) {
			violations.addFieldError("generation_config.speech_config",
					"voice_config and multi_speaker_voice_config are mutually exclusive.");
		}
	}

	private static void checkRanges(JsonNode config, Violations violations) {
		checkRange(config, "temperature", "temperature", 0, 2, violations);
		checkRange(config, "topP", "top_p", 0, 1, violations);
		checkRange(config, "logprobs", "logprobs", 0, MAX_LOGPROBS, violations);
		checkPositive(config, "maxOutputTokens", "max_output_tokens", violations);
		checkPositive(config, "topK", "top_k", violations);
		if (config.has("logprobs") && !config.path("responseLogprobs").asBoolean(false)) {
			violations.addFieldError("generation_config.logprobs",
					"logprobs can only be set if response_logprobs is true.");
		}
		if (config.path("stopSequences").size() > MAX_STOP_SEQUENCES) {
			violations.addFieldError("generation_config.stop_sequences",
					"at most " + MAX_STOP_SEQUENCES + " stop sequences are allowed.");
		}
	}

	private static void checkRange(JsonNode config, String field, String snakeName, int min, int max,
			Violations violations) {
		if (config.has(field) && (config.path(field).asDouble() < min || config.path(field).asDouble() > max)) {
			violations.addFieldError("generation_config." + snakeName,
					snakeName + " must be in the range [" + min + ".0, " + max + ".0].");
		}
	}

	private static void checkPositive(JsonNode config, String field, String snakeName, Violations violations) {
		if (config.has(field) && config.path(field).asDouble() <= 0) {
			violations.addFieldError("generation_config." + snakeName, snakeName + " must be positive.");
		}
	}

	private static void checkFormat(JsonNode config, Violations violations) {
		String mimeType = config.path("responseMimeType").asString("text/plain");
		if (!MIME_TYPES.contains(mimeType)) {
			violations.addFieldError("generation_config.response_mime_type",
					"allowed mimetypes are `text/plain`, `application/json`, `application/xml`, `application/yaml` and"
							+ " `text/x.enum`.");
		}
		List<String> schemaFields = List.of("responseSchema", "responseJsonSchema")
			.stream()
			.filter(config::has)
			.toList();
		if (schemaFields.size() == 2) {
			violations.addFieldError("generation_config.response_json_schema",
					"only one of response_schema and response_json_schema may be set.");
		}
		if (!schemaFields.isEmpty() && mimeType.equals("text/plain")) {
			violations.addFieldError("generation_config.response_schema",
					"a response schema is not allowed with the response_mime_type text/plain, which is the default.");
		}
		SchemaRules.checkOutput(config.path("responseSchema"), "generation_config.response_schema", violations);
	}

	private static void checkThinking(JsonNode config, String model, Violations violations) {
		if (config.has("thinkingLevel") && config.has("thinkingBudget")) {
			// The wording is Google's.
			violations.addRuleError("You can only set only one of thinking budget and thinking level.");
		}
		if (config.has("thinkingLevel") && ModelGeneration.of(model).isBefore(3, 0)) {
			violations.addRuleError("Thinking level is not supported for this model.");
		}
	}

	private static void checkSafety(JsonNode settings, Violations violations) {
		Set<String> categories = new HashSet<>();
		for (int i = 0; i < settings.size(); i++) {
			if (!categories.add(settings.get(i).path("category").asString(""))) {
				violations.addFieldError("safety_settings[" + i + "].category",
						"only one setting is allowed for a category.");
			}
		}
	}

	private static void checkCache(ObjectNode request, Violations violations) {
		if (request.has("cachedContent")
				&& (request.has("systemInstruction") || request.has("tools") || request.has("toolConfig"))) {
			violations
				.addRuleError("CachedContent can not be used with GenerateContent request setting system_instruction,"
						+ " tools or tool_config.\n\nProposed fix: move those values to CachedContent from GenerateContent"
						+ " request.");
		}
	}

}
