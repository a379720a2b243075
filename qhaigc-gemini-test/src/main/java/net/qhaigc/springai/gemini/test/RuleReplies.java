package net.qhaigc.springai.gemini.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * Reads the replies of a rule in a rules file, and adds them to a script.
 */
final class RuleReplies {

	/** The kinds of content, of which each reply has exactly one. */
	private static final List<String> CONTENT_KINDS = List.of("reply", "tool", "json", "error", "relay-error", "file",
			"raw", "hang", "auto");

	/** The kinds of content that consist of parts. */
	private static final List<String> KINDS_WITH_PARTS = List.of("reply", "tool");

	private static final Set<String> REPLY_PROPERTIES = Set.of("reply", "thinking", "tool", "json", "error",
			"relay-error", "file", "raw", "hang", "auto", "delay", "delay-between", "retry-after", "headers",
			"finish-reason", "usage", "unchecked", "close-after", "close-after-bytes", "hang-after", "chunked");

	private static final Set<String> RULE_PROPERTIES = Stream
		.concat(REPLY_PROPERTIES.stream(), Stream.of("when", "replies"))
		.collect(Collectors.toSet());

	private RuleReplies() {
	}

	/**
	 * Return the replies of a rule.
	 * @throws IllegalArgumentException if the properties of the rule or of a reply are
	 * not valid
	 */
	static List<RuleObject> read(JsonNode json) {
		RuleObject rule = RuleObject.of(json, "a rule", RULE_PROPERTIES);
		if (!rule.has("replies")) {
			return List.of(rule);
		}
		if (!Set.of("when", "replies").containsAll(json.propertyNames())) {
			throw new IllegalArgumentException("a rule with 'replies' can have 'when', but no other property");
		}
		return rule.list("replies").stream().map((reply) -> RuleObject.of(reply, "a reply", REPLY_PROPERTIES)).toList();
	}

	/**
	 * Add a reply to a script.
	 * @param definition the reply in the rules file
	 * @param script the script of the rule
	 * @param rulesFile the rules file, to which paths are relative
	 */
	static void add(RuleObject definition, ReplyScript script, Path rulesFile) {
		List<String> kinds = CONTENT_KINDS.stream().filter(definition::has).toList();
		if (kinds.size() != 1) {
			throw new IllegalArgumentException((kinds.isEmpty() ? "a reply requires one of " + CONTENT_KINDS
					: "a reply can have only one of " + kinds));
		}
		String kind = kinds.get(0);
		if (definition.has("thinking") && !KINDS_WITH_PARTS.contains(kind)) {
			throw new IllegalArgumentException("'thinking' requires one of " + KINDS_WITH_PARTS);
		}
		configure(definition, addReply(kind, definition, script, rulesFile));
	}

	private static Reply addReply(String kind, RuleObject definition, ReplyScript script, Path rulesFile) {
		return switch (kind) {
			case "reply" ->
				beginReplyWithParts(definition, script).text(definition.texts("reply").toArray(String[]::new));
			case "tool" -> addToolCalls(definition, beginReplyWithParts(definition, script));
			case "json" -> definition.json().path("json").isArray()
					? script
						.replyEvents(definition.list("json").stream().map(JsonNode::toString).toArray(String[]::new))
					: script.replyJson(definition.json().path("json").toString());
			case "error" -> addError(definition, script);
			case "relay-error" -> script.relayError(definition.constant(kind, RelayError.class));
			case "file" -> script.replyFile(file(definition, rulesFile));
			case "raw" -> addRaw(definition.object("raw", Set.of("status", "content-type", "body")), script);
			case "auto" -> requireTrueAndAdd(kind, definition, script::autoRespond);
			default -> requireTrueAndAdd(kind, definition, script::hang);
		};
	}

	private static Reply beginReplyWithParts(RuleObject definition, ReplyScript script) {
		return definition.has("thinking") ? script.thinking(definition.text("thinking")) : script.replyStream();
	}

	private static Reply addToolCalls(RuleObject definition, Reply reply) {
		for (JsonNode value : definition.list("tool")) {
			RuleObject call = RuleObject.of(value, "a tool call", Set.of("name", "args"));
			if (!value.path("name").isString() || !value.path("args").isObject() && call.has("args")) {
				throw new IllegalArgumentException("a tool call requires 'name', and 'args' must be an object");
			}
			reply.callTool(call.text("name"), call.has("args") ? Json.map(value.path("args")) : Map.of());
		}
		return reply;
	}

	private static Reply addError(RuleObject definition, ReplyScript script) {
		if (definition.json().path("error").isValueNode()) {
			return script.googleError(definition.integer("error"));
		}
		RuleObject error = definition.object("error", Set.of("status", "code", "message", "format"));
		String message = error.has("message") ? error.text("message") : null;
		int status = error.integer("status", 500);
		String format = error.text("format", error.has("code") ? "gateway" : "google");
		return switch (format) {
			case "gateway" -> script.gatewayError(status, error.has("code") ? error.text("code") : null, message);
			case "google" -> script.googleError(status, message);
			default ->
				throw new IllegalArgumentException("'format' must be google or gateway, but is \"" + format + "\"");
		};
	}

	private static Path file(RuleObject definition, Path rulesFile) {
		Path content = rulesFile.resolveSibling(definition.text("file"));
		if (!Files.isReadable(content)) {
			throw new IllegalArgumentException("the file " + content + " cannot be read");
		}
		return content;
	}

	private static Reply addRaw(RuleObject raw, ReplyScript script) {
		return script.replyRaw(raw.integer("status", 200), raw.text("content-type", "text/plain"),
				raw.text("body", ""));
	}

	private static Reply requireTrueAndAdd(String name, RuleObject definition, Supplier<Reply> addition) {
		if (!definition.bool(name)) {
			throw new IllegalArgumentException("'" + name + "' must be true if it is present");
		}
		return addition.get();
	}

	private static void configure(RuleObject definition, Reply reply) {
		for (String name : definition.json().propertyNames()) {
			switch (name) {
				case "finish-reason" -> reply.finishReason(definition.text(name));
				case "usage" -> setUsage(definition.object(name, Set.of("prompt", "candidates", "total")), reply);
				case "delay" -> reply.delay(definition.duration(name));
				case "delay-between" -> reply.delayBetween(definition.duration(name));
				case "retry-after" -> reply.retryAfter(definition.integer(name));
				case "close-after" -> reply.closeAfter(definition.integer(name));
				case "close-after-bytes" -> reply.closeAfterBytes(definition.integer(name));
				case "hang-after" -> reply.hangAfter(definition.integer(name));
				case "chunked" -> reply.chunked(definition.integer(name));
				case "unchecked" -> setUnchecked(definition.bool(name), reply);
				case "headers" -> definition.textsByName(name).forEach(reply::header);
				default -> {
				}
			}
		}
	}

	private static void setUsage(RuleObject usage, Reply reply) {
		int prompt = usage.integer("prompt", 0);
		int candidates = usage.integer("candidates", 0);
		reply.usage(prompt, candidates, usage.integer("total", prompt + candidates));
	}

	private static void setUnchecked(boolean unchecked, Reply reply) {
		if (unchecked) {
			reply.unchecked();
		}
	}

}
