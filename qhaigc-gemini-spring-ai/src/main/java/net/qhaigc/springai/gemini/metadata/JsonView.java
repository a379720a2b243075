package net.qhaigc.springai.gemini.metadata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object of any shape. What is missing, null or of another type than asked
 * for counts as absent, and so does an empty text: on the wire both say the same.
 */
final class JsonView {

	private static final JsonView EMPTY = new JsonView(Map.of());

	private final Map<?, ?> fields;

	private JsonView(Map<?, ?> fields) {
		this.fields = fields;
	}

	/** A reader of an object; of one without fields if this is none. */
	static JsonView of(@Nullable Object value) {
		return (value instanceof Map<?, ?> fields) ? new JsonView(fields) : EMPTY;
	}

	boolean isEmpty() {
		return this.fields.isEmpty();
	}

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

	/** A number from 0; 0 if absent, as the wire leaves zeros out. */
	int count(String name) {
		Integer count = integer(name);
		return (count != null) ? Math.max(0, count) : 0;
	}

	@Nullable Double number(String name) {
		return number(this.fields.get(name));
	}

	boolean flag(String name) {
		return Boolean.parseBoolean(String.valueOf(this.fields.get(name)));
	}

	JsonView object(String name) {
		return of(this.fields.get(name));
	}

	/**
	 * The objects of a list, each at its place; one without fields stands for anything
	 * else.
	 */
	List<JsonView> objects(String name) {
		return list(name, JsonView::of);
	}

	/** What a list's objects are read as, those left out that are read as null. */
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

	/** The whole object as it is, nulls included. */
	Map<String, Object> asMap() {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		this.fields.forEach((name, value) -> map.put(String.valueOf(name), value));
		return Collections.unmodifiableMap(map);
	}

	/**
	 * A lone value in the place of a list counts as a list of one, as it does at Google.
	 */
	private <T> List<T> list(String name, Function<@Nullable Object, @Nullable T> reader) {
		Object value = this.fields.get(name);
		Stream<?> entries = (value instanceof List<?> list) ? list.stream() : Stream.ofNullable(value);
		List<T> found = new ArrayList<>();
		entries.forEach((entry) -> {
			T read = reader.apply(entry);
			if (read != null) {
				found.add(read);
			}
		});
		return List.copyOf(found);
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value instanceof String text && !text.isEmpty()) ? text : null;
	}

	private static @Nullable Integer integer(@Nullable Object value) {
		Double number = number(value);
		return (number != null) ? (Integer) (int) (double) number : null;
	}

	/** Protocol buffers write large numbers as strings. */
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
