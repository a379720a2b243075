package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code docs/architecture.md} shows the dependencies that
 * {@link ArchitectureTests} allows.
 */
class ArchitecturePageTests {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| [^|]+ \\|([^|]*)\\|$");

	private static final Pattern NAME = Pattern.compile("[\\w.]+");

	@Test
	void tableListsAllowedDependencies() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "architecture.md"));
		String table = page.replaceAll("(?s).*\n## Packages of the starter\n(.*?)\n## .*", "$1");
		Map<String, Set<String>> documented = ROW.matcher(table)
			.results()
			.collect(Collectors.toMap((row) -> row.group(1), (row) -> names(row.group(2)), (one, other) -> one,
					TreeMap::new));
		Map<String, Set<String>> allowed = new TreeMap<>();
		ArchitectureTests.ALLOWED_DEPENDENCIES.forEach((name, others) -> allowed.put(name, new TreeSet<>(others)));
		assertThat(documented).isEqualTo(allowed);
	}

	private static Set<String> names(String list) {
		return NAME.matcher(list).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
	}

}
