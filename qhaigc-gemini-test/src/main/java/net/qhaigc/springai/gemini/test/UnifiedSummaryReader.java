package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import net.qhaigc.springai.gemini.test.RequestSummary.DeclaredTool;
import net.qhaigc.springai.gemini.test.RequestSummary.ToolResult;

/**
 * Reads a {@link RequestSummary} from a request in OpenAI's format.
 */
final class UnifiedSummaryReader {

	private final JsonNode json;

	private final StringBuilder userText = new StringBuilder();

	private final List<String> mediaTypes = new ArrayList<>();

	private final List<ToolResult> toolResults = new ArrayList<>();

	UnifiedSummaryReader(JsonNode json) {
		this.json = json;
	}

	RequestSummary read() {
		JsonNode messages = this.json.path("messages");
		for (int i = messages.size() - 1; i >= 0 && this.userText.isEmpty(); i--) {
			readMessage(messages.get(i));
		}
		JsonNode choice = this.json.path("tool_choice");
		boolean none = choice.asString("").equals("none");
		boolean required = choice.isObject() || choice.asString("").equals("required");
		List<String> names = choice.isObject() ? List.of(choice.at("/function/name").asString("")) : List.of();
		return new RequestSummary(this.userText.toString(), this.mediaTypes, this.toolResults,
				none ? List.of() : RequestSummary.allowed(declaredTools(), names), required, schema(), false, false);
	}

	/**
	 * Tool results are added at the beginning of the list, because the messages are read
	 * in reverse order.
	 */
	private void readMessage(JsonNode message) {
		JsonNode content = message.path("content");
		switch (message.path("role").asString("")) {
			case "user" -> {
				this.userText.append(text(content));
				content.valueStream()
					.filter((part) -> part.has("image_url"))
					.forEach((part) -> this.mediaTypes.add("image"));
			}
			case "tool" -> this.toolResults.add(0,
					new ToolResult(toolName(message.path("tool_call_id").asString("")), text(content)));
			default -> {
			}
		}
	}

	List<DeclaredTool> declaredTools() {
		return this.json.path("tools")
			.valueStream()
			.map((tool) -> DeclaredTool.of(tool.path("function"), "parameters"))
			.toList();
	}

	private @Nullable JsonNode schema() {
		JsonNode format = this.json.path("response_format");
		return switch (format.path("type").asString("")) {
			case "json_schema" -> format.at("/json_schema/schema");
			case "json_object" -> Json.object();
			default -> null;
		};
	}

	private String toolName(String callId) {
		for (JsonNode message : this.json.path("messages")) {
			for (JsonNode call : message.path("tool_calls")) {
				if (call.path("id").asString("").equals(callId)) {
					return call.at("/function/name").asString("");
				}
			}
		}
		return callId;
	}

	private static String text(JsonNode content) {
		StringBuilder text = new StringBuilder(content.asString(""));
		content.forEach((part) -> text.append(part.path("text").asString("")));
		return text.toString();
	}

}
