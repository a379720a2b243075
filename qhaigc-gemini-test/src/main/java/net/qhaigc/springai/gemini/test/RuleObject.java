package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * An object in a rules file. Its methods throw an {@link IllegalArgumentException} that
 * names the property if a value has the wrong type.
 *
 * @param json the object
 */
record RuleObject(JsonNode json) {

	/**
	 * Wrap a JSON object, and check the names of its properties.
	 * @param json the object
	 * @param description what the object is, for messages
	 * @param names the names of the properties that it can have
	 * @throws IllegalArgumentException if the JSON is not an object, or has a property
	 * whose name is not one of {@code names}
	 */
	static RuleObject of(JsonNode json, String description, Set<String> names) {
		if (!json.isObject()) {
			throw new IllegalArgumentException(description + " must be an object, but is " + json);
		}
		for (String name : json.propertyNames()) {
			if (!names.contains(name)) {
				throw new IllegalArgumentException(
						"unknown property '" + name + "'. Known properties: " + names.stream().sorted().toList());
			}
		}
		return new RuleObject(json);
	}

	boolean has(String name) {
		return this.json.has(name);
	}

	/** Return a nested object, or an empty object if it is missing. */
	RuleObject object(String name, Set<String> names) {
		return of(has(name) ? this.json.path(name) : Json.object(), "'" + name + "'", names);
	}

	/**
	 * Return the elements of a non-empty list, or a list with the value if the value is
	 * not a list.
	 */
	List<JsonNode> list(String name) {
		JsonNode value = this.json.path(name);
		if (value.isArray() && value.isEmpty()) {
			throw invalid(name, "not be empty");
		}
		return value.isArray() ? value.valueStream().toList() : List.of(value);
	}

	/**
	 * Return a string. Numbers and booleans are converted to strings, because YAML reads
	 * unquoted strings such as 5 and true as numbers and booleans.
	 */
	String text(String name) {
		return text(name, this.json.path(name));
	}

	String text(String name, String defaultValue) {
		return has(name) ? text(name) : defaultValue;
	}

	List<String> texts(String name) {
		return list(name).stream().map((value) -> text(name, value)).toList();
	}

	private static String text(String name, JsonNode value) {
		if (!value.isValueNode() || value.isNull()) {
			throw new IllegalArgumentException("'" + name + "' must be a string, but is " + value);
		}
		return value.asString();
	}

	/** Return the string values of an object, by property name. */
	Map<String, String> textsByName(String name) {
		JsonNode value = this.json.path(name);
		if (!value.isObject()) {
			throw invalid(name, "be an object");
		}
		Map<String, String> texts = new TreeMap<>();
		value.properties().forEach((entry) -> texts.put(entry.getKey(), text(entry.getKey(), entry.getValue())));
		return Collections.unmodifiableMap(texts);
	}

	int integer(String name) {
		JsonNode value = this.json.path(name);
		if (!value.isInt()) {
			throw invalid(name, "be an integer");
		}
		return value.intValue();
	}

	int integer(String name, int defaultValue) {
		return has(name) ? integer(name) : defaultValue;
	}

	boolean bool(String name) {
		JsonNode value = this.json.path(name);
		if (!value.isBoolean()) {
			throw invalid(name, "be true or false");
		}
		return value.booleanValue();
	}

	Duration duration(String name) {
		return StandInOptions.duration(text(name));
	}

	/** Return an enum constant, whose name can be in lower case in the file. */
	<E extends Enum<E>> E constant(String name, Class<E> type) {
		String constant = text(name).toUpperCase(Locale.ROOT);
		return Arrays.stream(type.getEnumConstants())
			.filter((value) -> value.name().equals(constant))
			.findFirst()
			.orElseThrow(() -> invalid(name, "be one of "
					+ Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))));
	}

	private IllegalArgumentException invalid(String name, String rule) {
		return new IllegalArgumentException("'" + name + "' must " + rule + ", but is " + this.json.path(name));
	}

}
