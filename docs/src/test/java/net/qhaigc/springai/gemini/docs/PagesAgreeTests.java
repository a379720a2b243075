package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Verifies that pages which show the same facts agree.
 */
class PagesAgreeTests {

	private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern VERSION = Pattern
		.compile("(?:<artifactId>qhaigc-gemini[\\w-]*</artifactId>\\s*<version>|net\\.qhaigc:qhaigc-gemini[\\w-]*:)"
				+ "([^<'\"]+)");

	@Test
	void readmesShowSameCode() {
		assertThat(codeBlocks(readme("README.zh-CN.md"))).isNotEmpty().isEqualTo(codeBlocks(readme("README.md")));
	}

	/**
	 * Ignores the language of the pages and images that are linked, and the anchors in
	 * links.
	 */
	@Test
	void readmesHaveSameLinks() {
		MarkdownPage english = readme("README.md");
		MarkdownPage chinese = readme("README.zh-CN.md");

		assertThat(english.links()).first().isEqualTo("README.zh-CN.md");
		assertThat(chinese.links()).first().isEqualTo("README.md");
		assertThat(linkedPages(chinese)).containsExactlyInAnyOrderElementsOf(linkedPages(english));
	}

	@Test
	void chineseReadmeLinksToChinesePagesIfTheyExist() {
		assertThat(readme("README.zh-CN.md").links().stream().skip(1))
			.filteredOn((link) -> link.matches("docs/[\\w-]+\\.md(#.*)?") && !link.equals("docs/index.md"))
			.allSatisfy((link) -> assertThat(REPOSITORY.resolve(link.replaceFirst("\\.md(#.*)?$", ".zh-CN.md")))
				.doesNotExist());
	}

	private static List<String> linkedPages(MarkdownPage page) {
		return page.links()
			.stream()
			.skip(1)
			.map((link) -> link.replace(".zh-CN.md", ".md").replace("-zh.png", "-en.png").replaceFirst("#.*", ""))
			.toList();
	}

	@Test
	void pagesShowVersionOfBuild() throws IOException {
		String version = versions(Files.readString(REPOSITORY.resolve("pom.xml"))).get(0);
		Map<String, List<String>> pages = new TreeMap<>();
		for (Path file : MarkdownPage.filesIn(REPOSITORY)) {
			List<String> versions = versions(Files.readString(file));
			if (!versions.isEmpty()) {
				pages.put(file.toString(), versions);
			}
		}
		assertThat(pages).isNotEmpty().allSatisfy((page, versions) -> assertThat(versions).containsOnly(version));
	}

	private static MarkdownPage readme(String file) {
		return MarkdownPage.read(REPOSITORY, REPOSITORY.resolve(file));
	}

	private static List<String> codeBlocks(MarkdownPage page) {
		return page.fences().stream().map(Fence::text).toList();
	}

	private static List<String> versions(String text) {
		return VERSION.matcher(text).results().map((match) -> match.group(1)).toList();
	}

}
