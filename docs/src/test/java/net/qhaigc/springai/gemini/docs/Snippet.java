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
		int hash = name.indexOf('#');
		Path file = repository.resolve((hash < 0) ? name : name.substring(0, hash));
		if (!Files.isRegularFile(file)) {
			throw new IllegalStateException("There is no file " + repository.relativize(file));
		}
		List<String> lines = MarkdownPage.lines(file);
		return normalize((hash < 0) ? lines : region(lines, name, name.substring(hash + 1)));
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
