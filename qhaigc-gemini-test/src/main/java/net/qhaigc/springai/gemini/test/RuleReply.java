package net.qhaigc.springai.gemini.test;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Adds the reply of a rule in a file to a script.
 */
final class RuleReply {

	private static final List<String> CONTENTS = List.of("reply", "tool", "json", "error", "relay-error", "file", "raw",
			"hang", "auto");

	private static final Set<String> NAMES = Set.of("when", "replies", "reply", "thinking", "tool", "json", "error",
			"relay-error", "file", "raw", "hang", "auto", "delay", "delay-between", "retry-after", "headers",
			"finish-reason", "usage", "unchecked", "close-after", "close-after-bytes", "hang-after", "chunked");

	private RuleReply() {
	}

	/**
	 * Check a rule.
	 * @throws IllegalArgumentException if the rule has other properties, or no reply
	 */
	static void check(JsonNode rule) {
		if (rule.has("replies") && rule.path("replies").isEmpty()) {
			throw new IllegalArgumentException("'replies' must be a list with at least one reply");
		}
		checkNames(rule, NAMES);
	}

	static void checkNames(JsonNode json, Set<String> known) {
		json.propertyNames().stream().filter((name) -> !known.contains(name)).findFirst().ifPresent((name) -> {
			throw new IllegalArgumentException(
					"unknown property '" + name + "'. Known ones are " + known.stream().sorted().toList());
		});
	}

	/**
	 * Add a reply.
	 * @param json the reply
	 * @param script the script of the rule
	 * @param file the file with the rule, to which paths are relative
	 */
	static void add(JsonNode json, ReplyScript script, Path file) {
		checkNames(json, NAMES);
		String content = CONTENTS.stream()
			.filter(json::has)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("a reply is required, which is one of " + CONTENTS));
		JsonNode value = json.path(content);
		Reply reply = switch (content) {
			case "reply" -> text(json, script);
			case "tool" -> tools(value, script);
			case "json" ->
				value.isArray() ? script.replyEvents(value.valueStream().map(JsonNode::toString).toArray(String[]::new))
						: script.replyJson(value.toString());
			case "error" -> error(value, script);
			case "relay-error" -> script.relayError(RelayError.valueOf(value.asString("")));
			case "file" -> script.replyFile(file.resolveSibling(value.asString("")));
			case "raw" -> script.replyRaw(value.path("status").asInt(200),
					value.path("content-type").asString("text/plain"), value.path("body").asString(""));
			case "auto" -> script.autoRespond();
			default -> script.hang();
		};
		send(json, reply);
	}

	private static Reply text(JsonNode json, ReplyScript script) {
		JsonNode text = json.path("reply");
		String[] events = text.isArray() ? text.valueStream().map((event) -> event.asString("")).toArray(String[]::new)
				: new String[] { text.asString("") };
		Reply reply = json.has("thinking") ? script.thinking(json.path("thinking").asString("")).text(events)
				: script.replyStream(events);
		if (json.has("finish-reason")) {
			reply.finishReason(json.path("finish-reason").asString(""));
		}
		if (json.has("usage")) {
			JsonNode usage = json.path("usage");
			reply.usage(usage.path("prompt").asInt(), usage.path("candidates").asInt(), usage.path("total").asInt());
		}
		return reply;
	}

	private static Reply tools(JsonNode value, ReplyScript script) {
		List<JsonNode> calls = value.isArray() ? value.valueStream().toList() : List.of(value);
		Reply reply = script.callTool(name(calls.get(0)), args(calls.get(0)));
		for (JsonNode call : calls.subList(1, calls.size())) {
			reply.callTool(name(call), args(call));
		}
		return reply;
	}

	private static String name(JsonNode call) {
		checkNames(call, Set.of("name", "args"));
		if (!call.path("name").isString() || !call.path("args").isObject() && call.has("args")) {
			throw new IllegalArgumentException("a tool call requires 'name', and 'args' is an object");
		}
		return call.path("name").stringValue();
	}

	private static Map<String, Object> args(JsonNode call) {
		return call.has("args") ? Json.map(call.path("args")) : Map.of();
	}

	private static Reply error(JsonNode value, ReplyScript script) {
		if (value.isIntegralNumber()) {
			return script.error(value.asInt());
		}
		checkNames(value, Set.of("status", "code", "message", "format"));
		String message = value.path("message").asString(null);
		int status = value.path("status").asInt(500);
		return (value.has("code") || value.path("format").asString("").equals("gateway"))
				? script.gatewayError(status, value.path("code").asString(null), message)
				: script.error(status, message);
	}

	private static void unchecked(JsonNode value, Reply reply) {
		if (value.asBoolean(false)) {
			reply.unchecked();
		}
	}

	private static void send(JsonNode json, Reply reply) {
		for (Map.Entry<String, JsonNode> property : json.properties()) {
			JsonNode value = property.getValue();
			switch (property.getKey().toLowerCase(Locale.ROOT)) {
				case "delay" -> reply.delay(StandInOptions.duration(value.asString("")));
				case "delay-between" -> reply.delayBetween(StandInOptions.duration(value.asString("")));
				case "retry-after" -> reply.retryAfter(value.asInt());
				case "close-after" -> reply.closeAfter(value.asInt());
				case "close-after-bytes" -> reply.closeAfterBytes(value.asInt());
				case "hang-after" -> reply.hangAfter(value.asInt());
				case "chunked" -> reply.chunked(value.asInt());
				case "unchecked" -> unchecked(value, reply);
				case "headers" -> value.properties()
					.forEach((header) -> reply.header(header.getKey(), header.getValue().asString("")));
				default -> {
				}
			}
		}
	}

}
