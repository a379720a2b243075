package net.qhaigc.springai.gemini.options;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The prices of models. Immutable.
 */
public final class Prices {

	private static final Pattern VALID_KEY = Pattern.compile("[A-Za-z0-9._:/@*-]+");

	/** The prefix of model names in Google's API, which is not part of the model ID. */
	private static final String PREFIX = "models/";

	private final Map<String, ModelPrice> byKey;

	private final List<PricePattern> patterns;

	private Prices(Map<String, ModelPrice> prices) {
		this.byKey = new LinkedHashMap<>(prices);
		this.patterns = prices.entrySet()
			.stream()
			.filter((price) -> price.getKey().contains("*"))
			.map((price) -> PricePattern.of(price.getKey(), price.getValue()))
			.sorted(Comparator.comparingInt(PricePattern::length).reversed().thenComparing(PricePattern::text))
			.toList();
	}

	/**
	 * Create prices.
	 * @param prices the prices, keyed by the ID of a model, or by a pattern in which
	 * {@code *} matches any characters. An ID takes precedence over patterns, and a
	 * longer pattern over a shorter one
	 * @return the prices
	 * @throws IllegalArgumentException if a key is neither a model ID nor a valid
	 * pattern; the message contains the key
	 */
	public static Prices of(Map<String, ModelPrice> prices) {
		for (String key : prices.keySet()) {
			if (!VALID_KEY.matcher(key).matches()) {
				throw new IllegalArgumentException(
						("'%s' is neither a model ID nor a valid pattern. Use letters, digits, "
								+ "the characters . _ : / @ - and *, which matches any characters")
							.formatted(key));
			}
		}
		return new Prices(prices);
	}

	/**
	 * Return the price of a model.
	 * @param model the ID of the model
	 * @return the price; null if there is none
	 */
	public @Nullable ModelPrice of(String model) {
		String id = model.startsWith(PREFIX) ? model.substring(PREFIX.length()) : model;
		ModelPrice price = this.byKey.get(id);
		if (price == null) {
			for (PricePattern pattern : this.patterns) {
				if (pattern.matches(id)) {
					return pattern.price();
				}
			}
		}
		return price;
	}

	/**
	 * Return the price of the requested model, or else the price of the model that
	 * responded, whose ID can be more specific.
	 * @param requested the ID of the requested model
	 * @param responded the ID of the model that responded; null if it is unknown
	 * @return the price; null if there is none
	 */
	public @Nullable ModelPrice of(String requested, @Nullable String responded) {
		ModelPrice price = of(requested);
		return (price != null || responded == null) ? price : of(responded);
	}

	/**
	 * Return the currencies of the prices.
	 * @return the currencies in alphabetical order
	 */
	public Set<String> currencies() {
		return this.byKey.values().stream().map(ModelPrice::currency).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * A pattern and its price.
	 *
	 * @param text the pattern
	 * @param regex the pattern as a regular expression
	 * @param price the price
	 */
	private record PricePattern(String text, Pattern regex, ModelPrice price) {

		private static PricePattern of(String text, ModelPrice price) {
			String regex = text.chars()
				.mapToObj((character) -> (character == '*') ? ".*" : Pattern.quote(Character.toString(character)))
				.collect(Collectors.joining());
			return new PricePattern(text, Pattern.compile(regex), price);
		}

		/** The number of characters other than {@code *}. */
		private int length() {
			return this.text.replace("*", "").length();
		}

		private boolean matches(String model) {
			return this.regex.matcher(model).matches();
		}

	}

}
