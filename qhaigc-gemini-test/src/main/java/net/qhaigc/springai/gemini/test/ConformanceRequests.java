package net.qhaigc.springai.gemini.test;

import tools.jackson.databind.node.ObjectNode;

/**
 * The bodies of the requests of {@link QhaigcConformance}.
 */
final class ConformanceRequests {

	static final String TOOL = "getWeather";

	private static final String QUESTION = "What is the weather in Hangzhou?";

	private static final String SCHEMA = """
			{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";

	/**
	 * A schema with keywords that schema generators use, but that Gemini's own schema
	 * format does not have.
	 */
	private static final String RICH_SCHEMA = """
			{"$defs":{"City":{"type":"string"}},"type":"object","additionalProperties":false,
			"properties":{"city":{"$ref":"#/$defs/City"},"unit":{"type":["string","null"]},"kind":{"const":"now"}},
			"required":["city"]}""";

	private ConformanceRequests() {
	}

	static String text() {
		return nativeRequest("").toString();
	}

	static String tool(boolean useRichSchema) {
		String schema = useRichSchema ? "\"parametersJsonSchema\":" + RICH_SCHEMA
				: "\"parameters\":{\"type\":\"OBJECT\",\"properties\":{\"city\":{\"type\":\"STRING\"}},"
						+ "\"required\":[\"city\"]}";
		return nativeRequest("""
				,"tools":[{"functionDeclarations":[{"name":"%s","description":"Returns the weather",%s}]}],
				"toolConfig":{"functionCallingConfig":{"mode":"ANY"}}""".formatted(TOOL, schema)).toString();
	}

	/**
	 * Return the request that sends the tool result after the model turn with the tool
	 * call.
	 */
	static String toolResult(ObjectNode modelTurn) {
		ObjectNode request = Json.object(tool(false));
		request.remove("toolConfig");
		request.withArray("contents")
			.add(modelTurn)
			.add(Json.read("""
					{"role":"user","parts":[{"functionResponse":{"name":"%s","response":{"sky":"rain"}}}]}"""
				.formatted(TOOL)));
		return request.toString();
	}

	static String structuredOutput(String field, String schema) {
		return nativeRequest("""
				,"generationConfig":{"responseMimeType":"application/json","%s":%s}""".formatted(field, schema))
			.toString();
	}

	static String responseSchema() {
		return structuredOutput("responseSchema", """
				{"type":"OBJECT","properties":{"city":{"type":"STRING"}},"required":["city"]}""");
	}

	static String responseJsonSchema() {
		return structuredOutput("responseJsonSchema", RICH_SCHEMA);
	}

	private static ObjectNode nativeRequest(String additionalFields) {
		return Json.object("""
				{"contents":[{"role":"user","parts":[{"text":"%s"}]}]%s}""".formatted(QUESTION, additionalFields));
	}

	static String unified(String model, boolean stream) {
		return unified(model, stream, "");
	}

	static String unifiedTool(String model, boolean useRichSchema) {
		return unified(model, false, """
				,"tools":[{"type":"function","function":{"name":"%s","description":"Returns the weather",
				"parameters":%s}}],"tool_choice":"required\"""".formatted(TOOL, useRichSchema ? RICH_SCHEMA : SCHEMA));
	}

	private static String unified(String model, boolean stream, String additionalFields) {
		return Json
			.object("""
					{"model":"%s","messages":[{"role":"user","content":"%s"}],"style":"gemini","stream":%s%s}"""
				.formatted(Json.escaped(model), QUESTION, stream, additionalFields))
			.toString();
	}

}
