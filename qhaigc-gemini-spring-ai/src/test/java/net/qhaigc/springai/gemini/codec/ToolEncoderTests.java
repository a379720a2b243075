package net.qhaigc.springai.gemini.codec;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.ai.tool.definition.ToolDefinition;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.RetrievalConfig;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.ServerTool.ComputerUse;
import net.qhaigc.springai.gemini.options.ServerTool.FileSearch;
import net.qhaigc.springai.gemini.options.ServerTool.GoogleMaps;
import net.qhaigc.springai.gemini.options.ToolChoice;
import net.qhaigc.springai.gemini.options.ToolChoice.Mode;
import net.qhaigc.springai.gemini.support.RequestSchema;
import net.qhaigc.springai.gemini.wire.JsonObject;
import net.qhaigc.springai.gemini.wire.Tool;
import net.qhaigc.springai.gemini.wire.ToolConfig;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ToolEncoder}.
 */
class ToolEncoderTests {

	private static final ModelId MODEL = ModelId.of("gemini-2.5-flash");

	private final ToolEncoder encoder = new ToolEncoder(new WarnOnce());

	@Test
	void declaresFunctionsInOneTool() {
		assertThat(encodedTools(options(), function("now", "The time", "{}"), function("get weather", "", """
				{"type":"object","properties":{"city":{"type":"string"}}}"""))).isEqualTo(json("""
				[{"functionDeclarations":[
				 {"name":"now","description":"The time"},
				 {"name":"get_weather","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"}},
				  "propertyOrdering":["city"]}}]}]"""));
	}

	@Test
	void replacesOnlySchemaThatIsInvalid() {
		assertThat(encodedTools(options(), function("broken", "", "{oops"), function("fine", "", """
				{"type":"object","properties":{"a":{"type":"integer"}}}"""))).isEqualTo(json("""
				[{"functionDeclarations":[
				 {"name":"broken","parameters":{"type":"OBJECT"}},
				 {"name":"fine","parameters":{"type":"OBJECT","properties":{"a":{"type":"INTEGER"}},
				  "propertyOrdering":["a"]}}]}]"""));
	}

	@Test
	void returnsNullWithoutTools() {
		assertThat(this.encoder.encodeTools(options().build(), List.of(), ToolNames.of(List.of()), MODEL)).isNull();
	}

	@Test
	void sendsEachServerToolAsSeparateTool() {
		assertThat(
				encodedTools(
						options().serverTools(
								List.of(ServerTool.googleSearch(), ServerTool.urlContext(), ServerTool.codeExecution(),
										ServerTool.googleMaps(), ServerTool.fileSearch("fileSearchStores/a"),
										ServerTool.computerUse(ComputerUse.Environment.BROWSER))),
						function("now", "", "{}")))
			.isEqualTo(json("""
					[{"functionDeclarations":[{"name":"now"}]},{"googleSearch":{}},{"urlContext":{}},
					 {"codeExecution":{}},{"googleMaps":{}},
					 {"fileSearch":{"fileSearchStoreNames":["fileSearchStores/a"]}},
					 {"computerUse":{"environment":"ENVIRONMENT_BROWSER"}}]"""));
	}

