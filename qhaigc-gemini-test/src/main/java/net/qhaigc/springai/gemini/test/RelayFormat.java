package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a relay such as one-api or new-api changes in requests and responses.
 */
final class RelayFormat {

	/** Keywords that relays do not convert to Gemini's schemas. */
	private static final Set<String> UNSUPPORTED = Set.of("$ref", "const", "oneOf");

	private RelayFormat() {
	}

	static Rejection rejection(RelayError error, ReceivedRequest request) {
		ReplyBody.Raw body = error.body(request, false);
		return new Rejection(body.status(), Json.object(new String(body.events().get(0))));
	}

	/** Return an error of the vendor in the format of a relay. */
	static Rejection upstream(Rejection rejection) {
		ObjectNode json = Json.object();
		json.putObject("error")
			.put("message", rejection.message())
			.put("type", "upstream_error")
			.put("param", "")
			.put("code", rejection.status());
		return new Rejection(rejection.status(), json);
	}

	/** Reject schemas of the unified endpoint that a relay cannot convert. */
	static @Nullable Rejection checkSchemas(ReceivedRequest request) {
		for (JsonNode tool : request.json().path("tools")) {
			if (isUnsupported(tool.at("/function/parameters"))) {
				return upstream(Rejection.invalidArgument(
						"Invalid JSON payload received. Unknown name in 'tools[0].function_declarations[0].parameters'"));
			}
		}
		return null;
	}

	private static boolean isUnsupported(JsonNode schema) {
		return schema.propertyNames().stream().anyMatch(UNSUPPORTED::contains) || schema.path("type").isArray()
				|| schema.valueStream().anyMatch(RelayFormat::isUnsupported);
	}

	/** Return a turn without signatures, and with the thoughts inside the text. */
	static ModelTurn turn(ModelTurn turn) {
		ModelTurn relayed = ModelTurn.EMPTY.withFinishReason(turn.finishReason()).withoutSignature();
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
