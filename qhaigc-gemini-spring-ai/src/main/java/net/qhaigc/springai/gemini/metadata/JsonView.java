package net.qhaigc.springai.gemini.metadata;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A tolerant view of a JSON object. A field is treated as absent if it is missing, is
 * null or cannot be read as the requested type. An empty text is also treated as absent.
 */
final class JsonView {

	private static final JsonView EMPTY = new JsonView(Map.of());

	private final Map<?, ?> fields;

	private JsonView(Map<?, ?> fields) {
		this.fields = fields;
	}

	/** Return a view of the value, which is empty if the value is not an object. */
	static JsonView of(@Nullable Object value) {
		return (value instanceof Map<?, ?> fields) ? new JsonView(fields) : EMPTY;
	}

	boolean isEmpty() {
		return this.fields.isEmpty();
	}

	/**
	 * Return whether the field has a value other than null, which can be of any type and
	 * can be empty.
	 */
	boolean has(String name) {
		return this.fields.get(name) != null;
	}

	@Nullable Object value(String name) {
		return this.fields.get(name);
	}

	@Nullable String text(String name) {
		return text(this.fields.get(name));
	}

	@Nullable Integer integer(String name) {
		return integer(this.fields.get(name));
	}

	/** Return a non-negative number; 0 if absent, since Google omits zeros. */
	int count(String name) {
		Integer count = integer(name);
		return (count != null) ? Math.max(0, count) : 0;
	}

	@Nullable Double number(String name) {
		return number(this.fields.get(name));
	}

	@Nullable BigDecimal decimal(String name) {
		Object value = this.fields.get(name);
		return (value instanceof BigDecimal decimal) ? decimal
				: (value instanceof Number || number(value) != null) ? new BigDecimal(String.valueOf(value)) : null;
	}

	boolean flag(String name) {
		return Boolean.parseBoolean(String.valueOf(this.fields.get(name)));
	}

	JsonView object(String name) {
		return of(this.fields.get(name));
	}

	/**
	 * Return views of the elements of a list; the view of an element that is not an
	 * object is empty.
	 */
	List<JsonView> objects(String name) {
		return list(name, JsonView::of);
	}

	/** Return the results of the reader for the elements of a list, without nulls. */
	<T> List<T> objects(String name, Function<JsonView, @Nullable T> reader) {
		return list(name, (entry) -> reader.apply(of(entry)));
	}

	List<String> texts(String name) {
		return list(name, JsonView::text);
	}

	List<Integer> integers(String name) {
		return list(name, JsonView::integer);
	}

	List<Double> numbers(String name) {
		return list(name, JsonView::number);
	}

	/** Return an immutable copy of the object, including null values. */
	Map<String, Object> asMap() {
		return immutableCopy(this.fields);
	}

	/** Return an immutable deep copy, including null values. */
	static Map<String, Object> immutableCopy(Map<?, ?> map) {
		if (map.isEmpty()) {
			return Map.of();
		}
		Map<String, @Nullable Object> copy = new LinkedHashMap<>();
		map.forEach((name, value) -> copy.put(String.valueOf(name), immutableValue(value)));
		return Collections.unmodifiableMap(copy);
	}

	private static @Nullable Object immutableValue(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return immutableCopy(map);
		}
		return (value instanceof List<?> list) ? list.stream().map(JsonView::immutableValue).toList() : value;
	}

	/**
	 * Return a list; a single value is treated as a list of one element, as in Google's
	 * parsers.
	 */
	private <T> List<T> list(String name, Function<@Nullable Object, @Nullable T> reader) {
		Object value = this.fields.get(name);
		Stream<?> entries = (value instanceof List<?> list) ? list.stream() : Stream.ofNullable(value);
		List<T> elements = new ArrayList<>();
		entries.forEach((entry) -> {
			T read = reader.apply(entry);
			if (read != null) {
				elements.add(read);
			}
		});
		return List.copyOf(elements);
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value instanceof String text && !text.isEmpty()) ? text : null;
	}

	private static @Nullable Integer integer(@Nullable Object value) {
		Double number = number(value);
		return (number != null) ? (Integer) (int) (double) number : null;
	}

	/** The JSON format of protocol buffers writes 64-bit integers as strings. */
	private static @Nullable Double number(@Nullable Object value) {
		if (value instanceof Number number) {
			return number.doubleValue();
		}
		if (value instanceof String text) {
			try {
				return Double.valueOf(text);
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}
		return null;
	}

}
