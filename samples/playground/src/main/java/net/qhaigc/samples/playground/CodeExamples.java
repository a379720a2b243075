package net.qhaigc.samples.playground;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.StringUtils;

import net.qhaigc.samples.playground.RequestOptions.Format;
import net.qhaigc.samples.playground.RequestOptions.ServerToolName;

/**
 * Java code with {@code ChatClient} that sends the same request as the page, and the
 * options of this request as properties of the starter. The fallback model is not
 * included.
 *
 * @param java a method that sends the request
 * @param yaml the properties, empty if there are none
 */
record CodeExamples(String java, String yaml) {

	static CodeExamples of(ChatRequest request) {
		return new CodeExamples(java(request), yaml(request.options()));
	}

	private static String java(ChatRequest request) {
		RequestOptions options = request.options();
		List<String> calls = optionCalls(options);
		StringBuilder code = new StringBuilder(
				"Flux<String> ask(ChatClient chatClient) {\n\treturn chatClient.prompt()");
		if (options.hasSystemPrompt()) {
			code.append("\n\t\t.system(").append(stringLiteral(String.valueOf(options.system()))).append(')');
		}
		code.append("\n\t\t.user(").append(userArgument(request)).append(')');
		if (!calls.isEmpty()) {
			code.append("\n\t\t.options(QhaigcGeminiChatOptions.builder()");
			calls.forEach((call) -> code.append("\n\t\t\t.").append(call));
			code.append(")");
		}
		if (options.usesTools()) {
			code.append("\n\t\t.tools(new Tools())");
		}
		return code.append("\n\t\t.stream()\n\t\t.content();\n}\n").toString();
	}

	private static String userArgument(ChatRequest request) {
		if (request.media().isEmpty()) {
			return stringLiteral(request.text());
		}
		String media = request.media()
			.stream()
			.map((each) -> "\n\t\t\t.media(MimeType.valueOf(%s), new FileSystemResource(%s))".formatted(
					stringLiteral(each.mimeType()), stringLiteral("file." + each.mimeType().replaceAll(".*/", ""))))
			.collect(Collectors.joining());
		return "(user) -> user.text(" + stringLiteral(request.text()) + ")" + media;
	}

	private static List<String> optionCalls(RequestOptions options) {
		List<String> calls = new ArrayList<>();
		add(calls, "model", options.model(), CodeExamples::stringLiteral);
		add(calls, "endpoint", options.endpoint(), (endpoint) -> "Endpoint." + endpoint.name());
		add(calls, "temperature", options.temperature(), String::valueOf);
		add(calls, "topP", options.topP(), String::valueOf);
		add(calls, "maxTokens", options.maxTokens(), String::valueOf);
		add(calls, "seed", options.seed(), String::valueOf);
		add(calls, "stopSequences", options.stopSequences(),
				(stop) -> stop.stream()
					.map(CodeExamples::stringLiteral)
					.collect(Collectors.joining(", ", "List.of(", ")")));
		if (StringUtils.hasText(options.thinking())) {
			calls.add(isLevel(options.thinking()) ? "thinkingLevel(Thinking.Level." + options.thinking() + ")"
					: "thinkingBudget(" + Integer.parseInt(options.thinking()) + ")");
		}
		if (Boolean.TRUE.equals(options.includeThoughts())) {
			calls.add("includeThoughts(true)");
		}
		add(calls, "serverTools", options.serverTools(),
				(tools) -> tools.stream()
					.sorted()
					.map((tool) -> "ServerTool." + tool.method() + "()")
					.collect(Collectors.joining(", ", "List.of(", ")")));
		if (options.format() == Format.JSON) {
			add(calls, "outputSchema", options.schema(), CodeExamples::stringLiteral);
		}
		if (options.format() == Format.IMAGE) {
			calls.add("responseModalities(List.of(Modality.TEXT, Modality.IMAGE))");
		}
		add(calls, "extraBody", options.extraBody(),
				(body) -> "JsonMapper.shared().readValue(" + stringLiteral(json(body)) + ", Map.class)");
		return calls;
	}

