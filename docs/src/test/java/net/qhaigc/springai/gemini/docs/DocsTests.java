package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Verifies the documentation: code is taken from compiled sources, configuration can be
 * bound, commands name existing modules, links resolve, and named tests exist.
 * <p>
 * With the system property {@code docs.write=true}, the code in each fence with a snippet
 * marker is replaced with the snippet before the tests.
 */
class DocsTests {

	private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

	private static final List<String> LANGUAGES = List.of("java", "kotlin", "groovy", "yaml", "json", "xml", "sh",
			"text", "mermaid");

	private static final Pattern VERIFIED_PROPERTY = Pattern.compile("(qhaigc|spring|management|server|logging)\\b.*");

	private static final Pattern NAMED_TEST = Pattern.compile("(?:`|-Dtest=)(\\w+Tests)(?:#(\\w+))?");

	private static final Pattern MODULES = Pattern.compile("(?<= -pl )\\S+");

	private static final Map<String, String> TEST_SOURCES = testSources();

	private static final ConfigurationKeys KEYS = ConfigurationKeys.ofClassPath();

	@BeforeAll
	static void writeSnippets() throws IOException {
		if (Boolean.getBoolean("docs.write")) {
			for (Path file : MarkdownPage.filesIn(REPOSITORY)) {
				replaceSnippets(file);
			}
		}
	}

	@ParameterizedTest
	@MethodSource
	void fencesHaveKnownLanguage(Fence fence) {
		assertThat(fence.language()).as("the language of %s", fence).isIn(LANGUAGES);
	}

	static Stream<Fence> fencesHaveKnownLanguage() {
		return fences();
	}

	@ParameterizedTest
	@MethodSource
	void codeHasSnippetMarker(Fence fence) {
		assertThat(fence.snippet()).as("the marker '<!-- snippet: path/File.java#name -->' before %s", fence)
			.isNotNull()
			.containsPattern("(^|/)src/(main|test)/(java|kotlin)/");
	}

	static Stream<Fence> codeHasSnippetMarker() {
		return fences("java", "kotlin");
	}

	@ParameterizedTest
	@MethodSource
	void snippetsMatchSource(Fence fence) {
		assertThat(Snippet.normalize(fence.text().lines().toList())).as("%s equals %s", fence, fence.snippet())
			.isEqualTo(Snippet.read(REPOSITORY, Objects.requireNonNull(fence.snippet())));
	}

	static Stream<Fence> snippetsMatchSource() {
		return fences().filter((fence) -> fence.snippet() != null);
	}

	@ParameterizedTest
	@MethodSource
	void documentedOutputsArePartOfTheirTests(Fence fence) {
		Path test = REPOSITORY.resolve(Objects.requireNonNull(fence.output()));
		assertThat(withoutIndentation(MarkdownPage.lines(test).stream())).as("%s is part of %s", fence, fence.output())
			.contains("\n" + withoutIndentation(fence.text().lines()) + "\n");
	}

	static Stream<Fence> documentedOutputsArePartOfTheirTests() {
		return fences().filter((fence) -> fence.output() != null);
	}

	@ParameterizedTest
	@MethodSource
	void configurationKeysAreKnownAndCanBeBound(Fence fence) throws IOException {
		for (Map<String, Object> document : yamlDocuments(fence)) {
			assertThat(document.keySet()).as("the keys of %s", fence)
				.filteredOn((key) -> VERIFIED_PROPERTY.matcher(key).matches())
				.isNotEmpty()
				.allMatch(KEYS::contains, "is in the configuration metadata");
			assertThatCode(() -> KEYS.bind(document)).as("%s can be bound", fence).doesNotThrowAnyException();
		}
	}

	static Stream<Fence> configurationKeysAreKnownAndCanBeBound() {
		return fences("yaml");
	}

	@ParameterizedTest
	@MethodSource
	void jsonIsValid(Fence fence) {
		assertThatCode(() -> JsonMapper.shared().readTree(fence.text())).as("%s", fence).doesNotThrowAnyException();
	}

	static Stream<Fence> jsonIsValid() {
		return fences("json");
	}

