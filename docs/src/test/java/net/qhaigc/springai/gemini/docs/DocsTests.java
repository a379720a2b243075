package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Keeps the documentation true: code is code that the build compiles, configuration
 * binds, links lead somewhere.
 * <p>
 * With the system property {@code docs.write=true} the fences with a marker are filled in
 * from the sources first.
 */
class DocsTests {

	private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern OF_SPRING = Pattern.compile("(qhaigc|spring|management|server)\\b.*");

	private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+Tests)#(\\w+)`");

	private static final Map<String, String> TEST_SOURCES = testSources();

	private static final ConfigurationKeys KEYS = ConfigurationKeys.ofClassPath();

	@BeforeAll
	static void writeSnippets() throws IOException {
		if (Boolean.getBoolean("docs.write")) {
			for (Path file : MarkdownPage.filesIn(REPOSITORY)) {
				write(file);
			}
		}
	}

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource
	void codeIsMarkedWithItsSource(Fence fence) {
		assertThat(fence.snippet()).as("the marker '<!-- snippet: path/File.java#name -->' before %s", fence)
			.isNotNull()
			.containsPattern("(^|/)src/(main|test)/(java|kotlin)/");
	}

	static Stream<Fence> codeIsMarkedWithItsSource() {
		return fences("java", "kotlin");
	}

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource
	void aMarkedFenceIsItsSource(Fence fence) {
		assertThat(Snippet.normalize(fence.text().lines().toList())).as("%s is %s", fence, fence.snippet())
			.isEqualTo(Snippet.read(REPOSITORY, Objects.requireNonNull(fence.snippet())));
	}

	static Stream<Fence> aMarkedFenceIsItsSource() {
		return fences().filter((fence) -> fence.snippet() != null);
	}

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource
	void configurationHasKnownKeysAndBinds(Fence fence) throws IOException {
		for (Map<String, Object> document : documents(fence)) {
			assertThat(document.keySet()).as("the keys of %s", fence)
				.filteredOn((key) -> OF_SPRING.matcher(key).matches())
				.allMatch(KEYS::contain, "is in the configuration metadata");
			assertThatCode(() -> KEYS.bind(document)).as("%s binds", fence).doesNotThrowAnyException();
		}
	}

	static Stream<Fence> configurationHasKnownKeysAndBinds() {
		return fences("yaml", "yml", "properties");
	}

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource
	void jsonIsJson(Fence fence) {
		assertThatCode(() -> JsonMapper.shared().readTree(fence.text())).as("%s", fence).doesNotThrowAnyException();
	}

	static Stream<Fence> jsonIsJson() {
		return fences("json");
	}

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource
	void commandsNameModulesThatExist(Fence fence) {
		assertThat(modulesOf(fence)).as("the modules behind -pl of %s", fence)
			.allSatisfy((module) -> assertThat(REPOSITORY.resolve(module).resolve("pom.xml")).exists());
	}

	static Stream<Fence> commandsNameModulesThatExist() {
		return fences("sh", "bash", "shell", "console");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(MarkdownPage page) {
		assertThat(page.links()).as("the links of %s", page).allSatisfy((link) -> {
			if (!link.matches("[a-z]+:.*")) {
				assertLeadsSomewhere(page, link);
			}
		});
	}

	@ParameterizedTest
	@MethodSource("pages")
	void testsThatAreNamedExist(MarkdownPage page) throws IOException {
		Matcher test = NAMED_TEST.matcher(Files.readString(REPOSITORY.resolve(page.path())));
		while (test.find()) {
			assertThat(TEST_SOURCES.getOrDefault(test.group(1), "")).as("%s names %s", page, test.group())
				.containsPattern("\\bvoid " + test.group(2) + "\\(");
		}
	}

	@Test
	void theIndexNamesEveryPage() {
		MarkdownPage index = MarkdownPage.read(REPOSITORY, REPOSITORY.resolve("docs/index.md"));
		assertThat(pages().map((page) -> page.path().toString())
			.filter((path) -> path.matches("docs/[^/]+\\.md") && !path.equals("docs/index.md"))
			.map((path) -> path.substring("docs/".length()))).isSubsetOf(index.links());
	}

	static Stream<MarkdownPage> pages() {
		return MarkdownPage.filesIn(REPOSITORY).stream().map((file) -> MarkdownPage.read(REPOSITORY, file));
	}

	/**
	 * The classes of tests by their names, with the sources of all that are called so.
	 */
	private static Map<String, String> testSources() {
		try (Stream<Path> files = Files.walk(REPOSITORY)) {
			return files.filter((file) -> file.toString().matches(".*/src/test/java/.*Tests\\.java"))
				.collect(Collectors.toMap((file) -> file.getFileName().toString().replace(".java", ""),
						(file) -> String.join("\n", MarkdownPage.lines(file)), String::concat));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Fence> fences(String... languages) {
		return pages().flatMap((page) -> page.fences().stream())
			.filter((fence) -> languages.length == 0 || List.of(languages).contains(fence.language()));
	}

	private static void assertLeadsSomewhere(MarkdownPage page, String link) {
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

	private static List<Map<String, Object>> documents(Fence fence) throws IOException {
		ByteArrayResource resource = new ByteArrayResource(fence.text().getBytes(StandardCharsets.UTF_8));
		List<PropertySource<?>> sources = fence.language().startsWith("y")
				? new YamlPropertySourceLoader().load(fence.toString(), resource)
				: new PropertiesPropertySourceLoader().load(fence.toString(), resource);
		return sources.stream().map(DocsTests::properties).toList();
	}

	private static Map<String, Object> properties(PropertySource<?> source) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
			properties.put(name, Objects.requireNonNull(source.getProperty(name)));
		}
		return properties;
	}

	private static List<String> modulesOf(Fence fence) {
		List<String> modules = new ArrayList<>();
		List<String> words = Arrays.asList(fence.text().split("\\s+"));
		for (int i = 0; i < words.size() - 1; i++) {
			if (words.get(i).equals("-pl")) {
				modules.addAll(Arrays.asList(words.get(i + 1).split(",")));
			}
		}
		return modules;
	}

	private static void write(Path file) throws IOException {
		String page = Files.readString(file);
		for (Fence fence : MarkdownPage.read(REPOSITORY, file).fences()) {
			if (fence.snippet() != null && Snippet.exists(REPOSITORY, fence.snippet())) {
				String start = "<!-- snippet: " + fence.snippet() + " -->\n```" + fence.language() + "\n";
				int from = page.indexOf(start) + start.length();
				int to = page.indexOf("```", from);
				page = page.substring(0, from) + Snippet.read(REPOSITORY, fence.snippet()) + "\n" + page.substring(to);
			}
		}
		Files.writeString(file, page);
	}

}
