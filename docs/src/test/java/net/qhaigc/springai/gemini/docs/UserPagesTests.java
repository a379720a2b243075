package net.qhaigc.springai.gemini.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Verifies that each page for users starts with a paragraph, and contains code and its
 * output unless {@link #NO_CODE} or {@link #NO_OUTPUT} names the page. The pages for
 * users are those to which {@code docs/index.md} and its translation link before the
 * heading "Project".
 */
class UserPagesTests {

	private static final Path DOCS = Path.of("").toAbsolutePath();

	private static final List<String> CODE = List.of("java", "kotlin", "groovy", "yaml", "xml", "sh");

	private static final Pattern LINK = Pattern.compile("\\(([\\w-]+(\\.zh-CN)?\\.md)\\)");

	private static final int MIN_ENGLISH_PARAGRAPH_LENGTH = 80;

	private static final int MIN_CHINESE_PARAGRAPH_LENGTH = 25;

	/** The names of the pages without code, each with the reason. */
	private static final Map<String, String> NO_CODE = Map.of("operations", "It lists names");

	/** The names of the pages without output, each with the reason. */
	private static final Map<String, String> NO_OUTPUT = Map.of("startup", "Its output is a table of startup times",
			"compatibility", "It lists versions", "upgrading", "Its steps change files", "migrating-from-google-genai",
			"The output of the application does not change", "migrating-from-openai",
			"The output of the application does not change");

	@ParameterizedTest
	@MethodSource("pages")
	void startsWithParagraph(UserPage page) {
		assertThat(page.firstBlock()).as("the first paragraph of %s", page)
			.doesNotStartWith("#")
			.doesNotStartWith("```")
			.doesNotStartWith("|")
			.doesNotStartWith("-")
			.doesNotStartWith("!")
			.hasSizeGreaterThanOrEqualTo(
					page.isChinese() ? MIN_CHINESE_PARAGRAPH_LENGTH : MIN_ENGLISH_PARAGRAPH_LENGTH);
	}

	@ParameterizedTest
	@MethodSource("pages")
	void containsCode(UserPage page) {
		assertThat(page.hasCode())
			.as("whether %s contains code. NO_CODE must name the pages without code, and no others", page)
			.isEqualTo(!NO_CODE.containsKey(page.name()));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void containsOutput(UserPage page) {
		assertThat(page.hasOutput())
			.as("whether %s shows what its code prints. NO_OUTPUT must name the pages that do not, and no others", page)
			.isEqualTo(!NO_OUTPUT.containsKey(page.name()));
	}

	@Test
	void recognizesFirstParagraphAndCodeAndOutput() {
		UserPage page = new UserPage("page.md", List.of("# Page", "<!-- translates page.md#page 1 2 -->", "",
				"[Other language](page.zh-CN.md)", "", "This is", "a page.", "", "```sh", "ls", "```", "> [!NOTE]"));

		assertThat(page.firstBlock()).isEqualTo("This is a page.");
		assertThat(page.hasCode()).isTrue();
		assertThat(page.hasOutput()).isFalse();
		assertThat(new UserPage("page.md", List.of("# Page", "", "```text", "file", "```")).hasOutput()).isTrue();
		assertThat(new UserPage("page.md", List.of("# Page", "", "> The key is not set.")).hasOutput()).isTrue();
	}

	static Stream<UserPage> pages() {
		return Stream.of("index.md", "index.zh-CN.md").flatMap(UserPagesTests::pages);
	}

	private static Stream<UserPage> pages(String index) {
		List<String> links = MarkdownPage.lines(DOCS.resolve(index))
			.stream()
			.takeWhile((line) -> !line.matches("## (Project|项目)"))
			.flatMap((line) -> LINK.matcher(line).results().map((link) -> link.group(1)))
			.filter((link) -> !link.startsWith("index"))
			.distinct()
			.toList();
		assertThat(links).as("the pages of %s", index).hasSizeGreaterThan(30);
		return links.stream().map((link) -> new UserPage(link, MarkdownPage.lines(DOCS.resolve(link))));
	}

	/**
	 * A page for users.
	 *
	 * @param file the name of the file
	 * @param lines the lines of the page
	 */
	record UserPage(String file, List<String> lines) {

		String name() {
			return this.file.replaceFirst("\\..*", "");
		}

		boolean isChinese() {
			return this.file.endsWith(".zh-CN.md");
		}

		/** Return the first block after the title and the link to the other language. */
		String firstBlock() {
			return String.join(" ",
					this.lines.stream()
						.skip(1)
						.dropWhile((line) -> line.isBlank() || line.matches("<!--.*|\\[[^\\]]+]\\([\\w.-]+\\)"))
						.takeWhile((line) -> !line.isBlank())
						.toList());
		}

		boolean hasCode() {
			return this.lines.stream().anyMatch((line) -> line.startsWith("```") && CODE.contains(language(line)));
		}

		/** Output is text, JSON, a message in a block quote, or a screenshot. */
		boolean hasOutput() {
			return this.lines.stream().anyMatch((line) -> line.matches("```(text|json)|> [^\\[].*|(\\| \\| )?!\\[.*"));
		}

		private static String language(String line) {
			return line.replaceFirst("^`+([a-z]*).*", "$1");
		}

		@Override
		public String toString() {
			return this.file;
		}

	}

}
