package net.qhaigc.springai.gemini.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads snippets of source files. {@code path/File.java#example} is the region between
 * the lines that contain {@code tag::example[]} and {@code end::example[]};
 * {@code path/File.java} is the whole file.
 */
final class Snippet {

	private Snippet() {
	}

	/**
	 * Return a snippet as pages show it: without tag lines and common indentation, and
	 * with four spaces instead of each tab.
	 * @param repository the root of the repository
	 * @param name the path, and the tag unless the snippet is the whole file
	 * @return the text, without a line break at the end
	 * @throws IllegalStateException if the file or the tag does not exist
	 */
	static String read(Path repository, String name) {
		if (!exists(repository, name)) {
			throw new IllegalStateException("File %s does not exist".formatted(path(name)));
		}
		List<String> lines = MarkdownPage.lines(repository.resolve(path(name)));
		return normalize(name.contains("#") ? region(lines, name, name.substring(name.indexOf('#') + 1)) : lines);
	}

	/** Whether the file of a snippet exists. */
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
			throw new IllegalStateException("Region tag::%s[] to end::%s[] not found for %s".formatted(tag, tag, name));
		}
		return region;
	}

	static String normalize(List<String> lines) {
		String text = String.join("\n",
				lines.stream()
					.filter((line) -> !line.matches(".*\\b(tag|end)::\\S+\\[].*"))
					.map((line) -> line.replace("\t", "    ").stripTrailing())
					.toList());
		return text.stripTrailing().stripIndent().strip();
	}

}
