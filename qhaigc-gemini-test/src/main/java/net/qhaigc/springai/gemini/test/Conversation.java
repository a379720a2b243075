package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request asks for, whichever format it is in.
 *
 * @param userText the last text of the user
 * @param media the types of the media that came with it
 * @param results what tools have answered since then
 * @param tools the tools that may be called now
 * @param callDemanded whether a tool has to be called
 * @param jsonSchema the schema of the answer, or null for text
 * @param thoughts whether thoughts are asked for
 * @param image whether an image is asked for
 */
record Conversation(String userText, List<String> media, List<Result> results, List<DeclaredTool> tools,
		boolean callDemanded, @Nullable JsonNode jsonSchema, boolean thoughts, boolean image) {

	static Conversation of(ReceivedRequest request) {
		Conversation conversation = (request.endpoint() == Endpoint.UNIFIED) ? ofUnified(request.json())
				: ofNative(request.canonicalJson());
		PromptedSchema prompted = PromptedSchema.find(conversation.userText);
		return (prompted != null) ? conversation.with(prompted) : conversation;
	}

	private Conversation with(PromptedSchema prompted) {
		JsonNode schema = (this.jsonSchema != null) ? this.jsonSchema : prompted.schema();
		return new Conversation(prompted.question(), this.media, this.results, this.tools, this.callDemanded, schema,
				this.thoughts, this.image);
	}

	private static Conversation ofNative(JsonNode json) {
		StringBuilder text = new StringBuilder();
		List<String> media = new ArrayList<>();
		List<Result> results = new ArrayList<>();
		JsonNode contents = json.path("contents");
		for (int i = contents.size() - 1; i >= 0 && text.isEmpty(); i--) {
			if (contents.get(i).path("role").asString("user").equals("model")) {
				continue;
			}
			for (JsonNode part : contents.get(i).path("parts")) {
				text.append(part.path("text").asString(""));
				if (part.has("inlineData") || part.has("fileData")) {
					media.add(part.at(part.has("inlineData") ? "/inlineData/mimeType" : "/fileData/mimeType")
						.asString(""));
				}
				JsonNode response = part.path("functionResponse");
				if (!response.isMissingNode()) {
					results.add(new Result(response.path("name").asString(""), response.path("response").toString()));
				}
			}
		}
		JsonNode config = json.path("generationConfig");
		JsonNode choice = json.path("toolConfig").path("functionCallingConfig");
		String mode = choice.path("mode").asString("AUTO");
		List<DeclaredTool> tools = new ArrayList<>();
		json.path("tools").forEach((tool) -> tool.path("functionDeclarations").forEach((declaration) -> {
			boolean openApi = declaration.has("parameters");
			tools.add(DeclaredTool.of(declaration, openApi ? "parameters" : "parametersJsonSchema"));
		}));
		return new Conversation(text.toString(), media, results,
				callable(tools, mode, choice.path("allowedFunctionNames")), mode.equals("ANY"), nativeSchema(config),
				config.at("/thinkingConfig/includeThoughts").asBoolean(false),
				config.path("responseModalities").valueStream().anyMatch((word) -> word.asString("").equals("IMAGE")));
	}

	private static @Nullable JsonNode nativeSchema(JsonNode config) {
		if (config.has("responseSchema")) {
			return config.get("responseSchema");
		}
		if (config.has("responseJsonSchema")) {
			return config.get("responseJsonSchema");
		}
		return config.path("responseMimeType").asString("").equals("application/json") ? Json.object() : null;
	}

	private static Conversation ofUnified(JsonNode json) {
		StringBuilder text = new StringBuilder();
		List<String> media = new ArrayList<>();
		List<Result> results = new ArrayList<>();
		JsonNode messages = json.path("messages");
		for (int i = messages.size() - 1; i >= 0 && text.isEmpty(); i--) {
			JsonNode message = messages.get(i);
			switch (message.path("role").asString("")) {
				case "user" -> addUnified(message.path("content"), text, media);
				case "tool" -> results.add(new Result(nameOf(messages, message.path("tool_call_id").asString("")),
						textOf(message.path("content"))));
				default -> {
				}
			}
		}
		JsonNode choice = json.path("tool_choice");
		String mode = switch (choice.path("function").path("name").asString(choice.asString("auto"))) {
			case "auto" -> "AUTO";
			case "none" -> "NONE";
			default -> "ANY";
		};
		List<DeclaredTool> tools = new ArrayList<>();
		json.path("tools").forEach((tool) -> tools.add(DeclaredTool.of(tool.path("function"), "parameters")));
		JsonNode only = choice.isObject() ? Json.array().add(choice.at("/function/name")) : Json.array();
		return new Conversation(text.toString(), media, results, callable(tools, mode, only), mode.equals("ANY"),
				unifiedSchema(json.path("response_format")), false, false);
	}

	private static @Nullable JsonNode unifiedSchema(JsonNode format) {
		return switch (format.path("type").asString("")) {
			case "json_schema" -> format.at("/json_schema/schema");
			case "json_object" -> Json.object();
			default -> null;
		};
	}

	private static void addUnified(JsonNode content, StringBuilder text, List<String> media) {
		text.append(textOf(content));
		content.forEach((part) -> {
			if (part.has("image_url")) {
				media.add("image");
			}
		});
	}

	private static String textOf(JsonNode content) {
		StringBuilder text = new StringBuilder(content.asString(""));
		content.forEach((part) -> text.append(part.path("text").asString("")));
		return text.toString();
	}

	private static String nameOf(JsonNode messages, String callId) {
		for (JsonNode message : messages) {
			for (JsonNode call : message.path("tool_calls")) {
				if (call.path("id").asString("").equals(callId)) {
					return call.at("/function/name").asString("");
				}
			}
		}
		return callId;
	}

	private static List<DeclaredTool> callable(List<DeclaredTool> tools, String mode, JsonNode names) {
		if (mode.equals("NONE")) {
			return List.of();
		}
		List<String> allowed = names.valueStream().map((name) -> name.asString("")).toList();
		return tools.stream().filter((tool) -> allowed.isEmpty() || allowed.contains(tool.name())).toList();
	}

	/**
	 * A tool that may be called.
	 *
	 * @param name its name
	 * @param description its description, may be empty
	 * @param schema the schema of its arguments, may be missing
	 */
	record DeclaredTool(String name, String description, JsonNode schema) {

		private static DeclaredTool of(JsonNode declaration, String schema) {
			return new DeclaredTool(declaration.path("name").asString(""), declaration.path("description").asString(""),
					declaration.path(schema));
		}

	}

	/**
	 * What a tool has answered.
	 *
	 * @param tool the name of the tool
	 * @param text its answer
	 */
	record Result(String tool, String text) {
	}

}
