package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Verifies that a page and its Chinese translation were changed together. Each section of
 * a translation has a {@linkplain TranslationMark mark} with the hashes that this section
 * and the original section had when they were last compared.
 * <p>
 * The system property {@code docs.reviewed} names pages that have been compared, such as
 * {@code tools,streaming}. Before the tests run, the hashes in the marks of these pages
 * are replaced with the current ones.
 */
class TranslationsTests {

	private static final Path DOCS = Path.of("").toAbsolutePath();

	private static final String SUFFIX = ".zh-CN.md";

	/** The index is not compared, because each new page would make its marks outdated. */
	private static final String INDEX = "index" + SUFFIX;

	@BeforeAll
	static void updateMarksOfReviewedPages() throws IOException {
		for (String name : System.getProperty("docs.reviewed", "").split(",")) {
			if (!name.isBlank()) {
				Translation.read(DOCS.resolve(name.strip() + SUFFIX)).writeMarks();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("translations")
	void everySectionIsTranslated(Translation translation) {
		assertThat(translation.missingSections()).as("""
				the sections without a translation in %s. Translate each of them, add \
				'<!-- translates page.md#section 00000000 00000000 -->' after its heading and run this test with \
				-Ddocs.reviewed=%s""", translation, translation.name()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("translations")
	void sectionsAreChangedInBothLanguages(Translation translation) {
		assertThat(translation.outdatedMarkMessages())
			.as("""
					the sections of %s that changed in one language after both were compared. Change the other \
					language if needed, and run this test with -Ddocs.reviewed=%s, or use the mark in this message""",
					translation, translation.name())
			.isEmpty();
	}

	@ParameterizedTest
	@MethodSource("translations")
	void translationShowsSnippetsOfOriginal(Translation translation) {
		assertThat(translation.snippets()).as("the snippets of %s", translation)
			.isEqualTo(translation.expectedSnippets());
	}

	@Test
	void hashIgnoresGeneratedTables() {
		String section = "## Pool\nText\n<!-- properties: qhaigc.pool -->\n| %s |\n<!-- end -->\n%s\n";

		assertThat(hash(section.formatted("a", "Text"))).isEqualTo(hash(section.formatted("b", "Text")))
			.isNotEqualTo(hash(section.formatted("a", "Other")));
	}

	@Test
	void hashIgnoresLineBreaksMarksAndSnippetCode() {
		String section = """
				## Tools
				A tool is
				a method.

				<!-- snippet: Tools.java#tool -->
				```java
				%s
				```
				""";
		String hash = hash(section.formatted("int a;"));

		assertThat(hash(section.formatted("int b;"))).isEqualTo(hash);
		assertThat(hash(section.replace("is\na", "is a"))).isEqualTo(hash);
		assertThat(hash(section.replace("Tools\n", "Tools\n<!-- translates tools.md#tools 00000000 00000000 -->\n")))
			.isEqualTo(hash);
		assertThat(hash(section.replace("method", "function"))).isNotEqualTo(hash);
		assertThat(hash(section.replace("#tool", "#other"))).isNotEqualTo(hash);
		assertThat(hash(section.replaceFirst("<!-- snippet.*", "").formatted("int a;")))
			.isNotEqualTo(hash(section.replaceFirst("<!-- snippet.*", "").formatted("int b;")));
	}

	@Test
	void headingsOutsideCodeStartSections() {
		List<String> lines = List.of("Text", "# One", "```sh", "# a comment", "```", "## Two words", "Text");

		assertThat(PageSection.of(lines)).extracting(PageSection::anchor, PageSection::line)
			.containsExactly(tuple("one", 1), tuple("two-words", 5));
	}

	static Stream<Translation> translations() throws IOException {
		List<Translation> translations = new ArrayList<>();
		try (Stream<Path> files = Files.list(DOCS)) {
			files.filter((file) -> file.toString().endsWith(SUFFIX) && !file.endsWith(INDEX))
				.sorted()
				.map(Translation::read)
				.forEach(translations::add);
		}
		return translations.stream();
	}

	private static String hash(String section) {
		return PageSection.of(section.lines().toList()).get(0).hash();
	}

}
