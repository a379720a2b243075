package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates a value for a schema. The value has the types, constants, enum values,
 * formats, ranges of numbers and minimum sizes of arrays that the schema specifies; other
 * constraints, such as patterns, are ignored. If the schema permits, strings and numbers
 * are taken from a text.
 */
final class SchemaExample {

	private static final int MAX_DEPTH = 6;

	private static final Pattern QUOTED = Pattern
		.compile("[\"\u201c\u300c\u300e]([^\"\u201d\u300d\u300f]+)[\"\u201d\u300d\u300f]");

	private static final Pattern NAME = Pattern.compile("(?<=[^.!?]\\s)\\p{Lu}[\\p{L}'-]*(?:\\s\\p{Lu}[\\p{L}'-]*)*");

	/** Words that are frequent in questions and are not part of a name. */
	private static final Pattern FREQUENT_CHINESE = Pattern.compile("请问|请|查询|查一下|查|告诉我|帮我|我想知道|知道|今天|明天|后天|昨天|现在|这周|"
			+ "本周|周末|早上|晚上|天气|气温|温度|预报|怎么样|怎样|如何|什么|多少|几点|时间|情况|下雨|会|吗|呢|的|在|是|有|我|你|了");

	/**
	 * The Chinese words for "and" between two names, but not inside a name such as 呼和浩特
	 * (Hohhot).
	 */
	private static final Pattern CHINESE_AND = Pattern.compile("(?<=[\\p{IsHan}&&[^呼共]]{2})[和与跟及](?=\\p{IsHan}{2})");

	private static final Pattern CHINESE_WORDS = Pattern.compile("\\p{IsHan}{2,}");

	private static final Pattern DESCRIBED_FORMAT = Pattern.compile("\\bFormat: ([a-z-]+)");

	private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

	private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

	private final JsonNode root;

	private final String text;

	private SchemaExample(JsonNode root, String text) {
		this.root = root;
		this.text = text;
	}

	/**
	 * Generate a value.
	 * @param schema a JSON Schema or one of Google's {@code Schema} messages
	 * @param text the text from which strings and numbers are taken
	 * @return the value
	 */
	static JsonNode of(JsonNode schema, String text) {
		return new SchemaExample(schema, text).value(schema, "value", 0);
	}

	private JsonNode value(JsonNode schema, String name, int depth) {
		if (schema.has("$ref")) {
			return (depth > MAX_DEPTH) ? Json.object()
					: value(this.root.at(schema.path("$ref").asString("").replaceFirst("^#", "")), name, depth + 1);
		}
		for (String keyword : List.of("const", "default", "example")) {
			if (schema.has(keyword)) {
				return schema.get(keyword);
			}
		}
		if (!schema.path("enum").isEmpty()) {
			return schema.path("enum").get(0);
		}
		for (String choice : List.of("anyOf", "oneOf", "allOf")) {
			if (!schema.path(choice).isEmpty()) {
				return value(schema.path(choice).get(0), name, depth + 1);
			}
		}
		return switch (type(schema)) {
			case "string" -> Json.text(string(schema, name));
			case "integer" -> Json.read(number(schema, true));
			case "number" -> Json.read(number(schema, false));
			case "boolean" -> Json.read("true");
			case "null" -> Json.read("null");
			case "array" -> array(schema, name, depth);
			default -> object(schema, depth);
		};
	}

	private static String type(JsonNode schema) {
		JsonNode type = schema.path("type");
		String name = type.isArray() ? type.path(0).asString("object") : type.asString("object");
		return name.toLowerCase(Locale.ROOT);
	}

	private JsonNode object(JsonNode schema, int depth) {
		ObjectNode object = Json.object();
		if (depth <= MAX_DEPTH) {
			for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
				object.set(property.getKey(), value(property.getValue(), property.getKey(), depth + 1));
			}
		}
		return object;
	}

	private JsonNode array(JsonNode schema, String name, int depth) {
		ArrayNode array = Json.array();
		int size = Math.max(schema.path("minItems").asInt(1), 1);
		for (int i = 0; i < size && depth < MAX_DEPTH && schema.has("items"); i++) {
			array.add(value(schema.path("items"), name, depth + 1));
		}
		return array;
	}

	private String string(JsonNode schema, String name) {
		return switch (format(schema)) {
			case "date" -> "2026-01-31";
			case "date-time" -> "2026-01-31T12:00:00Z";
			case "duration" -> "PT1H";
			case "time" -> "12:00:00Z";
			case "email" -> "someone@example.com";
			case "uri" -> "https://example.com/";
			case "uuid" -> "00000000-0000-4000-8000-000000000000";
			default -> dateOrText(schema, name);
		};
	}

	/**
	 * Return the format from the schema or from its description, to which clients can
	 * move a format that Google does not accept.
	 */
	private static String format(JsonNode schema) {
		Matcher described = DESCRIBED_FORMAT.matcher(schema.path("description").asString(""));
		return schema.has("format") || !described.find() ? schema.path("format").asString("") : described.group(1);
	}

	/**
	 * Return the date that the description contains as an example, else a string from the
	 * text.
	 */
	private String dateOrText(JsonNode schema, String name) {
		Matcher date = DATE.matcher(schema.path("description").asString(""));
		return date.find() ? date.group() : fromText(name);
	}

	/**
	 * Return the first quotation in the text, else the last capitalized name, else a
	 * Chinese name, else {@code name}.
	 */
	private String fromText(String name) {
		Matcher quoted = QUOTED.matcher(this.text);
		if (quoted.find()) {
			return quoted.group(1);
		}
		return NAME.matcher(this.text)
			.results()
			.reduce((first, second) -> second)
			.map((match) -> match.group())
			.orElseGet(() -> chineseName(name));
	}

	/**
	 * Return the first Chinese word of the text that is not a frequent word, else
	 * {@code defaultName}.
	 */
	private String chineseName(String defaultName) {
		String names = CHINESE_AND.matcher(this.text).replaceAll(" ");
		Matcher words = CHINESE_WORDS.matcher(FREQUENT_CHINESE.matcher(names).replaceAll(" "));
		return words.find() ? words.group() : defaultName;
	}

	private String number(JsonNode schema, boolean isInteger) {
		double min = schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY);
		double max = schema.path("maximum").asDouble(Double.POSITIVE_INFINITY);
		Matcher number = NUMBER.matcher(this.text);
		while (number.find()) {
			String found = isInteger ? number.group().replaceFirst("\\..*", "") : number.group();
			if (Double.parseDouble(found) >= min && Double.parseDouble(found) <= max) {
				return found;
			}
		}
		boolean allowsOne = min <= 1 && max >= 1;
		return allowsOne ? "1" : schema.path(schema.has("minimum") ? "minimum" : "maximum").asString();
	}

}
