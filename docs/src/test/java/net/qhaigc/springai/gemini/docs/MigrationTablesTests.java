package net.qhaigc.springai.gemini.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Verifies the tables of properties in the pages on migration: each property of the other
 * starter has a row, and each replacement exists.
 */
class MigrationTablesTests {

	private static final ConfigurationKeys KEYS = ConfigurationKeys.ofClassPath();

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern SAME_NAMES = Pattern.compile("the same names? below `qhaigc|下的同名属性|同名");

	@ParameterizedTest
	@CsvSource({ "migrating-from-google-genai, spring.ai.google.genai", "migrating-from-openai, spring.ai.openai" })
	void eachPropertyHasRow(String page, String prefix) {
		List<String> described = rows(page + ".md", prefix).stream().flatMap((row) -> row.names().stream()).toList();
		assertThat(KEYS.namesBelow(prefix)).isNotEmpty()
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
	 * @param before the properties of the other starter
	 * @param after the replacement
	 */
	record Row(String before, String after) {

		/** Return the names, of which only the first has the group that all have. */
		List<String> names() {
			List<String> names = new ArrayList<>(code(this.before).toList());
			if (names.get(0).startsWith("chat.")) {
				names.replaceAll((name) -> name.startsWith("chat.") ? name : "chat." + name);
			}
			if (this.before.contains("below `chat`") || this.before.contains("`chat` 下")) {
				List.copyOf(names).forEach((name) -> names.add("chat." + name));
			}
			if (this.before.contains("penalties") || this.before.contains("惩罚")) {
				names.addAll(List.of("chat.presence-penalty", "chat.frequency-penalty"));
			}
			return names;
		}

		/** Return the properties of this starter. */
		List<String> replacements() {
			if (SAME_NAMES.matcher(this.after).find() && !this.before.contains("*")) {
				return names().stream().map((name) -> "qhaigc." + name).toList();
			}
			return code(this.after).map((text) -> text.split(":")[0])
				.filter((text) -> text.startsWith("qhaigc.") && !text.endsWith("*") && !text.equals("qhaigc.chat"))
				.toList();
		}

		private static Stream<String> code(String cell) {
			return CODE.matcher(cell).results().map((match) -> match.group(1));
		}

	}

}
