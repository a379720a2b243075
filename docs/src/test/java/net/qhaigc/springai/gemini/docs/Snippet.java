package net.qhaigc.springai.gemini.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a source file: {@code path/File.java#name} is what stands between the lines
 * with {@code tag::name[]} and {@code end::name[]}, {@code path/File.java} the whole
 * file.
 */
final class Snippet {

	private Snippet() {
	}

	/**
	 * Reads a snippet as a page shows it: without the indentation that all its lines
	 * share, with four spaces for a tab, without the lines of tags.
	 * @param repository the root of the repository
	 * @param name the path and the tag
	 * @return the text, without a line break at its end
	 */
	static String read(Path repository, String name) {
		if (!exists(repository, name)) {
			throw new IllegalStateException("There is no file " + path(name));
		}
		List<String> lines = MarkdownPage.lines(repository.resolve(path(name)));
		return normalize(name.contains("#") ? region(lines, name, name.substring(name.indexOf('#') + 1)) : lines);
	}

	/** Whether there is a file for a snippet. */
	static boolean exists(Path repository, String name) {
		return Files.isRegularFile(repository.resolve(path(name)));
	}

	private static String path(String name) {
		return name.replaceAll("#.*", "");
	}

	private static List<String> region(List<String> lines, String name, String tag) {
		List<String> region = new ArrayList<>();
		boolean inside = false;
		boolean found = false;
		for (String line : lines) {
			if (line.contains("tag::" + tag + "[]")) {
				inside = true;
				found = true;
			}
			else if (line.contains("end::" + tag + "[]")) {
				inside = false;
			}
			else if (inside) {
				region.add(line);
			}
		}
		if (!found || inside) {
			throw new IllegalStateException("There is no tag::%s[] with its end:: for %s".formatted(tag, name));
		}
		return region;
	}

	static String normalize(List<String> lines) {
		String text = String.join("\n",
				lines.stream()
					.filter((line) -> !line.matches(".*\\b(tag|end)::\\S+\\[].*"))
					.map((line) -> line.replace("\t", "    ").stripTrailing())
					.toList());
		return text.stripIndent().strip();
	}

}
