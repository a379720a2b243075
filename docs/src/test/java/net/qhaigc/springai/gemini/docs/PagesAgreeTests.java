package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands in several places says the same in each.
 */
class PagesAgreeTests {

	private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern VERSION = Pattern
		.compile("<artifactId>qhaigc-gemini[\\w-]*</artifactId>\\s*<version>([^<]+)</version>");

	@Test
	void theReadmesHaveTheSameCodeInBothLanguages() {
		assertThat(texts(readme("README.zh-CN.md"))).isEqualTo(texts(readme("README.md")));
	}

	@Test
	void theReadmesLeadToTheSamePlacesInBothLanguages() {
		List<String> english = readme("README.md").links();
		List<String> chinese = readme("README.zh-CN.md").links();

		assertThat(english).first().isEqualTo("README.zh-CN.md");
		assertThat(chinese).first().isEqualTo("README.md");
		assertThat(chinese.subList(1, chinese.size()))
			.containsExactlyInAnyOrderElementsOf(english.subList(1, english.size()));
	}

	@Test
	void theVersionThatPagesShowIsThatOfTheBuild() throws IOException {
		String version = versions(Files.readString(REPOSITORY.resolve("pom.xml"))).get(0);
		for (Path file : MarkdownPage.filesIn(REPOSITORY)) {
			assertThat(versions(Files.readString(file))).as(file.toString()).allMatch(version::equals);
		}
	}

	private static MarkdownPage readme(String file) {
		return MarkdownPage.read(REPOSITORY, REPOSITORY.resolve(file));
	}

	private static List<String> texts(MarkdownPage page) {
		return page.fences().stream().map(Fence::text).toList();
	}

	private static List<String> versions(String text) {
		return VERSION.matcher(text).results().map((match) -> match.group(1)).toList();
	}

}
