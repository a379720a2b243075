package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.Part;

/**
 * Arguments of a function call that are received as several values, each with the JSON
 * path of its position. A string can be split across several values, and is then stored
 * as a {@link StringBuilder}.
 */
final class PartialArgs {

	/** {@code .name}, {@code ['name']}, {@code ["name"]} or {@code [7]}. */
	private static final Pattern STEP = Pattern
		.compile("\\.([^.\\[]+)|\\['([^']*)'\\]|\\[\"([^\"]*)\"\\]|\\[(\\d{1,6})\\]");

	/**
	 * Maximum number of steps in a path. It is lower than the nesting depth that
	 * {@code WireJson} can parse.
	 */
	private static final int MAX_DEPTH = 150;

	private final Map<String, @Nullable Object> root = new LinkedHashMap<>();

	/** The path of the string that the next value continues, or null. */
	private @Nullable String continuedPath;

	/**
	 * Add a value. A value is dropped if its path is invalid or conflicts with earlier
	 * values.
	 * @param arg the value and its path
	 */
	void add(Part.PartialArg arg) {
		List<Object> steps = steps(arg.jsonPath());
		if (steps.isEmpty() || !(steps.get(0) instanceof String)) {
			return;
		}
		if (!arg.hasValue()) {
			this.continuedPath = arg.willContinue() ? arg.jsonPath() : null;
			return;
		}
		Object parent = this.root;
		for (int i = 0; i < steps.size() - 1 && parent != null; i++) {
			parent = getOrCreateChild(parent, steps.get(i), steps.get(i + 1) instanceof Integer);
		}
		if (parent != null) {
			set(parent, steps.get(steps.size() - 1), arg);
		}
		this.continuedPath = arg.willContinue() ? arg.jsonPath() : null;
	}

	/** Whether the string that was added last is incomplete. */
	boolean isInsideString() {
		return this.continuedPath != null;
	}

	/**
	 * Return the arguments received so far.
	 * @return an unmodifiable copy
	 */
	@SuppressWarnings("unchecked")
	Map<String, Object> toMap() {
		return (Map<String, Object>) Objects.requireNonNull(copy(this.root));
	}

	private static @Nullable Object copy(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
			map.forEach((name, element) -> copy.put(name, copy(element)));
			return Collections.unmodifiableMap(copy);
		}
		if (value instanceof StringBuilder text) {
			return text.toString();
		}
		return (value instanceof List<?> list) ? list.stream().map(PartialArgs::copy).toList() : value;
	}

	private void set(Object parent, Object step, Part.PartialArg arg) {
		boolean continued = arg.jsonPath().equals(this.continuedPath);
		if (continued && arg.value() instanceof String next && get(parent, step) instanceof StringBuilder string) {
			string.append(next);
		}
		else {
			boolean beginsSplitString = arg.willContinue() && arg.value() instanceof String;
			put(parent, step, beginsSplitString ? new StringBuilder((String) arg.value()) : arg.value());
		}
	}

	private static @Nullable Object getOrCreateChild(Object parent, Object step, boolean asList) {
		Object child = get(parent, step);
		if (child == null) {
			child = asList ? new ArrayList<>() : new LinkedHashMap<>();
			return put(parent, step, child) ? child : null;
		}
		return child;
	}

	private static @Nullable Object get(Object parent, Object step) {
		if (parent instanceof Map<?, ?> map && step instanceof String) {
			return map.get(step);
		}
		if (parent instanceof List<?> list && step instanceof Integer index && index < list.size()) {
			return list.get(index);
		}
		return null;
	}

	@SuppressWarnings("unchecked")
	private static boolean put(Object parent, Object step, @Nullable Object value) {
		if (parent instanceof Map<?, ?> && step instanceof String name) {
			((Map<String, @Nullable Object>) parent).put(name, value);
			return true;
		}
		if (parent instanceof List<?> list && step instanceof Integer index && index <= list.size()) {
			List<@Nullable Object> values = (List<@Nullable Object>) list;
			if (index == list.size()) {
				values.add(value);
			}
			else {
				values.set(index, value);
			}
			return true;
		}
		return false;
	}

	private static List<Object> steps(String path) {
		List<Object> steps = new ArrayList<>();
		Matcher matcher = STEP.matcher(path);
		int end = path.startsWith("$") ? 1 : 0;
		while (end < path.length() && steps.size() < MAX_DEPTH && matcher.find(end) && matcher.start() == end) {
			end = matcher.end();
			String index = matcher.group(4);
			steps.add((index != null) ? (Object) Integer.valueOf(index) : name(matcher));
		}
		return (end == path.length()) ? steps : List.of();
	}

	private static String name(Matcher matcher) {
		for (int group = 1; group <= 3; group++) {
			if (matcher.group(group) != null) {
				return matcher.group(group);
			}
		}
		return "";
	}

}
