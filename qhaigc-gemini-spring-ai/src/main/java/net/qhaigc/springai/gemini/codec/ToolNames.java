package net.qhaigc.springai.gemini.codec;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of the tools in one request. A name that the endpoint does not accept is
 * replaced by a valid one, and no two tools have the same name. Not thread-safe.
 */
final class ToolNames {

	private final Rule rule;

	private final Set<String> declared;

	private final Map<String, String> wireNames = new LinkedHashMap<>();

	private final Set<String> used = new HashSet<>();

	private ToolNames(Rule rule, Collection<String> declared) {
		this.rule = rule;
		this.declared = declared.isEmpty() ? Set.of() : new LinkedHashSet<>(declared);
		// Reserve the valid names, so that no other name is changed to one of them.
		for (String name : this.declared) {
			if (rule.allows(name)) {
				this.used.add(name);
			}
		}
		this.declared.forEach(this::toWire);
	}

	/**
	 * Create names for the native endpoint.
	 * @param declared the names of the tools that the request declares
	 * @return the names
	 */
	static ToolNames of(Collection<String> declared) {
		return new ToolNames(Rule.GEMINI, declared);
	}

	/**
	 * Create names for the unified endpoint, where a name contains neither dots nor
	 * colons, and has at most 64 characters.
	 * @param declared the names of the tools that the request declares
	 * @return the names
	 */
	static ToolNames forUnified(Collection<String> declared) {
		return new ToolNames(Rule.OPENAI, declared);
	}

	/**
	 * Whether the request declares a tool.
	 * @param name the original name of the tool
	 * @return whether it is declared
	 */
	boolean declares(String name) {
		return this.declared.contains(name);
	}

	/**
	 * Return the name to send.
	 * @param name the original name of the tool, which need not be declared: the
	 * conversation can contain calls of tools that the request does not declare
	 * @return the name in the request
	 */
	String toWire(String name) {
		return this.wireNames.computeIfAbsent(name, this::reserveWireName);
	}

	/**
	 * Return the tools whose names were changed.
	 * @return the original names of the tools, keyed by the names in the request
	 */
	Map<String, String> changed() {
		if (this.wireNames.isEmpty()) {
			return Map.of();
		}
		Map<String, String> changed = new LinkedHashMap<>();
		this.wireNames.forEach((original, wire) -> {
			if (!original.equals(wire)) {
				changed.put(wire, original);
			}
		});
		return changed;
	}

	private String reserveWireName(String name) {
		if (this.rule.allows(name) && (this.declared.contains(name) || this.used.add(name))) {
			return name;
		}
		String base = this.rule.sanitize(name);
		String candidate = this.rule.truncate(base, "");
		for (int number = 2; !this.used.add(candidate); number++) {
			candidate = this.rule.truncate(base, "_" + number);
		}
		return candidate;
	}

	private enum Rule {

		GEMINI("[A-Za-z_]", "[A-Za-z0-9_:.-]", 128),

		OPENAI("[A-Za-z0-9_-]", "[A-Za-z0-9_-]", 64);

		private final Pattern first;

		private final Pattern invalid;

		private final Pattern name;

		private final int maxLength;

		Rule(String first, String following, int maxLength) {
			this.first = Pattern.compile(first);
			this.invalid = Pattern.compile("[^" + following.substring(1));
			this.name = Pattern.compile(first + following + "{0," + (maxLength - 1) + "}");
			this.maxLength = maxLength;
		}

		boolean allows(String name) {
			return this.name.matcher(name).matches();
		}

		String sanitize(String name) {
			String sanitized = this.invalid.matcher(name).replaceAll("_");
			return this.first.matcher(sanitized).lookingAt() ? sanitized : "_" + sanitized;
		}

		String truncate(String name, String suffix) {
			return name.substring(0, Math.min(name.length(), this.maxLength - suffix.length())) + suffix;
		}

	}

}
