package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the property that was probably meant instead of one that does not exist: a
 * property whose name or last element is similar (such as {@code chat.temperature} for
 * {@code temperature}), or the property that other starters or OpenAI call by the name
 * that does not exist.
 */
final class PropertySuggestion {

	/**
	 * The properties of this starter, by the names that other starters and OpenAI use.
	 */
	private static final Map<String, String> PROPERTIES_BY_OTHER_NAME = Map.of("key", "api-key", "url", "base-url",
			"timeout", "response-timeout", "stop", "chat.stop-sequences", "n", "chat.candidate-count",
			"maxcompletiontokens", "chat.max-tokens", "toplogprobs", "chat.logprobs", "reasoningeffort",
			"chat.thinking-level", "googlesearchretrieval", "chat.server-tools.google-search");

	private static final int MIN_SUFFIX_LENGTH = 4;

	private PropertySuggestion() {
	}

	/**
	 * Return the property that other starters or OpenAI call by the same name, or else
	 * the property with the nearest name; null if no name is similar.
	 * @param path the property that does not exist
	 * @param names the names of the existing properties
	 */
	static @Nullable String nearest(PropertyPath path, Collection<String> names) {
		String property = PROPERTIES_BY_OTHER_NAME.get(path.last());
		if (property != null) {
			return property;
		}
		String nearest = null;
		double minDistance = 1.1 + path.last().length() / 4.0;
		for (String name : names) {
			double distance = distance(path, PropertyPath.ofProperty(name));
			if (distance < minDistance) {
				nearest = name;
				minDistance = distance;
			}
		}
		return nearest;
	}

	/**
	 * Return how different two names are: the number of edits between the whole names, or
	 * that between their last elements plus a small penalty, whichever is smaller. A name
	 * that ends with the last element of the candidate is also near. If two candidates
	 * are equally near, the one whose whole name is more similar is preferred.
	 */
	private static double distance(PropertyPath path, PropertyPath candidate) {
		int all = editDistance(path.joined(), candidate.joined());
		double last = editDistance(path.last(), candidate.last()) + 0.5;
		boolean suffix = candidate.last().length() >= MIN_SUFFIX_LENGTH && path.joined().endsWith(candidate.last());
		return Math.min(Math.min(all, last), suffix ? 1.25 : Double.MAX_VALUE) + all / 1000.0;
	}

	/**
	 * Return how many characters must be inserted, deleted, replaced or swapped to turn
	 * one text into the other.
	 */
	private static int editDistance(String from, String to) {
		int[][] distances = new int[from.length() + 1][to.length() + 1];
		for (int i = 0; i <= from.length(); i++) {
			for (int j = 0; j <= to.length(); j++) {
				distances[i][j] = (i == 0 || j == 0) ? i + j : prefixDistance(from, to, i, j, distances);
			}
		}
		return distances[from.length()][to.length()];
	}

	/**
	 * Return the edit distance between the first {@code i} characters of {@code from} and
	 * the first {@code j} characters of {@code to}.
	 */
	private static int prefixDistance(String from, String to, int i, int j, int[][] distances) {
		int replaced = distances[i - 1][j - 1] + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
		int edits = Math.min(replaced, Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
		boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
				&& from.charAt(i - 2) == to.charAt(j - 1);
		return swapped ? Math.min(edits, distances[i - 2][j - 2] + 1) : edits;
	}

}
