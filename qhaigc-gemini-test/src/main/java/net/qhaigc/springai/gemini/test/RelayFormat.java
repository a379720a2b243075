package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The error responses, schema restrictions and model turns of a relay such as one-api or
 * new-api.
 */
final class RelayFormat {

	/** Keywords that relays do not convert to Gemini's schemas. */
	private static final Set<String> UNSUPPORTED_KEYWORDS = Set.of("$ref", "const", "oneOf");

	private RelayFormat() {
	}

	static ErrorResponse errorResponse(RelayError error, ReceivedRequest request) {
		ReplyBody.Raw body = error.body(request, false);
		return new ErrorResponse(body.status(), Json.object(new String(body.events().get(0))));
	}

	/** Convert an error of the vendor to the format of a relay. */
	static ErrorResponse vendorError(ErrorResponse error) {
		ObjectNode json = Json.object();
		json.putObject("error")
			.put("message", error.message())
			.put("type", "upstream_error")
			.put("param", "")
			.put("code", error.status());
		return new ErrorResponse(error.status(), json);
	}

	/**
	 * Return an error if a tool of a request to the unified endpoint has a schema that
	 * relays do not convert, else null.
	 */
	static @Nullable ErrorResponse checkSchemas(ReceivedRequest request) {
		for (JsonNode tool : request.json().path("tools")) {
			if (isUnsupported(tool.at("/function/parameters"))) {
				return vendorError(ErrorResponse.invalidArgument(
						"Invalid JSON payload received. Unknown name in 'tools[0].function_declarations[0].parameters'"));
			}
		}
		return null;
	}

	private static boolean isUnsupported(JsonNode schema) {
		return schema.propertyNames().stream().anyMatch(UNSUPPORTED_KEYWORDS::contains) || schema.path("type").isArray()
				|| schema.valueStream().anyMatch(RelayFormat::isUnsupported);
	}

	/**
	 * Return a turn as a relay returns it: the thoughts are text in {@code <think>} tags,
	 * and the thought signatures are removed.
	 */
	static ModelTurn relayedTurn(ModelTurn turn) {
		ModelTurn relayed = ModelTurn.EMPTY.withFinishReason(turn.finishReason()).withoutGeneratedSignature();
		List<ObjectNode> parts = turn.parts();
		for (ObjectNode part : parts) {
			ObjectNode copy = part.deepCopy();
			copy.remove("thoughtSignature");
			relayed = relayed.with(WireParts.isThought(part)
					? WireParts.text("<think>" + part.path("text").asString("") + "</think>\n") : copy);
		}
		ModelTurn.Usage usage = turn.usage();
		return (usage != null) ? relayed.withUsage(usage.prompt(), usage.candidates(), usage.total()) : relayed;
	}

}
