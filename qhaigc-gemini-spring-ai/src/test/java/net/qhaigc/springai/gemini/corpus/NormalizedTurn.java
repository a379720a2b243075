package net.qhaigc.springai.gemini.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts of a model turn in a normalized form, in which the turns of different clients
 * can be compared. The form uses one Base64 alphabet and names in camelCase. It contains
 * no unsigned thoughts, and consecutive unsigned texts are joined.
 */
record NormalizedTurn(List<ObjectNode> parts) {

	/**
	 * The placeholders for a missing signature, in plain text and in Base64. The
	 * conversion to the standard Base64 alphabet, which precedes the comparison, replaces
	 * the underscores of the plain text with slashes.
	 */
	private static final Set<String> PLACEHOLDERS = Set.of("skip/thought/signature/validator",
			"c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I");

	private static final Set<String> FREE_FORM_FIELDS = Set.of("args", "response");

	static NormalizedTurn of(List<JsonNode> parts) {
		List<ObjectNode> turn = new ArrayList<>();
		for (JsonNode part : parts) {
			ObjectNode next = (ObjectNode) withCamelCaseNames(part);
			normalize(next);
			ObjectNode last = turn.isEmpty() ? JsonNodeFactory.instance.objectNode() : turn.get(turn.size() - 1);
			if (isPlainText(last) && isPlainText(next)) {
				last.put("text", last.path("text").asString() + next.path("text").asString());
			}
			else if (!isIgnored(next)) {
				turn.add(next);
			}
		}
		return new NormalizedTurn(turn);
	}

	private static JsonNode withCamelCaseNames(JsonNode json) {
		if (json instanceof ArrayNode array) {
			ArrayNode converted = JsonNodeFactory.instance.arrayNode();
			array.forEach((element) -> converted.add(withCamelCaseNames(element)));
			return converted;
		}
		if (!(json instanceof ObjectNode)) {
			return json;
		}
		ObjectNode converted = JsonNodeFactory.instance.objectNode();
		json.forEachEntry((name, value) -> {
			String camelCase = camelCase(name);
			if (!value.isNull()) {
				converted.set(camelCase, FREE_FORM_FIELDS.contains(camelCase) ? value : withCamelCaseNames(value));
			}
		});
		return converted;
	}

	private static String camelCase(String name) {
		StringBuilder camelCase = new StringBuilder();
		for (String word : name.split("_")) {
			camelCase.append(camelCase.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
		}
		return camelCase.toString();
	}

	private static void normalize(ObjectNode part) {
		if (!part.path("thought").asBoolean(true)) {
			part.remove("thought");
		}
		if (part.has("thoughtSignature")) {
			String signature = toStandardBase64(part.path("thoughtSignature"));
			part.put("thoughtSignature", signature);
			if (PLACEHOLDERS.contains(signature)) {
				part.remove("thoughtSignature");
			}
		}
		if (part.path("inlineData") instanceof ObjectNode media) {
			media.put("data", toStandardBase64(media.path("data")));
		}
		if (part.path("functionCall") instanceof ObjectNode call && !call.has("args")) {
			call.putObject("args");
		}
	}

	private static String toStandardBase64(JsonNode text) {
		return text.asString().replace('-', '+').replace('_', '/').replace("=", "");
	}

	private static boolean isPlainText(ObjectNode part) {
		return part.has("text") && part.size() == 1;
	}

	private static boolean isIgnored(ObjectNode part) {
		boolean isUnsignedThought = part.has("thought") && !part.has("thoughtSignature");
		return isUnsignedThought || (isPlainText(part) && part.path("text").asString().isEmpty());
	}

	/**
	 * Whether both turns have the same parts. The IDs of two tool calls are compared only
	 * if both tool calls have an ID.
	 */
	boolean matches(NormalizedTurn other) {
		if (this.parts.size() != other.parts.size()) {
			return false;
		}
		for (int i = 0; i < this.parts.size(); i++) {
			ObjectNode mine = this.parts.get(i).deepCopy();
			ObjectNode theirs = other.parts.get(i).deepCopy();
			if (!mine.path("functionCall").has("id") || !theirs.path("functionCall").has("id")) {
				removeId(mine);
				removeId(theirs);
			}
			if (!mine.equals(theirs)) {
				return false;
			}
		}
		return true;
	}

	private static void removeId(ObjectNode part) {
		if (part.path("functionCall") instanceof ObjectNode call) {
			call.remove("id");
		}
	}

}
