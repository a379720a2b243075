package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import net.qhaigc.springai.gemini.test.RequestSummary.DeclaredTool;

/**
 * Checks that a model could send the tool calls of a scripted reply: that the request
 * declares the functions, and that the arguments match their schemas. Without this check,
 * a test could succeed although the application would fail with a real model.
 */
final class ToolCallCheck {

	private static final String ACTION = "\nCorrect the call. If the mismatch is intended, mark the reply with"
			+ " unchecked(), or with 'unchecked: true' in a rules file.";

	private ToolCallCheck() {
	}

	/**
	 * Check the tool calls of a reply, unless it is unchecked.
	 * @param reply the scripted reply
	 * @param request the request that gets the reply
	 * @throws IllegalStateException if a call does not match the request
	 */
	static void check(Reply reply, ReceivedRequest request) {
		if (reply.isUnchecked() || !(reply.body() instanceof ModelTurn turn)
				|| turn.parts().stream().noneMatch(WireParts::isCall)) {
			return;
		}
		List<DeclaredTool> tools = RequestSummary.declaredTools(request);
		for (ObjectNode part : turn.parts()) {
			String problem = WireParts.isCall(part) ? problem(part.path("functionCall"), tools, request) : null;
			if (problem != null) {
				throw new IllegalStateException("The tool call" + reply.origin() + ", " + problem + ACTION);
			}
		}
	}

	private static @Nullable String problem(JsonNode call, List<DeclaredTool> tools, ReceivedRequest request) {
		String name = call.path("name").asString("");
		DeclaredTool declared = tools.stream().filter((tool) -> tool.name().equals(name)).findFirst().orElse(null);
		if (declared == null) {
			return enablesComputerUse(request) ? null : "names the function '" + name
					+ "', which the request does not declare. The request declares "
					+ (tools.isEmpty() ? "no functions." : tools.stream().map(DeclaredTool::name).toList() + ".");
		}
		JsonNode args = call.path("args");
		List<SchemaViolation> violations = declared.schema().isMissingNode()
				? SchemaViolation.ofFunctionWithoutParameters(args) : SchemaViolation.find(declared.schema(), args);
		return violations.isEmpty() ? null
				: "has arguments for '" + name + "' that do not match its schema:\n"
						+ violations.stream().map((violation) -> "  " + violation).collect(Collectors.joining("\n"))
						+ "\nThe arguments are " + Json.readable(args) + "\nThe schema is "
						+ (declared.schema().isMissingNode() ? "empty." : Json.readable(declared.schema()));
	}

	/**
	 * Return whether the model can call the functions of computer use, which a request
	 * does not declare.
	 */
	private static boolean enablesComputerUse(ReceivedRequest request) {
		return request.canonicalJson().path("tools").valueStream().anyMatch((tool) -> tool.has("computerUse"));
	}

}
