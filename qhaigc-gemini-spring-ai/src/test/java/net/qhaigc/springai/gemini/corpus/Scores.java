package net.qhaigc.springai.gemini.corpus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts the responses that were decoded correctly, by aspect (such as text or usage) and
 * by format (a complete response, a stream of events, or a streamed JSON array).
 */
final class Scores {

	/**
	 * By aspect and format: the number of correct responses, and the number of all
	 * responses.
	 */
	private final Map<String, Map<String, int[]>> counts = new LinkedHashMap<>();

	private final Map<String, Set<String>> incorrect = new TreeMap<>();

	void count(String aspect, RecordedExchange exchange, boolean correct) {
		int[] count = this.counts.computeIfAbsent(aspect, (key) -> new TreeMap<>())
			.computeIfAbsent(exchange.format(), (key) -> new int[2]);
		count[0] += correct ? 1 : 0;
		count[1]++;
		if (!correct) {
			this.incorrect.computeIfAbsent(aspect, (key) -> new TreeSet<>()).add(exchange.id());
		}
	}

	/** Return the IDs of the exchanges with an incorrect result, by aspect. */
	Map<String, Set<String>> incorrect() {
		return this.incorrect;
	}

	void print(String title) {
		StringBuilder table = new StringBuilder(
				"%n%-24s %12s %12s %12s%n".formatted(title, "complete", "events", "array"));
		this.counts.forEach((aspect, formats) -> table.append("%-24s %12s %12s %12s%n".formatted(aspect,
				score(formats, "complete"), score(formats, "events"), score(formats, "array"))));
		this.incorrect.forEach((aspect, ids) -> table
			.append("%s:%n  %s%n".formatted(aspect, String.join(System.lineSeparator() + "  ", ids))));
		System.out.println(table);
	}

	private static String score(Map<String, int[]> formats, String format) {
		int[] count = formats.getOrDefault(format, new int[2]);
		return "%d of %d".formatted(count[0], count[1]);
	}

}
