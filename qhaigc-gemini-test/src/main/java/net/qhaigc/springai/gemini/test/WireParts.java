package net.qhaigc.springai.gemini.test;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parts of a model turn as JSON.
 */
final class WireParts {

	private WireParts() {
	}

	static ObjectNode text(String text) {
		return Json.object().put("text", Objects.requireNonNull(text, "The text of a reply must not be null"));
	}

	static ObjectNode thought(String text) {
		return text(text).put("thought", true);
	}

	static ObjectNode functionCall(String name, Map<String, ?> args) {
		if (name.isBlank()) {
			throw new IllegalArgumentException("The tool name must not be blank");
		}
		ObjectNode part = Json.object();
		part.putObject("functionCall").put("name", name).set("args", Json.of(args));
		return part;
	}

	static ObjectNode inlineData(byte[] bytes, String mimeType) {
		ObjectNode part = Json.object();
		part.putObject("inlineData").put("mimeType", mimeType).put("data", Base64.getEncoder().encodeToString(bytes));
		return part;
	}

	/** Return the media of a reply, in order. */
	static List<JsonNode> media(ReplyBody body) {
		return (body instanceof ModelTurn turn) ? turn.parts()
			.stream()
			.map((part) -> part.path("inlineData"))
			.filter((media) -> !media.isMissingNode())
			.toList() : List.of();
	}

	/**
	 * Return the text of a reply, without its thoughts, or null if the reply has neither
	 * text nor thoughts.
	 */
	static @Nullable String joinedText(ReplyBody body) {
		if (!(body instanceof ModelTurn turn) || turn.parts().stream().noneMatch(WireParts::isText)) {
			return null;
		}
		return turn.parts()
			.stream()
			.filter((part) -> isText(part) && !isThought(part))
			.map((part) -> part.path("text").asString(""))
			.collect(Collectors.joining());
	}

	static boolean isCall(ObjectNode part) {
		return part.has("functionCall");
	}

	static boolean isText(ObjectNode part) {
		return part.has("text");
	}

	/**
	 * Return whether the part is text without a thought signature. Consecutive parts of
	 * this kind are joined if all of them, or none of them, are thoughts.
	 */
	static boolean isUnsignedText(ObjectNode part) {
		return isText(part) && !part.has("thoughtSignature");
	}

	static boolean isThought(ObjectNode part) {
		return part.path("thought").asBoolean(false);
	}

}
