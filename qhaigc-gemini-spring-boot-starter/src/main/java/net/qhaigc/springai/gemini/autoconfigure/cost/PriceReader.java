package net.qhaigc.springai.gemini.autoconfigure.cost;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.options.ModelPrice;
import net.qhaigc.springai.gemini.options.Prices;

/**
 * Reads the prices under {@code qhaigc.prices} without Spring Boot's binder, which would
 * read the part of a model ID after a dot as a property, and ignore the {@code *} of a
 * pattern, unless the ID or the pattern is in brackets.
 */
final class PriceReader {

	static final String PREFIX = "qhaigc.prices";

	private static final Set<String> FIELDS = Set.of("input", "cachedinput", "output", "currency", "per");

	private static final Pattern PROPERTY = Pattern.compile("qhaigc\\.prices\\.?(?:\\[(.*)](\\..+)|(?<=\\.)(.+))");

	private static final Pattern PER = Pattern.compile("(\\d{1,12})([KkMm]?)");

	private final Environment environment;

	PriceReader(Environment environment) {
		this.environment = environment;
	}

	/** Whether any prices are set. */
	static boolean hasPrices(Environment environment) {
		return !values(environment).isEmpty();
	}

	/** Return the values by name. The names contain neither the prefix nor brackets. */
	private static Map<String, String> values(Environment environment) {
		Map<String, String> values = new TreeMap<>();
		for (PropertySource<?> source : ((ConfigurableEnvironment) environment).getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String property : enumerable.getPropertyNames()) {
					Matcher matcher = PROPERTY.matcher(property);
					if (matcher.matches()) {
						values.computeIfAbsent(unprefixedName(matcher),
								(name) -> environment.getProperty(property, ""));
					}
				}
			}
		}
		return values;
	}

	private static String unprefixedName(Matcher property) {
		return (property.group(1) != null) ? property.group(1) + property.group(2) : property.group(3);
	}

	/**
	 * Read the prices.
	 * @throws ConfigurationException if a price is incomplete or invalid
	 */
	Prices read() {
		Map<String, ModelPrice> prices = new LinkedHashMap<>();
		fieldsByModel().forEach((model, fields) -> prices.put(model, price(model, fields)));
		try {
			return Prices.of(prices);
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigurationException("Invalid name under '%s': %s.".formatted(PREFIX, ex.getMessage()),
					"Use a model ID, as the gateway lists it, or a pattern such as 'gemini-*'.");
		}
	}

	private Map<String, Map<String, String>> fieldsByModel() {
		Map<String, Map<String, String>> models = new LinkedHashMap<>();
		values(this.environment).forEach((name, value) -> {
			int dot = name.lastIndexOf('.');
			String field = name.substring(dot + 1).replace("-", "").toLowerCase(Locale.ROOT);
			if (dot < 0 || !FIELDS.contains(field)) {
				throw new ConfigurationException("The property '%s.%s' does not exist.".formatted(PREFIX, name),
						"The price of a model has the properties input, cached-input, output, currency and per.");
			}
			models.computeIfAbsent(name.substring(0, dot), (model) -> new HashMap<>()).put(field, value.strip());
		});
		return models;
	}

	private static ModelPrice price(String model, Map<String, String> fields) {
		BigDecimal input = parseNumber(model, "input", required(model, "input", fields.get("input")));
		String cached = fields.get("cachedinput");
		try {
			return new ModelPrice(input, (cached != null) ? parseNumber(model, "cached-input", cached) : input,
					parseNumber(model, "output", required(model, "output", fields.get("output"))),
					required(model, "currency", fields.get("currency")),
					parsePer(model, fields.getOrDefault("per", "1M")));
		}
		catch (ConfigurationException ex) {
			throw ex;
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigurationException(
					"Invalid price under '%s.%s': %s.".formatted(PREFIX, model, ex.getMessage()),
					"Correct the value of the property.");
		}
	}

	private static String required(String model, String field, @Nullable String value) {
		if (value == null || value.isEmpty()) {
			throw new ConfigurationException(
					"The property '%s' is %s.".formatted(propertyName(model, field),
							(value == null) ? "not set" : "empty"),
					"Set the properties input, output and currency, such as USD, for each model.");
		}
		return value;
	}

	private static BigDecimal parseNumber(String model, String field, String value) {
		try {
			return new BigDecimal(value);
		}
		catch (NumberFormatException ex) {
			throw new ConfigurationException(
					"The property '%s' is not a number: '%s'.".formatted(propertyName(model, field), value),
					"Use a decimal number with a point, such as 0.30.");
		}
	}

	private static long parsePer(String model, String value) {
		Matcher matcher = PER.matcher(value);
		if (!matcher.matches()) {
			throw new ConfigurationException(
					"The property '%s' is not a number of tokens: '%s'.".formatted(propertyName(model, "per"), value),
					"Use a number such as 1000, 1K or 1M.");
		}
		long unit = switch (matcher.group(2)) {
			case "K", "k" -> 1000;
			case "M", "m" -> 1_000_000;
			default -> 1;
		};
		return Long.parseLong(matcher.group(1)) * unit;
	}

	private static String propertyName(String model, String field) {
		return PREFIX + "." + model + "." + field;
	}

}