	private static <T> void add(List<String> calls, String name, @Nullable T value, Function<T, String> code) {
		if (value != null && !isEmpty(value)) {
			calls.add(name + "(" + code.apply(value) + ")");
		}
	}

	private static boolean isEmpty(Object value) {
		return (value instanceof Collection<?> collection && collection.isEmpty())
				|| (value instanceof Map<?, ?> map && map.isEmpty());
	}

	private static boolean isLevel(@Nullable String thinking) {
		return thinking != null && Character.isLetter(thinking.charAt(0));
	}

	private static String stringLiteral(String text) {
		StringBuilder literal = new StringBuilder("\"");
		for (char c : text.toCharArray()) {
			switch (c) {
				case '"' -> literal.append("\\\"");
				case '\\' -> literal.append("\\\\");
				case '\n' -> literal.append("\\n");
				case '\t' -> literal.append("\\t");
				case '\r' -> literal.append("\\r");
				default -> literal.append(c);
			}
		}
		return literal.append('"').toString();
	}

	private static String json(Object value) {
		return JsonMapper.shared().writeValueAsString(value);
	}

	/**
	 * Return the options as properties. The system prompt, the tools of the playground
	 * and the JSON Schema have no corresponding properties. The values are written as
	 * JSON, which is valid YAML.
	 */
	private static String yaml(RequestOptions options) {
		Map<String, Object> chat = new LinkedHashMap<>();
		put(chat, "temperature", options.temperature());
		put(chat, "top-p", options.topP());
		put(chat, "max-tokens", options.maxTokens());
		put(chat, "seed", options.seed());
		put(chat, "stop-sequences", options.stopSequences());
		if (StringUtils.hasText(options.thinking())) {
			put(chat, isLevel(options.thinking()) ? "thinking-level" : "thinking-budget",
					options.thinking().toLowerCase(Locale.ROOT));
		}
		put(chat, "include-thoughts", Boolean.TRUE.equals(options.includeThoughts()) ? true : null);
		if (options.format() == Format.IMAGE) {
			put(chat, "response-modalities", List.of("text", "image"));
		}
		if (options.serverTools() != null && !options.serverTools().isEmpty()) {
			Map<String, Object> tools = new LinkedHashMap<>();
			options.serverTools()
				.stream()
				.sorted()
				.map(ServerToolName::property)
				.forEach((tool) -> tools.put(tool, true));
			chat.put("server-tools", tools);
		}
		put(chat, "extra-body", options.extraBody());
		Map<String, Object> connection = new LinkedHashMap<>();
		put(connection, "model", options.model());
		put(connection, "endpoint",
				(options.endpoint() != null) ? options.endpoint().name().toLowerCase(Locale.ROOT) : null);
		return yaml(connection, chat);
	}

	private static void put(Map<String, Object> properties, String name, @Nullable Object value) {
		if (value != null && !isEmpty(value)) {
			properties.put(name, value);
		}
	}

	private static String yaml(Map<String, Object> connection, Map<String, Object> chat) {
		if (connection.isEmpty() && chat.isEmpty()) {
			return "";
		}
		StringBuilder yaml = new StringBuilder("qhaigc:\n");
		append(connection, "  ", yaml);
		if (!chat.isEmpty()) {
			yaml.append("  chat:\n");
			append(chat, "    ", yaml);
		}
		return yaml.toString();
	}

	private static void append(Map<?, ?> properties, String indent, StringBuilder yaml) {
		properties.forEach((name, value) -> {
			yaml.append(indent).append(name).append(':');
			if (value instanceof Map<?, ?> map && name.equals("server-tools")) {
				yaml.append('\n');
				append(map, indent + "  ", yaml);
			}
			else {
				yaml.append(' ').append(json(value)).append('\n');
			}
		});
	}

}
