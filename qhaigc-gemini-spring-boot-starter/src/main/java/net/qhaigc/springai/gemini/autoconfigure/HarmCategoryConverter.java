package net.qhaigc.springai.gemini.autoconfigure;

import java.util.Locale;
import java.util.stream.Stream;

import org.springframework.core.convert.converter.Converter;

import net.qhaigc.springai.gemini.options.SafetySetting.Category;

/**
 * Converts the name of a harm category. The name can have the prefix that Google's API
 * uses, as in {@code HARM_CATEGORY_HARASSMENT}.
 */
final class HarmCategoryConverter implements Converter<String, Category> {

	private static final String PREFIX = "harmcategory";

	@Override
	public Category convert(String source) {
		String name = canonicalName(source);
		String category = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
		return Stream.of(Category.values())
			.filter((constant) -> canonicalName(constant.name()).equals(category))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no harm category '%s'".formatted(source)));
	}

	private static String canonicalName(String name) {
		return name.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
	}

}
