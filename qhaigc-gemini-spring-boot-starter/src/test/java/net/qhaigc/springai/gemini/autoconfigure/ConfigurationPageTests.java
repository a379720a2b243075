package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the configuration metadata with the tables of {@code docs/configuration.md}.
 * The system property {@code docs.write=true} updates the tables first.
 */
class ConfigurationPageTests {

	private static final Path PAGE = Path.of("../docs/configuration.md");

	/** A table between a comment with the prefix of its properties and an end comment. */
	private static final Pattern TABLE = Pattern.compile("(?s)<!-- properties: (\\S+) -->\n(.*?)<!-- end -->");

	private final ConfigurationMetadata metadata = ConfigurationMetadata.load();

	@Test
	void metadataDescribesEveryPropertyWithSentence() {
		assertThat(this.metadata.properties()).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString(""))
				.as(ConfigurationMetadata.name(property))
				.matches("(?s)[A-Z].*\\."));
	}

	@ParameterizedTest
	@CsvSource({ "qhaigc.model, gemini-3.5-flash", "spring.ai.model.chat, qhaigc-gemini" })
	void hintSuggestsValueAndAllowsOtherValues(String property, String value) {
		assertThat(this.metadata.hints()).filteredOn((hint) -> ConfigurationMetadata.name(hint).equals(property))
			.singleElement()
			.satisfies((hint) -> {
				assertThat(hint.path("values")).anySatisfy((hinted) -> {
					assertThat(hinted.path("value").asString()).isEqualTo(value);
					assertThat(hinted.path("description").asString()).endsWith(".");
				});
				assertThat(hint.path("providers")).map(ConfigurationMetadata::name).containsExactly("any");
			});
	}

	@Test
	void metadataDeclaresTypeOfNamedModels() {
		assertThat(this.metadata.properties())
			.filteredOn((property) -> ConfigurationMetadata.name(property).equals("qhaigc.models"))
			.singleElement()
			.satisfies((property) -> assertThat(property.path("type").asString())
				.isEqualTo("java.util.Map<java.lang.String," + QhaigcModelProperties.class.getName() + ">"));
		assertThat(QhaigcModelProperties.class).isPublic().hasSuperclass(QhaigcProperties.class);
		assertThat(QhaigcModelProperties.class.getMethods()).anySatisfy((method) -> {
			assertThat(method.getName()).isEqualTo("getChat");
			assertThat(method.getReturnType()).isEqualTo(QhaigcChatProperties.class);
		});
	}

	@Test
	void pageMatchesMetadata() throws IOException {
		String page = Files.readString(PAGE);
		String updated = TABLE.matcher(page)
			.replaceAll((table) -> Matcher.quoteReplacement(
					"<!-- properties: %s -->\n%s<!-- end -->".formatted(table.group(1), table(table.group(1)))));
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PAGE, updated);
		}
		assertThat(Files.readString(PAGE)).isEqualTo(updated);
	}

	@Test
	void pageListsEveryProperty() throws IOException {
		String tables = TABLE.matcher(Files.readString(PAGE))
			.results()
			.map(MatchResult::group)
			.collect(Collectors.joining());
		assertThat(this.metadata.properties()).isNotEmpty()
			.map(ConfigurationMetadata::name)
			.allSatisfy((name) -> assertThat(tables).containsOnlyOnce("| `" + name + "` |"));
	}

	/**
	 * Return the table of the properties with a prefix, without the properties in the
	 * table of a longer prefix.
	 */
	private String table(String prefix) {
		return "| Property | Default | Meaning |\n|---|---|---|\n" + this.metadata.properties()
			.stream()
			.filter((property) -> prefix.equals(tablePrefix(ConfigurationMetadata.name(property))))
			.map(this::row)
			.collect(Collectors.joining());
	}

	private static String tablePrefix(String name) {
		return Stream.of("qhaigc.chat", "qhaigc.pool", "qhaigc.proxy", "qhaigc", "management")
			.filter((prefix) -> name.startsWith(prefix + "."))
			.findFirst()
			.orElseThrow();
	}

	private String row(JsonNode property) {
		JsonNode defaultValue = property.path("defaultValue");
		String constants = constants(property.path("type").asString());
		return "| `%s` | %s | %s%s |\n".formatted(ConfigurationMetadata.name(property),
				defaultValue.isMissingNode() ? "" : "`" + defaultValue.asString() + "`",
				property.path("description").asString(), (constants != null) ? " " + constants : "");
	}

	/**
	 * Return a sentence with the constants of an enum, or of the enum in a list, as a
	 * user writes them; null for other types.
	 */
	private static @Nullable String constants(String type) {
		String name = type.replaceFirst("java\\.util\\.List<(.*)>", "$1");
		Class<?> enumeration = name.contains("<") ? Object.class : ClassUtils.resolveClassName(name, null);
		return !enumeration.isEnum() ? null
				: Stream.of(enumeration.getEnumConstants())
					.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
					.collect(Collectors.joining("`, `", "One of `", "`."));
	}

}
