package net.qhaigc.springai.gemini;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code docs/architecture.md} shows the dependencies that
 * {@link ArchitectureTests} allows.
 */
class ArchitecturePageTests {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\(root\\)|`[\\w.]+`) \\| [^|]+ \\|([^|]*)\\|$");

	private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\w+) -->(?:\\|[^|]+\\|)? (.+)$");

	@Test
	void tableListsAllowedDependencies() throws IOException {
		Map<String, Set<String>> documented = new TreeMap<>();
		rows().forEach((row) -> documented.put(row.group(1).replaceAll("\\(root\\)|`", ""), names(row.group(2), ",")));
		Map<String, Set<String>> allowed = new TreeMap<>();
		ArchitectureTests.ALLOWED_DEPENDENCIES.forEach((name, others) -> allowed.put(name, new TreeSet<>(others)));
		assertThat(documented).isEqualTo(allowed);
	}

	@Test
	void diagramShowsAllowedDependenciesOfTopLevelPackages() throws IOException {
		Map<String, Set<String>> allowed = new TreeMap<>();
		ArchitectureTests.ALLOWED_DEPENDENCIES.forEach(
				(name, others) -> others.forEach((other) -> addDependency(allowed, topLevel(name), topLevel(other))));
		Map<String, Set<String>> documented = new TreeMap<>();
		ARROW.matcher(page())
			.results()
			// Some arrows point to nodes that are not packages, such as the gateway.
			.forEach((arrow) -> names(arrow.group(2), "&").stream()
				.filter((other) -> allowed.values().stream().anyMatch((others) -> others.contains(other)))
				.forEach((other) -> addDependency(documented, arrow.group(1), other)));
		documented.keySet().removeAll(List.of("starter", "resilience"));
		assertThat(documented).isEqualTo(allowed);
	}

	private static void addDependency(Map<String, Set<String>> dependencies, String name, String other) {
		if (!name.equals(other)) {
			dependencies.computeIfAbsent(name, (key) -> new TreeSet<>()).add(other);
		}
	}

	/**
	 * Return the top-level part of a package name. The diagram shows the root package as
	 * {@code model}.
	 */
	private static String topLevel(String name) {
		return name.isEmpty() ? "model" : name.replaceAll("\\..*", "");
	}

	private static List<MatchResult> rows() throws IOException {
		String packages = page().replaceAll("(?s).*\n## Packages\n(.*?)\n## .*", "$1");
		return ROW.matcher(packages).results().toList();
	}

	private static Set<String> names(String list, String separator) {
		Set<String> names = new TreeSet<>();
		for (String name : list.split(separator)) {
			names.add(name.replace("`", "").strip());
		}
		names.remove("");
		return names;
	}

	private static String page() throws IOException {
		return Files.readString(Path.of("..", "docs", "architecture.md"));
	}

}
