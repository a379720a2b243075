package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A translated page, such as {@code tools.zh-CN.md}. After each heading, a comment (a
 * {@link TranslationMark}) names the section of the original page, such as
 * {@code tools.md#schemas}, that the text below translates.
 *
 * @param file the translated page
 * @param sections the sections of the translated page
 */
record Translation(Path file, List<PageSection> sections) {

	static Translation read(Path file) {
		return new Translation(file, PageSection.read(file));
	}

	/** Return the name of the page without the language and the extension. */
	String name() {
		return this.file.getFileName().toString().replaceFirst("\\..*", "");
	}

	/** Return the sections of the original page that no mark names. */
	List<String> missingSections() {
		List<String> marked = marks().stream().map(TranslationMark::section).toList();
		return originalSections().stream()
			.map((section) -> this.name() + ".md#" + section.anchor())
			.filter((section) -> !marked.contains(section))
			.toList();
	}

	/** Return a message with the new mark for each section whose mark is outdated. */
	List<String> outdatedMarkMessages() {
		List<String> messages = new ArrayList<>();
		for (PageSection section : this.sections) {
			for (TranslationMark mark : marks(section)) {
				TranslationMark current = currentMark(mark, section);
				if (!mark.equals(current)) {
					messages.add("%s changed. The new mark is %s".formatted(changedSections(mark, current, section),
							current));
				}
			}
		}
		return messages;
	}

	private String changedSections(TranslationMark mark, TranslationMark current, PageSection section) {
		List<String> changed = new ArrayList<>();
		if (!mark.originalHash().equals(current.originalHash())) {
			changed.add(mark.section());
		}
		if (!mark.translationHash().equals(current.translationHash())) {
			changed.add(this.file.getFileName() + "#" + section.anchor());
		}
		return String.join(" and ", changed);
	}

	/**
	 * Write the current hashes to all marks. If the page has no marks, first add one to
	 * each section, which requires that the original page has the same number of
	 * sections.
	 */
	void writeMarks() throws IOException {
		List<String> lines = new ArrayList<>(MarkdownPage.lines(this.file));
		if (marks().isEmpty()) {
			addMarks(lines);
		}
		for (PageSection section : PageSection.of(lines)) {
			for (int i = section.line(); i < section.line() + section.lines().size(); i++) {
				if (TranslationMark.isMark(lines.get(i))) {
					lines.set(i, currentMark(TranslationMark.of(lines.get(i)), section).toString());
				}
			}
		}
		Files.write(this.file, lines);
	}

	private void addMarks(List<String> lines) {
		List<PageSection> original = originalSections();
		if (original.size() != this.sections.size()) {
			throw new IllegalStateException("%s has %d sections and the original has %d. Add the marks manually."
				.formatted(this, this.sections.size(), original.size()));
		}
		for (int i = original.size() - 1; i >= 0; i--) {
			lines.add(this.sections.get(i).line() + 1,
					new TranslationMark(name() + ".md", original.get(i).anchor(), "00000000", "00000000").toString());
		}
	}

	private TranslationMark currentMark(TranslationMark mark, PageSection section) {
		String original = PageSection.read(this.file.resolveSibling(mark.page()))
			.stream()
			.filter((candidate) -> candidate.anchor().equals(mark.anchor()))
			.findFirst()
			.map(PageSection::hash)
			.orElseThrow(() -> new IllegalStateException(
					"%s translates %s, which does not exist".formatted(this, mark.section())));
		return new TranslationMark(mark.page(), mark.anchor(), original, section.hash());
	}

	List<String> snippets() {
		return snippets(this.file);
	}

	/**
	 * Return the snippets that this page must contain: those of the original page or, if
	 * there is no original page, its own.
	 */
	List<String> expectedSnippets() {
		Path original = this.file.resolveSibling(name() + ".md");
		return Files.exists(original) ? snippets(original) : snippets();
	}

	private static List<String> snippets(Path file) {
		return MarkdownPage.read(file.getParent(), file)
			.fences()
			.stream()
			.map(Fence::snippet)
			.filter(Objects::nonNull)
			.toList();
	}

	private List<PageSection> originalSections() {
		Path original = this.file.resolveSibling(name() + ".md");
		return Files.exists(original) ? PageSection.read(original) : List.of();
	}

	private List<TranslationMark> marks() {
		return this.sections.stream().flatMap((section) -> marks(section).stream()).toList();
	}

	private static List<TranslationMark> marks(PageSection section) {
		return section.lines().stream().filter(TranslationMark::isMark).map(TranslationMark::of).toList();
	}

	@Override
	public String toString() {
		return this.file.getFileName().toString();
	}

}
