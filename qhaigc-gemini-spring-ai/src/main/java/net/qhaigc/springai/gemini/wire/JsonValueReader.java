package net.qhaigc.springai.gemini.wire;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads free-form JSON into unmodifiable maps and lists, strings, numbers, booleans and
 * nulls. Decimal numbers become {@code BigDecimal}, so that a number is written as it was
 * read. {@code NaN} and {@code Infinity}, which JSON does not have, become strings.
 */
final class JsonValueReader {

	private static final long MAX_SCALE = Integer.MAX_VALUE / 2;

	/**
	 * Small initial capacities: most objects in responses have at most three fields, and
	 * most arrays have at most four elements. These capacities save more memory than the
	 * unmodifiable views of the maps and lists take.
	 */
	private static final int MAP_CAPACITY = 4;

	private static final int LIST_CAPACITY = 4;

	private JsonValueReader() {
	}

	/** Read the current value without changing names. */
	static @Nullable Object read(JsonParser json) {
		return read(json, Naming.UNCHANGED);
	}

	/** Read the current value; snake_case names become camelCase. */
	static @Nullable Object readCamelCase(JsonParser json) {
		return read(json, Naming.CAMEL_CASE);
	}

	/**
	 * Read the current object; if the value is not an object, skip it and return null.
	 */
	static @Nullable Map<String, Object> readObject(JsonParser json) {
		return readObject(json, Naming.UNCHANGED);
	}

	/**
	 * Read the current object; snake_case names become camelCase. If the value is not an
	 * object, skip it and return null.
	 */
	static @Nullable Map<String, Object> readCamelCaseObject(JsonParser json) {
		return readObject(json, Naming.CAMEL_CASE);
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Map<String, Object> readObject(JsonParser json, Naming naming) {
		if (!json.isExpectedStartObjectToken()) {
			json.skipChildren();
			return null;
		}
		return (Map<String, Object>) read(json, naming);
	}

	static @Nullable Object read(JsonParser json, Naming naming) {
		return switch (json.currentToken()) {
			case START_OBJECT -> readMap(json, naming);
			case START_ARRAY -> readList(json, naming);
			case VALUE_STRING -> json.getString();
			case VALUE_NUMBER_INT -> json.getNumberValue();
			case VALUE_NUMBER_FLOAT -> json.isNaN() ? json.getString() : decimal(json);
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			case VALUE_NULL -> null;
			default -> throw new StreamReadException(json, "Expected a JSON value");
		};
	}

	/**
	 * Read a decimal number. Jackson does not convert the {@code NumberFormatException}
	 * of the JDK to an exception of its own, and it accepts exponents that are too large
	 * for arithmetic.
	 */
	private static BigDecimal decimal(JsonParser json) {
		try {
			BigDecimal number = json.getDecimalValue();
			if (Math.abs((long) number.scale()) <= MAX_SCALE) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Converted to the exception below.
		}
		throw new StreamReadException(json, "Number is out of range");
	}

	private static Map<String, @Nullable Object> readMap(JsonParser json, Naming naming) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>(MAP_CAPACITY);
		for (String field = json.nextName(); field != null; field = json.nextName()) {
			json.nextToken();
			String name = naming.name(field);
			map.put(name, naming.enumNameOrValue(name, read(json, naming)));
		}
		return Collections.unmodifiableMap(map);
	}

	private static List<@Nullable Object> readList(JsonParser json, Naming naming) {
		List<@Nullable Object> list = new ArrayList<>(LIST_CAPACITY);
		while (json.nextToken() != JsonToken.END_ARRAY) {
			list.add(read(json, naming));
		}
		return Collections.unmodifiableList(list);
	}

	/**
	 * Add a field, unless its value is null.
	 * @param fields the fields so far; modified unless empty
	 * @return the fields with the new field
	 */
	static Map<String, Object> put(Map<String, Object> fields, String name, @Nullable Object value) {
		if (value == null) {
			return fields;
		}
		Map<String, Object> all = fields.isEmpty() ? new LinkedHashMap<>(MAP_CAPACITY) : fields;
		all.put(name, value);
		return all;
	}

	/** Return an unmodifiable view of the fields of an object that has been read. */
	static Map<String, Object> unmodifiable(Map<String, Object> fields) {
		return fields.isEmpty() ? Map.of() : Collections.unmodifiableMap(fields);
	}

	/**
	 * Add an element. Most lists have at most two elements: such a list is immutable, so
	 * the records of this package do not copy it.
	 * @param elements the elements so far; modified if there are more than two
	 * @return the elements with the new element
	 */
	static <T> List<T> add(List<T> elements, T element) {
		if (elements.isEmpty()) {
			return List.of(element);
		}
		if (elements.size() == 1) {
			return List.of(elements.get(0), element);
		}
		List<T> all = (elements.size() == 2) ? new ArrayList<>(elements) : elements;
		all.add(element);
		return all;
	}

	/**
	 * Return a name in camelCase. Some gateways send the snake_case names of the protocol
	 * buffers, which Google's servers also accept.
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

	/**
	 * How fields and enum values are named.
	 *
	 * @param camelCase whether snake_case names of fields become camelCase
	 * @param enums the readers of fields that can contain the number of an enum value
	 * instead of its name, keyed by the name of the field
	 */
	record Naming(boolean camelCase, Map<String, EnumReader> enums) {

		static final Naming UNCHANGED = new Naming(false, Map.of());

		static final Naming CAMEL_CASE = new Naming(true, Map.of());

		private String name(String field) {
			return this.camelCase ? JsonValueReader.camelCase(field) : field;
		}

		private @Nullable Object enumNameOrValue(String name, @Nullable Object value) {
			EnumReader reader = (value instanceof Number) ? this.enums.get(name) : null;
			return (reader != null && value instanceof Number number) ? reader.nameOf(number) : value;
		}

	}

}
