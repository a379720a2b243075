package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import net.qhaigc.springai.gemini.test.RequestSummary.DeclaredTool;
import net.qhaigc.springai.gemini.test.RequestSummary.ToolResult;

/**
 * Reads a {@link RequestSummary} from a request in Google's format.
 */
final class NativeSummaryReader {

	private final JsonNode json;

	private final StringBuilder userText = new StringBuilder();

	private final List<String> mediaTypes = new ArrayList<>();

	private final List<ToolResult> toolResults = new ArrayList<>();

	NativeSummaryReader(JsonNode json) {
		this.json = json;
	}

	RequestSummary read() {
		JsonNode contents = this.json.path("contents");
		for (int i = contents.size() - 1; i >= 0 && this.userText.isEmpty(); i--) {
			if (!contents.get(i).path("role").asString("user").equals("model")) {
				readContent(contents.get(i));
			}
		}
		JsonNode config = this.json.path("generationConfig");
		String mode = functionCallingConfig().path("mode").asString("AUTO");
		return new RequestSummary(this.userText.toString(), this.mediaTypes, this.toolResults,
				mode.equals("NONE") ? List.of() : allowedTools(), mode.equals("ANY"), schema(config),
				config.at("/thinkingConfig/includeThoughts").asBoolean(false),
				strings(config.path("responseModalities")).contains("IMAGE"));
	}

	/** Contents are read from last to first, so results are added at the start. */
	private void readContent(JsonNode content) {
		List<ToolResult> results = new ArrayList<>();
		content.path("parts").forEach((part) -> readPart(part, results));
		this.toolResults.addAll(0, results);
	}

	private void readPart(JsonNode part, List<ToolResult> results) {
		this.userText.append(part.path("text").asString(""));
		if (part.has("inlineData") || part.has("fileData")) {
			JsonNode data = part.path(part.has("inlineData") ? "inlineData" : "fileData");
			this.mediaTypes.add(data.path("mimeType").asString("file"));
		}
		JsonNode response = part.path("functionResponse");
		if (!response.isMissingNode()) {
			results.add(new ToolResult(response.path("name").asString(""), response.path("response").toString()));
		}
	}

	private List<DeclaredTool> allowedTools() {
		return RequestSummary.allowed(declaredTools(), strings(functionCallingConfig().path("allowedFunctionNames")));
	}

	List<DeclaredTool> declaredTools() {
		List<DeclaredTool> tools = new ArrayList<>();
		for (JsonNode tool : this.json.path("tools")) {
			for (JsonNode declaration : tool.path("functionDeclarations")) {
				String schemaField = declaration.has("parameters") ? "parameters" : "parametersJsonSchema";
				tools.add(DeclaredTool.of(declaration, schemaField));
			}
		}
		return tools;
	}

	private JsonNode functionCallingConfig() {
		return this.json.path("toolConfig").path("functionCallingConfig");
	}

	private static List<String> strings(JsonNode array) {
		return array.valueStream().map((element) -> element.asString("")).toList();
	}

	private static @Nullable JsonNode schema(JsonNode config) {
		for (String name : List.of("responseSchema", "responseJsonSchema")) {
			if (config.has(name)) {
				return config.get(name);
			}
		}
		return config.path("responseMimeType").asString("").equals("application/json") ? Json.object() : null;
	}

}
