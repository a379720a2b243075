package net.qhaigc.springai.gemini.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Verifies the tables in the migration pages: each property of the starter to migrate
 * from has a row, each replacement and each class exists, and the table of packages lists
 * each class of this project that its page mentions.
 */
class MigrationTablesTests {

	private static final ConfigurationKeys KEYS = ConfigurationKeys.ofClassPath();

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern TYPE = Pattern.compile("\\b[A-Z][A-Za-z]+\\b");

	private static final Pattern LINK = Pattern.compile("\\[[^\\[\\]]*]\\(");

	private static final Pattern SAME_NAMES = Pattern.compile("the same names? under `qhaigc|下的同名属性|同名");

	/** Classes of starters that are not on the classpath of these tests. */
	private static final Set<String> CLASSES_NOT_ON_CLASSPATH = Set.of("GoogleGenAiTextEmbeddingModel");

	private static final List<String> PACKAGES = List.of("", "org.springframework.ai.google.genai.",
			"org.springframework.ai.google.genai.common.", "org.springframework.ai.google.genai.cache.",
			"org.springframework.ai.google.genai.metadata.", "org.springframework.ai.openai.",
			"org.springframework.ai.openai.http.okhttp.", "org.springframework.ai.chat.model.",
			"org.springframework.ai.embedding.", "net.qhaigc.springai.gemini.", "net.qhaigc.springai.gemini.client.",
			"net.qhaigc.springai.gemini.client.error.", "net.qhaigc.springai.gemini.metadata.",
			"net.qhaigc.springai.gemini.options.");

	@ParameterizedTest
	@CsvSource({ "migrating-from-google-genai, spring.ai.google.genai", "migrating-from-openai, spring.ai.openai" })
	void eachPropertyHasRow(String page, String prefix) {
		List<String> described = rows(page + ".md", prefix).stream().flatMap((row) -> row.names().stream()).toList();
		assertThat(KEYS.namesUnder(prefix)).isNotEmpty()
			.allSatisfy((name) -> assertThat(described).as("the row for %s in %s.md", name, page)
				.anyMatch((pattern) -> matches(pattern, name)));
	}

	@ParameterizedTest
	@CsvSource({ "migrating-from-google-genai.md, spring.ai.google.genai", "migrating-from-openai.md, spring.ai.openai",
			"migrating-from-google-genai.zh-CN.md, spring.ai.google.genai",
			"migrating-from-openai.zh-CN.md, spring.ai.openai" })
	void eachReplacementExists(String page, String prefix) {
		List<Row> rows = rows(page, prefix);
		assertThat(rows).hasSizeGreaterThan(10);
		assertThat(rows.stream().flatMap((row) -> row.replacements().stream())).isNotEmpty()
			.allMatch(KEYS::contains, "is a property");
	}

	@ParameterizedTest
	@ValueSource(strings = { "migrating-from-google-genai.md", "migrating-from-google-genai.zh-CN.md",
			"migrating-from-openai.md", "migrating-from-openai.zh-CN.md" })
	void eachClassExists(String page) {
		List<String> lines = MarkdownPage.lines(Path.of(page));
		int start = Math.max(lines.indexOf("## Classes"), lines.indexOf("## 类"));
		List<String> classes = lines.subList(start, lines.size())
			.stream()
			.skip(1)
			.takeWhile((line) -> !line.startsWith("## "))
			.filter((line) -> line.startsWith("|"))
			.flatMap(Row::code)
			.filter((text) -> text.matches("([a-z.]+\\.)?[A-Z][A-Za-z.]+"))
			.toList();
		assertThat(classes).hasSizeGreaterThan(8).allMatch(MigrationTablesTests::exists, "is a class");
	}

