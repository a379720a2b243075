package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The elements that the tests verify in a Markdown page.
 *
 * @param path the path of the page, relative to the repository
 * @param fences the fenced code blocks
 * @param links the targets of links and images, as written
 * @param anchors the anchors of headings and of HTML anchor elements
 */
record MarkdownPage(Path path, List<Fence> fences, List<String> links, Set<String> anchors) {

	private static final Pattern FENCE = Pattern.compile("^(\\s*)(```+|~~~+)\\s*([\\w-]*).*$");

	private static final Pattern MARKER = Pattern.compile("^\\s*<!-- (snippet|output): (\\S+) -->\\s*$");

	private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.+?) *#*$");

	private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?(?: +\"[^\"]*\")?\\)");

	private static final Pattern REFERENCE = Pattern.compile("^\\[[^\\]]+]: +(\\S+).*$");

	private static final Pattern HTML_LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

	private static final Pattern HTML_ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

	private static final Pattern CODE = Pattern.compile("`[^`]*`");

	static MarkdownPage read(Path repository, Path file) {
		return new Reader(repository.relativize(file)).read(lines(file));
	}

	static List<Path> filesIn(Path repository) {
		return RepositoryFiles.find(repository, ".*\\.md");
	}

	static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(file.toString(), ex);
		}
	}

	/** Return the anchor that GitHub generates for a heading. */
	static String anchor(String heading) {
		return heading.replaceAll("!?\\[([^\\]]*)]\\([^)]*\\)", "$1")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^\\p{L}\\p{N}\\p{M}\\- _]", "")
			.replace(' ', '-');
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	private static final class Reader {

		private final Path path;

		private final List<Fence> fences = new ArrayList<>();

		private final List<String> links = new ArrayList<>();

		private final Set<String> anchors = new LinkedHashSet<>();

		private final Map<String, Integer> anchorCounts = new HashMap<>();

		Reader(Path path) {
			this.path = path;
		}

		MarkdownPage read(List<String> lines) {
			for (int i = 0; i < lines.size(); i++) {
				Matcher fence = FENCE.matcher(lines.get(i));
				if (fence.matches()) {
					i = readFence(lines, i, fence);
				}
				else {
					verifyMarker(lines, i);
					readLine(lines.get(i));
				}
			}
			return new MarkdownPage(this.path, this.fences, this.links, this.anchors);
		}

		private int readFence(List<String> lines, int start, Matcher fence) {
			int end = start + 1;
			while (end < lines.size() && !lines.get(end).strip().equals(fence.group(2))) {
				end++;
			}
			if (end == lines.size()) {
				throw new IllegalStateException("%s:%d: the fence is not closed".formatted(this.path, start + 1));
			}
			Matcher marker = MARKER.matcher((start > 0) ? lines.get(start - 1) : "");
			String text = String.join("\n", lines.subList(start + 1, end));
			this.fences.add(new Fence(this.path.toString(), start + 1, end + 1, fence.group(3),
					argument(marker, "snippet"), argument(marker, "output"), text.stripIndent()));
			return end;
		}

		private static @Nullable String argument(Matcher marker, String name) {
			return (marker.matches() && marker.group(1).equals(name)) ? marker.group(2) : null;
		}

		/**
		 * A malformed marker, or one without a fence, would leave a snippet unverified.
		 */
		private void verifyMarker(List<String> lines, int index) {
			if (lines.get(index).matches(".*<!-- (snippet|output).*")
					&& !(MARKER.matcher(lines.get(index)).matches() && isFence(lines, index + 1))) {
				throw new IllegalStateException(
						"%s:%d: the marker is malformed or is not followed by a fence".formatted(this.path, index + 1));
			}
		}

		private static boolean isFence(List<String> lines, int index) {
			return index < lines.size() && FENCE.matcher(lines.get(index)).matches();
		}

		private void readLine(String line) {
			Matcher heading = HEADING.matcher(line);
			if (heading.matches()) {
				String anchor = anchor(heading.group(1));
				int duplicates = this.anchorCounts.merge(anchor, 1, Integer::sum) - 1;
				this.anchors.add((duplicates > 0) ? anchor + "-" + duplicates : anchor);
			}
			HTML_ANCHOR.matcher(line).results().forEach((result) -> this.anchors.add(result.group(1)));
			String prose = CODE.matcher(line).replaceAll("");
			for (Pattern pattern : List.of(LINK, REFERENCE, HTML_LINK)) {
				pattern.matcher(prose).results().forEach((result) -> this.links.add(result.group(1)));
			}
		}

	}

}
