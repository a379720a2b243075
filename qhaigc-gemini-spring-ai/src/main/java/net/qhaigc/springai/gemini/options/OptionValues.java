package net.qhaigc.springai.gemini.options;

import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.util.CollectionUtils;

/**
 * The values of the options that this library declares, by key. An option that is not set
 * has no entry. Values are immutable. Operations that are the same for all options
 * (copying, combining, comparing, printing) are implemented only here.
 */
final class OptionValues {

	private final Map<OptionKey<?>, Object> values;

	OptionValues() {
		this(Map.of());
	}

	private OptionValues(Map<OptionKey<?>, Object> values) {
		this.values = new LinkedHashMap<>(values);
	}

	/** Return the name of an option with the name of its property, for messages. */
	static String nameWithProperty(String option) {
		return "Option '%s' (property 'qhaigc.chat.%s')".formatted(option,
				option.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
	}

	@SuppressWarnings("unchecked")
	<T> @Nullable T get(OptionKey<T> key) {
		return (T) this.values.get(key);
	}

	<T> void set(OptionKey<T> key, @Nullable T value) {
		if (value != null) {
			this.values.put(key, immutableCopy(value));
		}
		else {
			this.values.remove(key);
		}
	}

	void combineWith(OptionValues other) {
		other.values
			.forEach((key, value) -> this.values.merge(key, value, (current, added) -> combine(key, current, added)));
	}

	/**
	 * Both values are already immutable; a map or list that is merged from them is not.
	 */
	private static Object combine(OptionKey<?> key, Object current, Object other) {
		Object combined = key.combine(current, other);
		return (combined == other) ? other : immutableCopy(combined);
	}

	/** Return the values that differ from the defaults. */
	OptionValues differencesFrom(OptionValues defaults) {
		OptionValues differences = new OptionValues();
		this.values.forEach((key, value) -> {
			if (!value.equals(defaults.values.get(key))) {
				differences.values.put(key, value);
			}
		});
		return differences;
	}

	OptionValues copy() {
		return new OptionValues(this.values);
	}

	void check() {
		this.values.forEach(OptionKey::check);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof OptionValues that && this.values.equals(that.values);
	}

	@Override
	public int hashCode() {
		return this.values.hashCode();
	}

	/**
	 * Return the values without secrets, keyed by the names of the options, as
	 * {@link QhaigcGeminiChatOptions#toString()} prints them.
	 */
	Map<String, Object> printable() {
		Map<String, Object> printable = new TreeMap<>();
		this.values.forEach((key, value) -> printable.put(key.toString(), key.printable(value)));
		return printable;
	}

	/**
	 * Make a deep copy of a map, a collection or an array. A byte array becomes a base64
	 * string, as in JSON; any other array becomes a list. Other values are returned
	 * unchanged.
	 */
	private static Object immutableCopy(Object value) {
		if (value instanceof Map<?, ?> map) {
			// Map.copyOf would reject the nulls by which a merge patch removes a field.
			Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
			map.forEach((name, element) -> copy.put(name, (element != null) ? immutableCopy(element) : null));
			return Collections.unmodifiableMap(copy);
		}
		if (value instanceof Collection<?> elements) {
			return elements.stream().map((element) -> (element != null) ? immutableCopy(element) : null).toList();
		}
		if (value instanceof byte[] bytes) {
			return Base64.getEncoder().encodeToString(bytes);
		}
		return value.getClass().isArray() ? immutableCopy(CollectionUtils.arrayToList(value)) : value;
	}

}