	@ParameterizedTest
	@MethodSource
	void xmlIsWellFormed(Fence fence) {
		InputSource xml = new InputSource(new StringReader("<fence>" + fence.text() + "</fence>"));
		assertThatCode(() -> DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml)).as("%s", fence)
			.doesNotThrowAnyException();
	}

	static Stream<Fence> xmlIsWellFormed() {
		return fences("xml");
	}

	@ParameterizedTest
	@MethodSource
	void commandsNameExistingModules(Fence fence) {
		assertThat(modules(fence)).as("the modules after -pl in %s", fence)
			.allSatisfy((module) -> assertThat(REPOSITORY.resolve(module).resolve("pom.xml")).exists());
	}

	static Stream<Fence> commandsNameExistingModules() {
		return fences("sh").filter((fence) -> !modules(fence).isEmpty());
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksResolve(MarkdownPage page) {
		assertThat(page.links()).as("the links of %s", page)
			.filteredOn((link) -> !link.matches("[a-z]+:.*"))
			.allSatisfy((link) -> assertResolves(page, link));
	}

	@ParameterizedTest
	@MethodSource
	void testsNamedInPageExist(MarkdownPage page) {
		assertThat(namedTests(page)).allSatisfy((test) -> {
			assertThat(TEST_SOURCES).as("%s names %s", page, test.group()).containsKey(test.group(1));
			if (test.group(2) != null) {
				assertThat(TEST_SOURCES.get(test.group(1))).as("%s names %s", page, test.group())
					.containsPattern("\\bvoid " + test.group(2) + "\\(");
			}
		});
	}

	static Stream<MarkdownPage> testsNamedInPageExist() {
		return pages().filter((page) -> !namedTests(page).isEmpty());
	}

	@Test
	void everyRowOfFaultTableNamesTest() {
		List<String> lines = MarkdownPage.lines(REPOSITORY.resolve("docs/faults.md"));
		int header = lines.stream()
			.filter((line) -> line.startsWith("| Fault |"))
			.findFirst()
			.map(lines::indexOf)
			.orElseThrow();
		List<String> rows = lines.stream().skip(header + 2).takeWhile((line) -> line.startsWith("|")).toList();
		assertThat(rows).isNotEmpty().allSatisfy((row) -> assertThat(row).containsPattern("`\\w+Tests(#\\w+)?` \\|$"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "docs/index.md", "docs/index.zh-CN.md" })
	void indexLinksToEveryPageOfItsLanguage(String index) {
		MarkdownPage page = MarkdownPage.read(REPOSITORY, REPOSITORY.resolve(index));
		assertThat(pages().map((other) -> other.path().toString())
			.filter((path) -> path.matches("docs/[^/]+\\.md") && !path.equals(index))
			.filter((path) -> path.endsWith(".zh-CN.md") == index.endsWith(".zh-CN.md"))
			.map((path) -> path.substring("docs/".length()))).isNotEmpty().isSubsetOf(page.links());
	}

	static Stream<MarkdownPage> pages() {
		return MarkdownPage.filesIn(REPOSITORY).stream().map((file) -> MarkdownPage.read(REPOSITORY, file));
	}

	/** Return the sources of the test classes by simple name. */
	private static Map<String, String> testSources() {
		return RepositoryFiles.find(REPOSITORY, ".*/src/test/java/.*Tests\\.java")
			.stream()
			.collect(Collectors.toMap((file) -> file.getFileName().toString().replace(".java", ""),
					(file) -> String.join("\n", MarkdownPage.lines(file)), String::concat));
	}

	/**
	 * Join the lines without their indentation. The delimiter at the end of a text block
	 * is also removed, so that the last line of an output equals that of the text block.
	 */
	private static String withoutIndentation(Stream<String> lines) {
		return lines.map((line) -> line.strip().replaceFirst("\"\"\"\\)*;?$", "")).collect(Collectors.joining("\n"));
	}

	private static List<MatchResult> namedTests(MarkdownPage page) {
		String text = String.join("\n", MarkdownPage.lines(REPOSITORY.resolve(page.path())));
		return NAMED_TEST.matcher(text).results().toList();
	}

	private static Stream<Fence> fences(String... languages) {
		return pages().flatMap((page) -> page.fences().stream())
			.filter((fence) -> languages.length == 0 || List.of(languages).contains(fence.language()));
	}

	private static void assertResolves(MarkdownPage page, String link) {
		int hash = link.indexOf('#');
		String path = (hash < 0) ? link : link.substring(0, hash);
		Path here = REPOSITORY.resolve(page.path());
		Path target = path.isEmpty() ? here : here.resolveSibling(path).normalize();
		assertThat(target).as("%s links to %s", page, link).exists();
		if (hash >= 0 && target.toString().endsWith(".md")) {
			assertThat(MarkdownPage.read(REPOSITORY, target).anchors()).as("%s links to %s", page, link)
				.contains(link.substring(hash + 1));
		}
	}

	private static List<Map<String, Object>> yamlDocuments(Fence fence) throws IOException {
		ByteArrayResource resource = new ByteArrayResource(fence.text().getBytes(StandardCharsets.UTF_8));
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load(fence.toString(), resource);
		assertThat(sources).as("the documents of %s", fence).isNotEmpty();
		return sources.stream().map(DocsTests::properties).toList();
	}

	private static Map<String, Object> properties(PropertySource<?> source) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
			properties.put(name, Objects.requireNonNull(source.getProperty(name)));
		}
		return properties;
	}

	private static List<String> modules(Fence fence) {
		return MODULES.matcher(fence.text())
			.results()
			.flatMap((modules) -> Stream.of(modules.group().split(",")))
			.toList();
	}

	/**
	 * Replace the snippets of a page, the last one first so that line numbers stay valid.
	 */
	private static void replaceSnippets(Path file) throws IOException {
		List<String> lines = new ArrayList<>(MarkdownPage.lines(file));
		List<Fence> fences = MarkdownPage.read(REPOSITORY, file).fences();
		for (int i = fences.size() - 1; i >= 0; i--) {
			Fence fence = fences.get(i);
			if (fence.snippet() != null && Snippet.exists(REPOSITORY, fence.snippet())) {
				List<String> text = lines.subList(fence.line(), fence.end() - 1);
				text.clear();
				text.addAll(Snippet.read(REPOSITORY, fence.snippet()).lines().toList());
			}
		}
		Files.write(file, lines);
	}

}
