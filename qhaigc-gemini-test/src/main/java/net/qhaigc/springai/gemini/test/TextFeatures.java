package net.qhaigc.springai.gemini.test;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The weighted words and character sequences of a text. Texts with similar features are
 * considered similar; the meaning of words is ignored.
 */
final class TextFeatures {

	private static final Pattern WORD = Pattern.compile("\\p{IsHan}+|[\\p{L}\\p{N}&&[^\\p{IsHan}]]+");

	/** Frequent words that say little about the subject of a text. */
	private static final Set<String> FREQUENT = Set.of("a", "an", "and", "any", "are", "as", "at", "be", "been", "by",
			"can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "how", "i", "if", "in", "is",
			"it", "its", "me", "my", "not", "of", "on", "or", "our", "please", "should", "so", "tell", "than", "that",
			"the", "their", "them", "there", "they", "this", "to", "was", "we", "were", "what", "when", "where",
			"which", "who", "why", "will", "with", "would", "you", "your", "的", "了", "是", "在", "和", "吗", "呢", "我", "你",
			"有", "什", "么", "怎", "请", "多", "少");

	private static final double FREQUENT_WEIGHT = 0.05;

	private static final double SEQUENCE_WEIGHT = 0.5;

	private static final int SEQUENCE_LENGTH = 3;

	private final Map<String, Double> weights = new HashMap<>();

	private TextFeatures() {
	}

	static TextFeatures of(String text) {
		TextFeatures features = new TextFeatures();
		Matcher words = WORD.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
		while (words.find()) {
			String word = words.group();
			if (Character.isIdeographic(word.codePointAt(0))) {
				features.addIdeographs(word.codePoints().toArray());
			}
			else {
				features.addWord(word);
			}
		}
		return features;
	}

	private void addIdeographs(int[] characters) {
		for (int i = 0; i < characters.length; i++) {
			String character = Character.toString(characters[i]);
			add(character, FREQUENT.contains(character) ? FREQUENT_WEIGHT : SEQUENCE_WEIGHT);
			if (i > 0) {
				add(Character.toString(characters[i - 1]) + character, 1);
			}
		}
	}

	private void addWord(String word) {
		if (FREQUENT.contains(word)) {
			add(word, FREQUENT_WEIGHT);
			return;
		}
		add(word, 1);
		String delimited = "^" + word + "$";
		for (int i = 0; i + SEQUENCE_LENGTH <= delimited.length(); i++) {
			add(delimited.substring(i, i + SEQUENCE_LENGTH), SEQUENCE_WEIGHT);
		}
	}

	private void add(String feature, double weight) {
		this.weights.merge(feature, weight, Double::sum);
	}

	/**
	 * Return the features as a unit vector. The position and the sign of a feature depend
	 * only on its hash code, so the same text always has the same vector.
	 * @param dimensions the number of dimensions
	 */
	float[] vector(int dimensions) {
		double[] sums = new double[dimensions];
		this.weights.forEach((feature, weight) -> {
			int hash = mix(feature.hashCode());
			double value = Math.sqrt(weight);
			sums[Math.floorMod(hash, dimensions)] += (mix(hash) < 0) ? -value : value;
		});
		double length = 0;
		for (double sum : sums) {
			length += sum * sum;
		}
		if (length == 0) {
			sums[0] = 1;
			length = 1;
		}
		float[] vector = new float[dimensions];
		for (int i = 0; i < dimensions; i++) {
			vector[i] = (float) (sums[i] / Math.sqrt(length));
		}
		return vector;
	}

	/**
	 * Return the weighted fraction of these features that another text also has, from 0
	 * to 1.
	 */
	double fractionSharedWith(TextFeatures other) {
		double all = 0;
		double shared = 0;
		for (Map.Entry<String, Double> feature : this.weights.entrySet()) {
			all += feature.getValue();
			shared += other.weights.containsKey(feature.getKey()) ? feature.getValue() : 0;
		}
		return (all > 0) ? shared / all : 0;
	}

	/** Distribute the bits of a hash code, as the finalizer of MurmurHash does. */
	private static int mix(int hash) {
		int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
		mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
		return mixed ^ (mixed >>> 16);
	}

}