	@ParameterizedTest
	@ValueSource(strings = { "migrating-from-google-genai.md", "migrating-from-google-genai.zh-CN.md",
			"migrating-from-openai.md", "migrating-from-openai.zh-CN.md" })
	void packageTableListsEachMentionedClass(String page) {
		List<String> lines = MarkdownPage.lines(Path.of(page));
		Set<String> listed = lines.stream()
			.filter((line) -> line.startsWith("| `net.qhaigc."))
			.flatMap(MigrationTablesTests::qualifiedNames)
			.collect(Collectors.toSet());
		assertThat(listed).isNotEmpty().allMatch((name) -> ClassUtils.isPresent(name, null), "is a class");
		Set<String> mentioned = lines.stream()
			.flatMap((line) -> TYPE.matcher(LINK.matcher(line).replaceAll("")).results().map(MatchResult::group))
			.flatMap((name) -> PACKAGES.stream()
				.filter((prefix) -> prefix.startsWith("net.qhaigc."))
				.map((prefix) -> prefix + name))
			.filter((name) -> ClassUtils.isPresent(name, null))
			.collect(Collectors.toSet());
		assertThat(listed).containsAll(mentioned);
	}

	private static Stream<String> qualifiedNames(String row) {
		List<String> code = Row.code(row).toList();
		return code.stream().skip(1).map((name) -> code.get(0) + "." + name);
	}

	private static boolean exists(String name) {
		String nested = name.replaceAll("(?<=[A-Z][A-Za-z]{0,40})\\.", "\\$");
		return CLASSES_NOT_ON_CLASSPATH.contains(name)
				|| PACKAGES.stream().anyMatch((prefix) -> ClassUtils.isPresent(prefix + nested, null));
	}

	private static boolean matches(String pattern, String name) {
		return pattern.endsWith("*") ? name.startsWith(pattern.substring(0, pattern.length() - 1))
				: name.equals(pattern) || name.startsWith(pattern + ".");
	}

	private static List<Row> rows(String page, String prefix) {
		List<Row> rows = new ArrayList<>();
		boolean inTable = false;
		for (String line : MarkdownPage.lines(Path.of(page))) {
			inTable = inTable ? line.startsWith("|") : line.startsWith("|") && line.contains("`" + prefix + "`");
			String[] cells = line.split("\\|");
			if (inTable && cells.length == 3 && cells[1].contains("`") && !cells[1].contains("`" + prefix + "`")) {
				rows.add(new Row(cells[1], cells[2]));
			}
		}
		return rows;
	}

	/**
	 * A row of a table.
	 *
	 * @param before the cell with the properties of the starter to migrate from
	 * @param after the cell with the replacement
	 */
	record Row(String before, String after) {

		/**
		 * Return the names of the properties to replace. If the first name starts with
		 * "chat.", this prefix applies to all names of the row. The cell can also
		 * describe names in words: "the same names under chat", and "penalties".
		 */
		List<String> names() {
			List<String> names = new ArrayList<>(code(this.before).toList());
			if (names.get(0).startsWith("chat.")) {
				names.replaceAll((name) -> name.startsWith("chat.") ? name : "chat." + name);
			}
			if (this.before.contains("under `chat`") || this.before.contains("`chat` 下")) {
				List.copyOf(names).forEach((name) -> names.add("chat." + name));
			}
			if (this.before.contains("penalties") || this.before.contains("惩罚")) {
				names.addAll(List.of("chat.presence-penalty", "chat.frequency-penalty"));
			}
			return names;
		}

		/** Return the properties of this project's starter that are the replacement. */
		List<String> replacements() {
			if (SAME_NAMES.matcher(this.after).find() && !this.before.contains("*")) {
				return names().stream().map((name) -> "qhaigc." + name).toList();
			}
			return code(this.after).map((text) -> text.split(":")[0])
				.filter((text) -> text.startsWith("qhaigc.") && !text.endsWith("*") && !text.equals("qhaigc.chat"))
				.toList();
		}

		static Stream<String> code(String cell) {
			return CODE.matcher(cell).results().map((match) -> match.group(1));
		}

	}

}
