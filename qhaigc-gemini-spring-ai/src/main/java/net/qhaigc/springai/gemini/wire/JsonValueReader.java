package net.qhaigc.springai.gemini.wire;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads JSON of any form into values of the JDK. Fractions become {@code BigDecimal}, so
 * that a number goes back as it came.
 */
final class JsonValueReader {

	private static final long MAX_SCALE = Integer.MAX_VALUE / 2;

	private JsonValueReader() {
	}

	/** Reads the value that the parser stands on, its names as they are. */
	static @Nullable Object read(JsonParser json) {
		return read(json, UnaryOperator.identity());
	}

	/** Reads the value that the parser stands on, snake_case names as camelCase. */
	static @Nullable Object readCamelCase(JsonParser json) {
		return read(json, JsonValueReader::camelCase);
	}

	/** Reads an object; anything else is skipped and gives null. */
	@SuppressWarnings("unchecked")
	static @Nullable Map<String, Object> readObject(JsonParser json) {
		if (!json.isExpectedStartObjectToken()) {
			json.skipChildren();
			return null;
		}
		return (Map<String, Object>) read(json);
	}

	/** Reads an object with camelCase names; anything else is skipped and gives null. */
	@SuppressWarnings("unchecked")
	static @Nullable Map<String, Object> readCamelCaseObject(JsonParser json) {
		if (!json.isExpectedStartObjectToken()) {
			json.skipChildren();
			return null;
		}
		return (Map<String, Object>) readCamelCase(json);
	}

	private static @Nullable Object read(JsonParser json, UnaryOperator<String> naming) {
		return switch (json.currentToken()) {
			case START_OBJECT -> readMap(json, naming);
			case START_ARRAY -> readList(json, naming);
			case VALUE_STRING -> json.getString();
			case VALUE_NUMBER_INT -> json.getNumberValue();
			case VALUE_NUMBER_FLOAT -> decimal(json);
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			case VALUE_NULL -> null;
			default -> throw new StreamReadException(json, "A JSON value was expected");
		};
	}

	/** Jackson lets the JDK's failure pass, and exponents on which arithmetic fails. */
	private static BigDecimal decimal(JsonParser json) {
		try {
			BigDecimal number = json.getDecimalValue();
			if (Math.abs((long) number.scale()) <= MAX_SCALE) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// as below
		}
		throw new StreamReadException(json, "A number is out of range");
	}

	private static Map<String, @Nullable Object> readMap(JsonParser json, UnaryOperator<String> naming) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (String name = json.nextName(); name != null; name = json.nextName()) {
			json.nextToken();
			map.put(naming.apply(name), read(json, naming));
		}
		return map;
	}

	private static List<@Nullable Object> readList(JsonParser json, UnaryOperator<String> naming) {
		List<@Nullable Object> list = new ArrayList<>();
		while (json.nextToken() != JsonToken.END_ARRAY) {
			list.add(read(json, naming));
		}
		return list;
	}

	/** The fields with one more, unless its value is null; may be the same map. */
	static Map<String, Object> with(Map<String, Object> fields, String name, @Nullable Object value) {
		if (value == null) {
			return fields;
		}
		Map<String, Object> grown = fields.isEmpty() ? new LinkedHashMap<>() : fields;
		grown.put(name, value);
		return grown;
	}

	/** The elements with one more; may be the same list. Most lists have but one. */
	static <T> List<T> with(List<T> elements, T element) {
		if (elements.isEmpty()) {
			return List.of(element);
		}
		List<T> grown = (elements.size() == 1) ? new ArrayList<>(elements) : elements;
		grown.add(element);
		return grown;
	}

	/**
	 * Google's servers read and some gateways write the names of the protocol buffers.
	 */
	static String camelCase(String name) {
		int underscore = name.indexOf('_', 1);
		if (underscore < 0) {
			return name;
		}
		StringBuilder camel = new StringBuilder(name.length()).append(name, 0, underscore);
		for (int i = underscore; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c == '_' && i + 1 < name.length()) {
				camel.append(Character.toUpperCase(name.charAt(++i)));
			}
			else {
				camel.append(c);
			}
		}
		return camel.toString();
	}

}
