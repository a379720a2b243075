package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the configuration metadata, made from the properties, with
 * {@code docs/configuration.md}. With the system property {@code docs.write=true} the
 * tables of the page are written first.
 */
class ConfigurationPageTests {

	private static final Path PAGE = Path.of("../docs/configuration.md");

	/** A table stands between a comment with the prefix of its properties and the end. */
	private static final Pattern TABLE = Pattern.compile("(?s)<!-- properties: (\\S+) -->\n(.*?)<!-- end -->");

	private final JsonNode metadata = metadata();

	@Test
	void everyPropertyHasADescriptionInASentence() {
		assertThat(this.metadata.path("properties"))
			.allSatisfy((property) -> assertThat(property.path("description").asString("")).as(name(property))
				.matches("(?s)[A-Z].*\\."));
	}

	@ParameterizedTest
	@CsvSource({ "qhaigc.model, gemini-2.5-flash", "spring.ai.model.chat, qhaigc-gemini" })
	void anIdeOffersAValueAndTakesAnyOther(String property, String value) {
		assertThat(this.metadata.path("hints")).filteredOn((hint) -> name(hint).equals(property))
			.singleElement()
			.satisfies((hint) -> {
				assertThat(hint.path("values")).anySatisfy((offer) -> {
					assertThat(offer.path("value").asString()).isEqualTo(value);
					assertThat(offer.path("description").asString()).endsWith(".");
				});
				assertThat(hint.path("providers")).map(ConfigurationPageTests::name).containsExactly("any");
			});
	}

	@Test
	void thePageTellsWhatTheMetadataTells() throws IOException {
		String page = Files.readString(PAGE);
		String written = TABLE.matcher(page)
			.replaceAll((table) -> java.util.regex.Matcher.quoteReplacement(
					"<!-- properties: %s -->\n%s<!-- end -->".formatted(table.group(1), table(table.group(1)))));
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PAGE, written);
		}
		assertThat(Files.readString(PAGE)).isEqualTo(written);
	}

	@Test
	void noPropertyIsMissingFromThePage() throws IOException {
		String tables = TABLE.matcher(Files.readString(PAGE))
			.results()
			.map(MatchResult::group)
			.collect(Collectors.joining());
		assertThat(properties().map(ConfigurationPageTests::name))
			.allSatisfy((name) -> assertThat(tables).containsOnlyOnce("| `" + name + "` |"));
	}

	/**
	 * The properties below a prefix, but for those that another table has.
	 */
	private String table(String prefix) {
		return "| Property | Default | Meaning |\n|---|---|---|\n"
				+ properties().filter((property) -> prefix.equals(owner(name(property))))
					.map(this::row)
					.collect(Collectors.joining());
	}

	private static String owner(String name) {
		return Stream.of("qhaigc.chat", "qhaigc.pool", "qhaigc", "management")
			.filter((prefix) -> name.startsWith(prefix + "."))
			.findFirst()
			.orElseThrow();
	}

	private String row(JsonNode property) {
		JsonNode preset = property.path("defaultValue");
		String words = words(property.path("type").asString());
		return "| `%s` | %s | %s%s |\n".formatted(name(property),
				preset.isMissingNode() ? "" : "`" + preset.asString() + "`", property.path("description").asString(),
				(words != null) ? " " + words : "");
	}

	/** What an enum may be, as a user writes it; null for other types. */
	private static @Nullable String words(String type) {
		String name = type.replaceFirst("java\\.util\\.List<(.*)>", "$1");
		Class<?> enumeration = name.contains("<") ? Object.class : ClassUtils.resolveClassName(name, null);
		return !enumeration.isEnum() ? null
				: Stream.of(enumeration.getEnumConstants())
					.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
					.collect(Collectors.joining("`, `", "One of `", "`."));
	}

	private Stream<JsonNode> properties() {
		return this.metadata.path("properties").valueStream();
	}

	private static String name(JsonNode property) {
		return property.path("name").asString();
	}

	private static JsonNode metadata() {
		try (InputStream metadata = QhaigcProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(Objects.requireNonNull(metadata));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
