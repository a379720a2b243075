package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts responses from Google's format to OpenAI's: {@code chat.completion} and
 * {@code chat.completion.chunk}.
 */
final class OpenAiEncoder {

	private static final String DONE = "data: [DONE]\n\n";

	/**
	 * Convert a response to a {@code chat.completion}.
	 */
	ObjectNode completion(ObjectNode response, ReceivedRequest request) {
		ObjectNode completion = newResponse("chat.completion", request);
		ArrayNode choices = completion.putArray("choices");
		for (JsonNode candidate : response.path("candidates")) {
			ObjectNode choice = choices.addObject().put("index", candidate.path("index").asInt(0));
			ObjectNode message = choice.putObject("message").put("role", "assistant");
			addContent(message, candidate, 0, request);
			message.path("tool_calls").forEach((call) -> ((ObjectNode) call).remove("index"));
			if (!message.has("content")) {
				message.putNull("content");
			}
			choice.put("finish_reason", finishReason(candidate, message.has("tool_calls")));
		}
		completion.set("usage", usage(response));
		return completion;
	}

	/**
	 * Convert the responses of a stream to server-sent events.
	 * @param complete whether the stream ends with {@code [DONE]}
	 */
	List<String> chunks(List<ObjectNode> responses, ReceivedRequest request, boolean complete) {
		List<String> events = new ArrayList<>();
		int callCount = 0;
		for (ObjectNode response : responses) {
			ObjectNode chunk = newResponse("chat.completion.chunk", request);
			ArrayNode choices = chunk.putArray("choices");
			for (JsonNode candidate : response.path("candidates")) {
				ObjectNode choice = choices.addObject().put("index", candidate.path("index").asInt(0));
				ObjectNode delta = choice.putObject("delta");
				if (events.isEmpty()) {
					delta.put("role", "assistant");
				}
				callCount = addContent(delta, candidate, callCount, request);
				if (candidate.has("finishReason")) {
					choice.put("finish_reason", finishReason(candidate, callCount > 0));
				}
				else {
					choice.putNull("finish_reason");
				}
			}
			events.add(event(chunk));
		}
		if (complete) {
			if (request.json().path("stream_options").path("include_usage").asBoolean(false)) {
				ObjectNode chunk = newResponse("chat.completion.chunk", request);
				chunk.putArray("choices");
				chunk.set("usage", usage(responses.get(responses.size() - 1)));
				events.add(event(chunk));
			}
			events.add(DONE);
		}
		return events;
	}

	private static ObjectNode newResponse(String object, ReceivedRequest request) {
		return Json.object()
			.put("id", "chatcmpl-" + request.number())
			.put("object", object)
			.put("created", 0)
			.put("model", request.model());
	}

	/**
	 * Add the text, thoughts and tool calls of a candidate.
	 * @param callCount the number of tool calls in the stream before the candidate; 0 for
	 * a response that is not streamed
	 * @return the number of tool calls, including those of the candidate
	 */
	private static int addContent(ObjectNode message, JsonNode candidate, int callCount, ReceivedRequest request) {
		StringBuilder text = new StringBuilder();
		StringBuilder thoughts = new StringBuilder();
		int index = callCount;
		for (JsonNode part : candidate.path("content").path("parts")) {
			if (part.has("functionCall")) {
				addCall(message.withArray("tool_calls").addObject(), part, index++, request);
			}
			else {
				(part.path("thought").asBoolean(false) ? thoughts : text).append(part.path("text").asString(""));
			}
		}
		if (!text.isEmpty()) {
			message.put("content", text.toString());
		}
		if (!thoughts.isEmpty()) {
			message.put("reasoning_content", thoughts.toString());
		}
		return index;
	}

	private static void addCall(ObjectNode call, JsonNode part, int index, ReceivedRequest request) {
		JsonNode functionCall = part.path("functionCall");
		call.put("index", index);
		call.put("id", functionCall.path("id").asString("call_" + request.number() + "_" + (index + 1)));
		call.put("type", "function");
		call.putObject("function")
			.put("name", functionCall.path("name").asString(""))
			.put("arguments", functionCall.has("args") ? functionCall.get("args").toString() : "{}");
		if (part.has("thoughtSignature")) {
			call.putObject("extra_content")
				.putObject("google")
				.put("thought_signature", part.path("thoughtSignature").asString());
		}
	}

	private static String finishReason(JsonNode candidate, boolean hasToolCalls) {
		String reason = candidate.path("finishReason").asString("STOP");
		if (hasToolCalls) {
			return "tool_calls";
		}
		return switch (reason) {
			case "STOP" -> "stop";
			case "MAX_TOKENS" -> "length";
			case "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII" -> "content_filter";
			default -> reason.toLowerCase(Locale.ROOT);
		};
	}

	private static ObjectNode usage(ObjectNode response) {
		JsonNode usage = response.path("usageMetadata");
		return Json.object()
			.put("prompt_tokens", usage.path("promptTokenCount").asInt(0))
			.put("completion_tokens",
					usage.path("candidatesTokenCount").asInt(0) + usage.path("thoughtsTokenCount").asInt(0))
			.put("total_tokens", usage.path("totalTokenCount").asInt(0));
	}

	private static String event(ObjectNode chunk) {
		return "data: " + chunk + "\n\n";
	}

}
