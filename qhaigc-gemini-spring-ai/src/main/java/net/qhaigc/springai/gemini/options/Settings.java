package net.qhaigc.springai.gemini.options;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The options of ours that are set. Whatever is true of every option alike (copying,
 * combining, comparing, printing) is said here once.
 */
final class Settings {

	private final Map<Setting<?>, Object> values;

	Settings() {
		this(Map.of());
	}

	private Settings(Map<Setting<?>, Object> values) {
		this.values = new LinkedHashMap<>(values);
	}

	/** How messages name an option: in Java and as a property. */
	static String named(String option) {
		return "Option '%s' (property 'qhaigc.chat.%s')".formatted(option,
				option.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
	}

	@SuppressWarnings("unchecked")
	<T> @Nullable T get(Setting<T> setting) {
		return (T) this.values.get(setting);
	}

	<T> void set(Setting<T> setting, @Nullable T value) {
		if (value != null) {
			this.values.put(setting, immutableCopy(value));
		}
		else {
			this.values.remove(setting);
		}
	}

	void combineWith(Settings other) {
		other.values.forEach((setting, theirs) -> this.values.merge(setting, theirs,
				(mine, same) -> immutableCopy(setting.combine(mine, theirs))));
	}

	Settings copy() {
		return new Settings(this.values);
	}

	void check() {
		this.values.forEach(Setting::check);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Settings that && this.values.equals(that.values);
	}

	@Override
	public int hashCode() {
		return this.values.hashCode();
	}

	/** By name, with nothing secret. */
	Map<String, Object> shown() {
		Map<String, Object> shown = new TreeMap<>();
		this.values.forEach((setting, value) -> shown.put(setting.toString(), setting.shown(value)));
		return shown;
	}

	private static Object immutableCopy(Object value) {
		if (value instanceof List<?> list) {
			return Collections.unmodifiableList(new ArrayList<>(list));
		}
		// Map.copyOf would refuse the nulls by which a merge patch removes a field.
		return (value instanceof Map<?, ?> map) ? Collections.unmodifiableMap(new LinkedHashMap<>(map)) : value;
	}

}
