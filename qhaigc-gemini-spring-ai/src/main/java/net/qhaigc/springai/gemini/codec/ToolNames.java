package net.qhaigc.springai.gemini.codec;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of one request's tools, made legal where the wire does not take them. A legal
 * name stays as it is, and no two tools share a name. Not safe for use by several
 * threads.
 */
final class ToolNames {

	private final Rule rule;

	private final Set<String> declared;

	private final Map<String, String> wireNames = new LinkedHashMap<>();

	private final Set<String> taken = new HashSet<>();

	private ToolNames(Rule rule, Collection<String> declared) {
		this.rule = rule;
		this.declared = new LinkedHashSet<>(declared);
		for (String name : this.declared) {
			if (rule.allows(name)) {
				this.taken.add(name);
			}
		}
		this.declared.forEach(this::toWire);
	}

	/** Names for Gemini's own endpoint. */
	static ToolNames of(Collection<String> declared) {
		return new ToolNames(Rule.GEMINI, declared);
	}

	/** Names for the unified endpoint, which takes fewer characters. */
	static ToolNames forUnified(Collection<String> declared) {
		return new ToolNames(Rule.OPENAI, declared);
	}

	boolean declares(String name) {
		return this.declared.contains(name);
	}

	/** The name to send, for a declared tool or one that only the history knows. */
	String toWire(String name) {
		return this.wireNames.computeIfAbsent(name, this::legal);
	}

	/** The names that had to change: from the name on the wire to the tool's own. */
	Map<String, String> changed() {
		Map<String, String> changed = new LinkedHashMap<>();
		this.wireNames.forEach((own, wire) -> {
			if (!own.equals(wire)) {
				changed.put(wire, own);
			}
		});
		return changed;
	}

	private String legal(String name) {
		if (this.rule.allows(name) && (this.declared.contains(name) || this.taken.add(name))) {
			return name;
		}
		String base = this.rule.sanitize(name);
		String candidate = this.rule.cut(base, "");
		for (int number = 2; !this.taken.add(candidate); number++) {
			candidate = this.rule.cut(base, "_" + number);
		}
		return candidate;
	}

	private enum Rule {

		GEMINI("[A-Za-z_]", "[A-Za-z0-9_:.-]", 128),

		OPENAI("[A-Za-z0-9_-]", "[A-Za-z0-9_-]", 64);

		private final Pattern first;

		private final Pattern illegal;

		private final Pattern whole;

		private final int maxLength;

		Rule(String first, String further, int maxLength) {
			this.first = Pattern.compile(first);
			this.illegal = Pattern.compile("[^" + further.substring(1));
			this.whole = Pattern.compile(first + further + "{0," + (maxLength - 1) + "}");
			this.maxLength = maxLength;
		}

		boolean allows(String name) {
			return this.whole.matcher(name).matches();
		}

		String sanitize(String name) {
			String mended = this.illegal.matcher(name).replaceAll("_");
			return this.first.matcher(mended).lookingAt() ? mended : "_" + mended;
		}

		String cut(String name, String suffix) {
			return name.substring(0, Math.min(name.length(), this.maxLength - suffix.length())) + suffix;
		}

	}

}
