package net.qhaigc.samples.playground;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the static files of the page, which loads its own scripts and two WebJars,
 * but no remote resources.
 */
class PageSourcesTests {

	private static final Pattern WEBJAR = Pattern
		.compile("<script [^>]*src=\"webjars/([^\"/]+)/([^\"]+)\" integrity=\"([^\"]+)\"");

	private static final Pattern TEXT = Pattern.compile("(\\w+): \\{\\s*en: \"([^\"]*)\",\\s*zh: \"([^\"]*)\"\\s*}");

	private final PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();

	@Test
	void webJarsMatchIntegrityHashes() throws Exception {
		Map<String, String> expected = new TreeMap<>();
		Map<String, String> found = new TreeMap<>();
		for (MatchResult script : matches(WEBJAR, read("index.html"))) {
			expected.put(script.group(1), script.group(3));
			found.put(script.group(1), "sha384-" + hash(webJarFile(script.group(1), script.group(2))));
		}

		assertThat(found).containsOnlyKeys("dompurify", "marked").isEqualTo(expected);
	}

	@Test
	void loadsNoRemoteScriptsOrStyles() throws IOException {
		assertThat(matches(Pattern.compile("(?:src|href)=\"([^\"]*)\""), read("index.html")))
			.extracting((match) -> match.group(1))
			.isNotEmpty()
			.noneMatch((address) -> address.contains(":") || address.startsWith("/"));
		assertThat(this.resources.getResources("classpath:static/js/*.js")).isNotEmpty()
			.allSatisfy((script) -> assertThat(script.getContentAsString(StandardCharsets.UTF_8))
				.doesNotContainPattern("import[^;]*https?:"));
	}

	@Test
	void scriptsNeitherInsertHtmlStringsNorCallEval() throws IOException {
		assertThat(this.resources.getResources("classpath:static/js/*.js")).isNotEmpty()
			.allSatisfy((script) -> assertThat(script.getContentAsString(StandardCharsets.UTF_8))
				.doesNotContain("innerHTML", "insertAdjacentHTML", "document.write", "eval("));
	}

	@Test
	void textsHaveSamePlaceholdersInBothLanguages() throws IOException {
		String texts = read("js/texts.js");
		List<MatchResult> pairs = matches(TEXT, texts);

		assertThat(pairs).isNotEmpty().hasSize(matches(Pattern.compile("\\ben: "), texts).size()).allSatisfy((pair) -> {
			assertThat(pair.group(3)).as(pair.group(1)).isNotBlank();
			assertThat(placeholders(pair.group(3))).as(pair.group(1))
				.containsExactlyInAnyOrderElementsOf(placeholders(pair.group(2)));
		});
	}

	private static List<String> placeholders(String text) {
		return matches(Pattern.compile("\\{\\w+}"), text).stream().map(MatchResult::group).toList();
	}

	private static List<MatchResult> matches(Pattern pattern, String text) {
		return pattern.matcher(text).results().toList();
	}

	private String read(String file) throws IOException {
		return this.resources.getResource("classpath:static/" + file).getContentAsString(StandardCharsets.UTF_8);
	}

	private Resource webJarFile(String name, String path) throws IOException {
		Resource[] found = this.resources
			.getResources("classpath*:META-INF/resources/webjars/%s/*/%s".formatted(name, path));
		assertThat(found).as("WebJars named " + name + " with the file " + path).hasSize(1);
		return found[0];
	}

	private static String hash(Resource resource) throws IOException, GeneralSecurityException {
		try (InputStream content = resource.getInputStream()) {
			return Base64.getEncoder()
				.encodeToString(MessageDigest.getInstance("SHA-384").digest(content.readAllBytes()));
		}
	}

}
