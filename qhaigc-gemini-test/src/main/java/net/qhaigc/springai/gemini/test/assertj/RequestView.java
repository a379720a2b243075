package net.qhaigc.springai.gemini.test.assertj;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

/**
 * Extracts the values that the assertions compare, regardless of the format of the
 * request.
 */
final class RequestView {

	private final JsonNode json;

	private final boolean unified;

	RequestView(ReceivedRequest request) {
		this.json = request.json();
		this.unified = request.endpoint() == Endpoint.UNIFIED;
	}

	/**
	 * Return an option, whose name depends on the format.
	 */
	JsonNode option(String nativeName, String unifiedName) {
		return this.unified ? this.json.path(unifiedName) : this.json.path("generationConfig").path(nativeName);
	}

	String systemInstruction() {
		List<String> texts = new ArrayList<>();
		if (this.unified) {
			this.json.path("messages").forEach((message) -> {
				if (message.path("role").asString("").equals("system")) {
					texts.add(text(message.path("content")));
				}
			});
		}
		else {
			this.json.path("systemInstruction")
				.path("parts")
				.forEach((part) -> texts.add(part.path("text").asString("")));
		}
		return String.join("\n", texts);
	}

	/**
	 * Return the text of each user turn that contains text.
	 */
	List<String> userTexts() {
		List<String> texts = new ArrayList<>();
		for (JsonNode turn : turns()) {
			if (turn.path("role").asString("user").equals("user")) {
				texts.add(text(turn.path(this.unified ? "content" : "parts")));
			}
		}
		texts.removeIf(String::isEmpty);
		return texts;
	}

	List<String> toolNames() {
		List<String> names = new ArrayList<>();
		for (JsonNode tool : this.json.path("tools")) {
			if (this.unified) {
				names.add(tool.path("function").path("name").asString(""));
			}
			else {
				tool.path("functionDeclarations").forEach((declared) -> names.add(declared.path("name").asString("")));
				((ObjectNode) tool).propertyNames()
					.stream()
					.filter((name) -> !name.equals("functionDeclarations"))
					.forEach(names::add);
			}
		}
		return names;
	}

	/**
	 * Return the results of a tool. In a request to the unified endpoint, tool results do
	 * not contain the name of the tool, so the results of all tools are returned.
	 */
	List<JsonNode> toolResults(String name) {
		List<JsonNode> results = new ArrayList<>();
		for (JsonNode turn : turns()) {
			if (this.unified && turn.path("role").asString("").equals("tool")) {
				results.add(turn.path("content"));
			}
			for (JsonNode part : turn.path("parts")) {
				if (part.path("functionResponse").path("name").asString("").equals(name)) {
					results.add(part.path("functionResponse").path("response"));
				}
			}
		}
		return results;
	}

	private JsonNode turns() {
		return this.json.path(this.unified ? "messages" : "contents");
	}

	private static String text(JsonNode parts) {
		StringBuilder text = new StringBuilder(parts.asString(""));
		parts.forEach((part) -> text.append(part.path("text").asString("")));
		return text.toString();
	}

}
