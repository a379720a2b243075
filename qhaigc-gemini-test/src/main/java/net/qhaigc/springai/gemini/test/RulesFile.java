package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

/**
 * A file in YAML or JSON with rules, each of which determines the replies to the requests
 * that match its condition.
 *
 * @param file the file
 * @param rules the rules
 */
record RulesFile(Path file, List<JsonNode> rules) {

	private static final Set<String> CONDITIONS = Set.of("model", "text", "endpoint", "stream", "tool-result", "path");

	/**
	 * Read a file.
	 * @throws IllegalArgumentException if the file cannot be read or is not valid
	 */
	static RulesFile read(Path file) {
		try {
			String text = Files.readString(file);
			ObjectMapper mapper = file.toString().endsWith(".json") ? JsonMapper.shared() : YAMLMapper.shared();
			JsonNode root = mapper.reader(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).readTree(text);
			JsonNode rules = root.isArray() ? root : root.path("rules");
			if (!rules.isArray()) {
				throw new IllegalArgumentException("The file " + file + " has no list 'rules'");
			}
			if (root.size() > 1 && !root.isArray()) {
				throw new IllegalArgumentException(
						"The file " + file + " must have only the property 'rules', but has " + root.propertyNames());
			}
			return new RulesFile(file, rules.valueStream().toList());
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("The file " + file + " cannot be read: " + ex, ex);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The file " + file + " is not valid: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Add the rules to a gateway.
	 * @return the number of rules
	 * @throws IllegalArgumentException if a rule is not valid; the gateway is then closed
	 */
	int addTo(QhaigcGateway gateway) {
		for (int i = 0; i < this.rules.size(); i++) {
			JsonNode rule = this.rules.get(i);
			try {
				List<RuleObject> replies = RuleReplies.read(rule);
				ReplyScript script = gateway.when(condition(rule));
				replies.forEach((reply) -> RuleReplies.add(reply, script, this.file));
			}
			catch (RuntimeException ex) {
				gateway.close();
				throw new IllegalArgumentException(
						"Rule " + (i + 1) + " of " + this.file + " is not valid: " + ex.getMessage(), ex);
			}
		}
		return this.rules.size();
	}

	private static Predicate<ReceivedRequest> condition(JsonNode rule) {
		RuleObject when = new RuleObject(rule).object("when", CONDITIONS);
		List<Predicate<ReceivedRequest>> conditions = new ArrayList<>();
		// Without this condition, a rule that calls a tool could also match the request
		// with the tool result, and call the tool again.
		boolean callsTool = rule.has("tool");
		conditions.add((request) -> !callsTool || when.has("tool-result") || !endsWithToolResult(request));
		if (when.has("model")) {
			Predicate<String> model = textCondition(when.text("model"), true);
			conditions.add((request) -> model.test(request.model()));
		}
		if (when.has("path")) {
			Predicate<String> path = textCondition(when.text("path"), true);
			conditions.add((request) -> path.test(request.localPath()));
		}
		if (when.has("text")) {
			Predicate<String> text = textCondition(when.text("text"), false);
			conditions.add((request) -> text.test(lastText(request)));
		}
		if (when.has("endpoint")) {
			Endpoint endpoint = when.constant("endpoint", Endpoint.class);
			conditions.add((request) -> request.endpoint() == endpoint);
		}
		if (when.has("stream")) {
			boolean stream = when.bool("stream");
			conditions.add((request) -> request.isStream() == stream);
		}
		if (when.has("tool-result")) {
			boolean toolResult = when.bool("tool-result");
			conditions.add((request) -> endsWithToolResult(request) == toolResult);
		}
		return (request) -> conditions.stream().allMatch((condition) -> condition.test(request));
	}

	/**
	 * Return a condition for a text.
	 * @param expected a regular expression between slashes, or the expected text; a text
	 * that starts with {@code /v1} is a path rather than a regular expression
	 * @param exact whether a text must equal the expected text; if false, the text must
	 * contain the expected text, regardless of case
	 */
	private static Predicate<String> textCondition(String expected, boolean exact) {
		if (expected.length() > 1 && expected.startsWith("/") && expected.endsWith("/")
				&& !expected.startsWith("/v1")) {
			return Pattern.compile(expected.substring(1, expected.length() - 1)).asPredicate();
		}
		String lowerCase = expected.toLowerCase(Locale.ROOT);
		return exact ? expected::equals : (actual) -> actual.toLowerCase(Locale.ROOT).contains(lowerCase);
	}

	private static boolean isChat(ReceivedRequest request) {
		return request.endpoint() == Endpoint.NATIVE || request.endpoint() == Endpoint.UNIFIED;
	}

	private static boolean endsWithToolResult(ReceivedRequest request) {
		return isChat(request) && !RequestSummary.of(request).toolResults().isEmpty();
	}

	/**
	 * Return the last text of the user or, for endpoints other than chat, the input.
	 */
	private static String lastText(ReceivedRequest request) {
		if (isChat(request)) {
			return RequestSummary.of(request).userText();
		}
		for (String name : List.of("input", "query", "prompt")) {
			JsonNode value = request.json().path(name);
			if (!value.isMissingNode()) {
				return value.isString() ? value.stringValue() : value.toString();
			}
		}
		return "";
	}

}
