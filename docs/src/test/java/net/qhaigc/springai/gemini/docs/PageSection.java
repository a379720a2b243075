package net.qhaigc.springai.gemini.docs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A heading of a page and the text up to the next heading.
 *
 * @param anchor the anchor of the heading
 * @param line the index of the heading in the lines of the page
 * @param lines the heading and the text
 */
record PageSection(String anchor, int line, List<String> lines) {

	static List<PageSection> read(Path file) {
		return of(MarkdownPage.lines(file));
	}

	static List<PageSection> of(List<String> lines) {
		List<PageSection> sections = new ArrayList<>();
		int start = -1;
		boolean insideFence = false;
		for (int i = 0; i <= lines.size(); i++) {
			boolean end = i == lines.size();
			insideFence ^= !end && lines.get(i).strip().startsWith("```");
			if (end || (!insideFence && lines.get(i).matches("#{1,6} .*"))) {
				if (start >= 0) {
					sections.add(section(start, lines.subList(start, i)));
				}
				start = i;
			}
		}
		return sections;
	}

	private static PageSection section(int line, List<String> lines) {
		return new PageSection(MarkdownPage.anchor(lines.get(0).replaceFirst("^#+ +", "")), line, List.copyOf(lines));
	}

	/**
	 * Return a hash of the section. The hash ignores white space, translation marks,
	 * generated tables of properties, and the code of snippets, which {@link DocsTests}
	 * compares with the source.
	 */
	String hash() {
		StringBuilder text = new StringBuilder();
		boolean insideSnippet = false;
		boolean generated = false;
		for (int i = 0; i < this.lines.size(); i++) {
			String line = this.lines.get(i).strip();
			boolean fence = line.startsWith("```");
			generated = (generated || line.startsWith("<!-- properties: ")) && !line.equals("<!-- end -->");
			if ((!insideSnippet || fence) && !generated && !TranslationMark.isMark(line)) {
				text.append(line.replaceAll("\\s+", ""));
			}
			if (fence) {
				insideSnippet = !insideSnippet && i > 0 && this.lines.get(i - 1).contains("<!-- snippet: ");
			}
		}
		return hash(text.toString());
	}

	private static String hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, 4);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