	@Test
	void sendsServerToolSettings() {
		assertThat(encodedTools(options().serverTools(List.of(
				ServerTool.googleSearch()
					.withImages()
					.between(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z")),
				new GoogleMaps(true), new FileSearch(List.of("fileSearchStores/a"), 5, "author=\"Ann\""),
				new ComputerUse(ComputerUse.Environment.DESKTOP, List.of("drag_and_drop"), true,
						List.of("ACCOUNT_CREATION"))))))
			.isEqualTo(
					json("""
							[{"googleSearch":{"searchTypes":{"webSearch":{},"imageSearch":{}},"timeRangeFilter":{
							  "startTime":"2026-01-01T00:00:00Z","endTime":"2026-02-01T00:00:00Z"}}},
							 {"googleMaps":{"enableWidget":true}},
							 {"fileSearch":{"fileSearchStoreNames":["fileSearchStores/a"],"topK":5,
							  "metadataFilter":"author=\\"Ann\\""}},
							 {"computerUse":{"environment":"ENVIRONMENT_DESKTOP","excludedPredefinedFunctions":["drag_and_drop"],
							  "enablePromptInjectionDetection":true,"disabledSafetyPolicies":["ACCOUNT_CREATION"]}}]"""));
	}

	@Test
	void sendsExtraToolsAfterFunctionsAndServerTools() {
		assertThat(
				encodedTools(
						options().serverTools(List.of(ServerTool.googleSearch()))
							.extraTools(List.of(Map.of("mcpServers", List.of(Map.of("name", "a"))),
									Map.of("mcpServers", List.of(Map.of("name", "b"))))),
						function("now", "The time", "")))
			.isEqualTo(json("""
					[{"functionDeclarations":[{"name":"now","description":"The time"}]},{"googleSearch":{}},
					 {"mcpServers":[{"name":"a"}]},{"mcpServers":[{"name":"b"}]}]"""));
	}

	@Test
	void mergesExtraToolsIntoFunctionsAndServerTools() {
		assertThat(encodedTools(
				options().serverTools(List.of(new GoogleMaps(true)))
					.extraTools(List.of(Map.of("googleMaps", Map.of("authConfig", Map.of("apiKey", "key"))),
							Map.of("functionDeclarations",
									List.of(JsonObject.of("name", "the time", "behavior", "NON_BLOCKING", "response",
											Map.of("type", "STRING")), Map.of("name", "more"))))),
				function("the time", "The time", ""), function("other", "Other", "")))
			.isEqualTo(json("""
					[{"functionDeclarations":[{"name":"the_time","description":"The time","behavior":"NON_BLOCKING",
					  "response":{"type":"STRING"}},{"name":"other","description":"Other"},{"name":"more"}]},
					 {"googleMaps":{"enableWidget":true,"authConfig":{"apiKey":"key"}}}]"""));
	}

	@Test
	void setsIncludeServerSideToolInvocationsForExtraServerTools() {
		assertThat(encodedConfig(options().extraTools(List.of(Map.of("mcpServers", List.of()))), true, false))
			.isEqualTo("{\"includeServerSideToolInvocations\":true}");
		assertThat(encodedConfig(options().extraTools(List.of(Map.of("functionDeclarations", List.of()))), true, false))
			.isEqualTo("null");
	}

	@Test
	void setsIncludeServerSideToolInvocationsIfServerToolsAreCombinedWithFunctions() {
		QhaigcGeminiChatOptions.Builder withSearch = options().serverTools(List.of(ServerTool.googleSearch()));
		assertThat(encodedConfig(withSearch, true, false)).isEqualTo("{\"includeServerSideToolInvocations\":true}");
		assertThat(encodedConfig(withSearch, false, false)).isEqualTo("null");
		assertThat(encodedConfig(withSearch.clone().includeServerSideToolInvocations(false), true, false))
			.isEqualTo("{\"includeServerSideToolInvocations\":false}");
		assertThat(encodedConfig(options().includeServerSideToolInvocations(true), false, false))
			.isEqualTo("{\"includeServerSideToolInvocations\":true}");
	}

	/** The application, not Google, executes the tool calls of computer use. */
	@Test
	void doesNotSetIncludeServerSideToolInvocationsForComputerUse() {
		QhaigcGeminiChatOptions.Builder withComputerUse = options()
			.serverTools(List.of(ServerTool.computerUse(ComputerUse.Environment.BROWSER)));
		assertThat(encodedConfig(withComputerUse, true, false)).isEqualTo("null");
	}

	@Test
	void sendsRetrievalConfig() {
		assertThat(encodedConfig(options().retrievalConfig(RetrievalConfig.at(30.25, 120.5).withLanguageCode("zh")),
				false, false))
			.isEqualTo("""
					{"retrievalConfig":{"latLng":{"latitude":30.25,"longitude":120.5},"languageCode":"zh"}}""");
	}

	@ParameterizedTest
	@EnumSource(Mode.class)
	void sendsToolChoiceMode(Mode mode) {
		assertThat(encodedConfig(options().toolChoice(new ToolChoice(mode, List.of())), true, false))
			.isEqualTo("{\"functionCallingConfig\":{\"mode\":\"%s\"}}".formatted(mode));
	}

	@Test
	void sendsAllowedFunctionNamesAsTheyAreDeclared() {
		assertThat(encodedConfig(options().toolChoice(ToolChoice.any("get weather")), true, false)).isEqualTo("""
				{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["get_weather"]}}""");
		assertThat(encodedConfig(options().toolChoice(ToolChoice.validated("now")), true, true)).isEqualTo("""
				{"functionCallingConfig":{"mode":"VALIDATED","allowedFunctionNames":["now"]}}""");
	}

	@Test
	void rejectsUnknownAllowedFunctionName() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> encodedConfig(options().toolChoice(ToolChoice.any("get_weather")), true, false))
			.withMessageContaining("toolChoice")
			.withMessageContaining("get_weather");
	}

	@Test
	void resetsToolChoiceAnyAfterToolResult() {
		assertThat(encodedConfig(options().toolChoice(ToolChoice.any()), true, true))
			.isEqualTo("{\"functionCallingConfig\":{\"mode\":\"AUTO\"}}");
		assertThat(encodedConfig(options().toolChoice(ToolChoice.any("now")), true, true)).isEqualTo("""
				{"functionCallingConfig":{"mode":"VALIDATED","allowedFunctionNames":["now"]}}""");
		assertThat(encodedConfig(options().toolChoice(ToolChoice.any()).resetToolChoice(false), true, true))
			.isEqualTo("{\"functionCallingConfig\":{\"mode\":\"ANY\"}}");
		assertThat(encodedConfig(options().toolChoice(ToolChoice.NONE), true, true))
			.isEqualTo("{\"functionCallingConfig\":{\"mode\":\"NONE\"}}");
	}

	@Test
	void doesNotSendToolChoiceWithoutTools() {
		assertThat(encodedConfig(options().toolChoice(ToolChoice.any()), false, false)).isEqualTo("null");
	}

	private String encodedTools(QhaigcGeminiChatOptions.Builder options, ToolDefinition... functions) {
		ToolNames names = ToolNames.of(List.of(functions).stream().map(ToolDefinition::name).toList());
		List<Tool> tools = this.encoder.encodeTools(options.build(), List.of(functions), names, MODEL);
		return validated("tools", WireJson.write(tools));
	}

	private String encodedConfig(QhaigcGeminiChatOptions.Builder options, boolean hasFunctions,
			boolean endsWithToolResult) {
		ToolNames names = ToolNames.of(List.of("now", "get weather"));
		ToolConfig config = this.encoder.encodeToolConfig(options.build(), names, hasFunctions, endsWithToolResult);
		return (config != null) ? validated("toolConfig", WireJson.write(config)) : "null";
	}

	private static String validated(String field, String json) {
		RequestSchema.validate("{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}],\"%s\":%s}".formatted(field, json));
		return json;
	}

	private static ToolDefinition function(String name, String description, String inputSchema) {
		return new UncheckedToolDefinition(name, description, inputSchema);
	}

	private static QhaigcGeminiChatOptions.Builder options() {
		return QhaigcGeminiChatOptions.builder();
	}

	private static String json(String text) {
		return WireJson.write(WireJson.readValue(text));
	}

	/** Unlike Spring AI's definitions, accepts an empty description or schema. */
	private record UncheckedToolDefinition(String name, String description,
			String inputSchema) implements ToolDefinition {

	}

}
