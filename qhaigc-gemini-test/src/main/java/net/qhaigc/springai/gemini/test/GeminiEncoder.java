package net.qhaigc.springai.gemini.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes a model turn in Google's format.
 */
final class GeminiEncoder {

	private static final int CHARS_PER_TOKEN = 4;

	private final SignatureRules signatureRules;

	GeminiEncoder(SignatureRules signatureRules) {
		this.signatureRules = signatureRules;
	}

	/**
	 * Encode the turn as one response, in which consecutive texts are joined.
	 */
	ObjectNode response(ModelTurn turn, ReceivedRequest request) {
		ObjectNode response = responseWithParts(turn, request, joinTexts(signedParts(turn, request)));
		addFinishReason(response, turn);
		addUsage(response, turn, usage(turn, request), true);
		addModelVersionAndResponseId(response, turn, request);
		return response;
	}

	/**
	 * Encode the turn as a stream: one response for each group of parallel tool calls,
	 * and one for each other part.
	 * @param complete whether the last response has a finish reason
	 */
	List<ObjectNode> events(ModelTurn turn, ReceivedRequest request, boolean complete) {
		List<List<ObjectNode>> groups = groupToolCalls(signedParts(turn, request));
		List<ObjectNode> events = new ArrayList<>();
		ModelTurn.Usage usage = usage(turn, request);
		for (int i = 0; i < groups.size(); i++) {
			boolean finished = complete && i == groups.size() - 1;
			ObjectNode event = responseWithParts(turn, request, groups.get(i));
			if (finished) {
				addFinishReason(event, turn);
			}
			addUsage(event, turn, usage, finished);
			addModelVersionAndResponseId(event, turn, request);
			events.add(event);
		}
		return events;
	}

	/**
	 * Return the parts of the turn. If the turn is signed and the model requires
	 * signatures, the first tool call has a thought signature.
	 */
	private List<ObjectNode> signedParts(ModelTurn turn, ReceivedRequest request) {
		List<ObjectNode> parts = new ArrayList<>(turn.parts());
		if (turn.signed() && this.signatureRules.appliesTo(request.model())) {
			for (int i = 0; i < parts.size(); i++) {
				if (WireParts.isCall(parts.get(i))) {
					if (!parts.get(i).has("thoughtSignature")) {
						parts.set(i, parts.get(i).deepCopy().put("thoughtSignature", signatureOf(parts.get(i))));
					}
					break;
				}
			}
		}
		return parts;
	}

	private static String signatureOf(ObjectNode part) {
		String signature = "signature of " + part.path("functionCall").path("name").asString("");
		return Base64.getEncoder().encodeToString(signature.getBytes(StandardCharsets.UTF_8));
	}

	private static List<ObjectNode> joinTexts(List<ObjectNode> parts) {
		List<ObjectNode> joined = new ArrayList<>();
		StringBuilder text = new StringBuilder();
		for (ObjectNode part : parts) {
			ObjectNode last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
			boolean continued = last != null && WireParts.isUnsignedText(last) && WireParts.isUnsignedText(part)
					&& WireParts.isThought(last) == WireParts.isThought(part);
			if (!continued) {
				putText(last, text);
				joined.add(part.deepCopy());
			}
			text.append(part.path("text").asString(""));
		}
		putText(joined.isEmpty() ? null : joined.get(joined.size() - 1), text);
		return joined;
	}

	private static void putText(@Nullable ObjectNode part, StringBuilder text) {
		if (part != null && WireParts.isUnsignedText(part)) {
			part.put("text", text.toString());
		}
		text.setLength(0);
	}

	private static List<List<ObjectNode>> groupToolCalls(List<ObjectNode> parts) {
		List<List<ObjectNode>> groups = new ArrayList<>();
		ObjectNode previous = null;
		for (ObjectNode part : parts) {
			boolean parallel = previous != null && WireParts.isCall(previous) && WireParts.isCall(part);
			if (!parallel) {
				groups.add(new ArrayList<>());
			}
			groups.get(groups.size() - 1).add(part);
			previous = part;
		}
		return groups.isEmpty() ? List.of(List.of()) : groups;
	}

	private static ObjectNode responseWithParts(ModelTurn turn, ReceivedRequest request, List<ObjectNode> parts) {
		ObjectNode response = Json.object();
		ObjectNode content = response.putArray("candidates").addObject().putObject("content");
		if (!parts.isEmpty()) {
			ArrayNode array = content.putArray("parts");
			parts.forEach((part) -> array.add(part));
		}
		content.put("role", "model");
		return response;
	}

	private static void addFinishReason(ObjectNode response, ModelTurn turn) {
		ObjectNode candidate = (ObjectNode) response.path("candidates").path(0);
		candidate.put("finishReason", turn.finishReason());
		if (turn.continuationToken() != null) {
			candidate.put("continuationToken", turn.continuationToken());
		}
	}

	private static void addUsage(ObjectNode response, ModelTurn turn, ModelTurn.Usage usage, boolean finished) {
		ObjectNode metadata = response.putObject("usageMetadata").put("promptTokenCount", usage.prompt());
		if (finished && usage.candidates() > 0) {
			metadata.put("candidatesTokenCount", usage.candidates());
		}
		int thoughts = usage.total() - usage.prompt() - usage.candidates();
		if (finished && thoughts > 0 && turn.parts().stream().anyMatch(WireParts::isThought)) {
			metadata.put("thoughtsTokenCount", thoughts);
		}
		metadata.put("totalTokenCount", finished ? usage.total() : usage.prompt());
	}

	private static ModelTurn.Usage usage(ModelTurn turn, ReceivedRequest request) {
		if (turn.usage() != null) {
			return turn.usage();
		}
		int prompt = tokens(request.body());
		int all = turn.parts().stream().mapToInt((part) -> tokens(part.toString())).sum();
		int thoughts = turn.parts()
			.stream()
			.filter(WireParts::isThought)
			.mapToInt((part) -> tokens(part.toString()))
			.sum();
		return new ModelTurn.Usage(prompt, all - thoughts, prompt + all);
	}

	/** Estimate the number of tokens of a text. */
	static int tokens(String text) {
		return (text.length() + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
	}

	private static void addModelVersionAndResponseId(ObjectNode response, ModelTurn turn, ReceivedRequest request) {
		if (turn.includesModelVersion()) {
			response.put("modelVersion", request.model());
			response.put("responseId", "response-" + request.number());
		}
	}

}
