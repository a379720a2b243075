package net.qhaigc.springai.gemini.test;

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
record RequestSummary(String userText, List<String> media, List<Result> results, List<DeclaredTool> tools,
		boolean callDemanded, @Nullable JsonNode jsonSchema, boolean thoughts, boolean image) {

	static RequestSummary of(ReceivedRequest request) {
		RequestSummary conversation = (request.endpoint() == Endpoint.UNIFIED)
				? new UnifiedSummaryReader(request.json()).read()
				: new NativeSummaryReader(request.canonicalJson()).read();
		SchemaInPrompt prompted = SchemaInPrompt.find(conversation.userText);
		return (prompted != null) ? conversation.with(prompted) : conversation;
	}

	private RequestSummary with(SchemaInPrompt prompted) {
		JsonNode schema = (this.jsonSchema != null) ? this.jsonSchema : prompted.schema();
		return new RequestSummary(prompted.question(), this.media, this.results, this.tools, this.callDemanded, schema,
				this.thoughts, this.image);
	}

	/**
	 * Leaves the tools that a choice allows.
	 * @param tools the tools that are declared
	 * @param names the names that are allowed, empty for all
	 */
	static List<DeclaredTool> allowed(List<DeclaredTool> tools, List<String> names) {
		return tools.stream().filter((tool) -> names.isEmpty() || names.contains(tool.name())).toList();
	}

	/**
	 * A tool that may be called.
	 *
	 * @param name its name
	 * @param description its description, may be empty
	 * @param schema the schema of its arguments, may be missing
	 */
	record DeclaredTool(String name, String description, JsonNode schema) {

		static DeclaredTool of(JsonNode declaration, String schema) {
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
