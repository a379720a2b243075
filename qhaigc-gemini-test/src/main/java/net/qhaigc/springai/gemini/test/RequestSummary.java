package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

/**
 * What {@link AutoResponder} reads from a request, regardless of the format of the
 * request.
 *
 * @param userText the last text of the user
 * @param mediaTypes the MIME types of the media in the message with that text or in a
 * later message; {@code file} if the type is missing, and always {@code image} on the
 * unified endpoint
 * @param toolResults the tool results that follow that text
 * @param tools the tools that the model is allowed to call
 * @param toolCallRequired whether the model must call a tool
 * @param jsonSchema the schema of the response, or null for text
 * @param includeThoughts whether thoughts are requested
 * @param includeImage whether an image is requested
 */
record RequestSummary(String userText, List<String> mediaTypes, List<ToolResult> toolResults, List<DeclaredTool> tools,
		boolean toolCallRequired, @Nullable JsonNode jsonSchema, boolean includeThoughts, boolean includeImage) {

	/**
	 * Match the prompts of Spring AI's advisors for retrieval. The first group is the
	 * user's question.
	 */
	private static final List<Pattern> RETRIEVAL_PROMPTS = List.of(
			Pattern.compile("(.*?)\\s*Context information is below, surrounded by ---.*", Pattern.DOTALL),
			Pattern.compile("Context information is below\\..*\\nQuery: (.*?)\\s*Answer:\\s*", Pattern.DOTALL));

	static RequestSummary of(ReceivedRequest request) {
		RequestSummary summary = (request.endpoint() == Endpoint.UNIFIED)
				? new UnifiedSummaryReader(request.json()).read()
				: new NativeSummaryReader(request.canonicalJson()).read();
		SchemaInPrompt schema = SchemaInPrompt.find(summary.userText);
		return (schema != null) ? summary.with(schema) : summary;
	}

	/**
	 * Return the text of the user without the retrieved passages that an advisor has
	 * added.
	 */
	String question() {
		return RETRIEVAL_PROMPTS.stream()
			.map((prompt) -> prompt.matcher(this.userText))
			.filter(Matcher::matches)
			.map((prompt) -> prompt.group(1))
			.findFirst()
			.orElse(this.userText);
	}

	/**
	 * Return all tools that a request declares, even if the model is not allowed to call
	 * them.
	 */
	static List<DeclaredTool> declaredTools(ReceivedRequest request) {
		return (request.endpoint() == Endpoint.UNIFIED) ? new UnifiedSummaryReader(request.json()).declaredTools()
				: new NativeSummaryReader(request.canonicalJson()).declaredTools();
	}

	private RequestSummary with(SchemaInPrompt inPrompt) {
		JsonNode schema = (this.jsonSchema != null && !this.jsonSchema.isEmpty()) ? this.jsonSchema : inPrompt.schema();
		return new RequestSummary(inPrompt.text(), this.mediaTypes, this.toolResults, this.tools, this.toolCallRequired,
				schema, this.includeThoughts, this.includeImage);
	}

	/**
	 * Return the tools with the given names.
	 * @param tools the declared tools
	 * @param names the names, or an empty list for all tools
	 */
	static List<DeclaredTool> allowed(List<DeclaredTool> tools, List<String> names) {
		return tools.stream().filter((tool) -> names.isEmpty() || names.contains(tool.name())).toList();
	}

	/**
	 * A declared tool.
	 *
	 * @param name the name
	 * @param description the description; may be empty
	 * @param schema the schema of the arguments; may be a missing node
	 */
	record DeclaredTool(String name, String description, JsonNode schema) {

		static DeclaredTool of(JsonNode declaration, String schemaField) {
			return new DeclaredTool(declaration.path("name").asString(""), declaration.path("description").asString(""),
					declaration.path(schemaField));
		}

	}

	/**
	 * A tool result.
	 *
	 * @param tool the name of the tool
	 * @param text the result
	 */
	record ToolResult(String tool, String text) {
	}

}
