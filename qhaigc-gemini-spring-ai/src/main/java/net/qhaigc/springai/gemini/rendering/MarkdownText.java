package net.qhaigc.springai.gemini.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Determines where references to sources can be inserted into the Markdown of a model:
 * not within code or a link.
 */
final class MarkdownText {

	private static final Pattern FENCE = Pattern.compile("(?m)^ {0,3}(`{3,}|~{3,})([^\\n]*)$\\n?");

	/** Code, images and links, on one line and of limited length. */
	private static final Pattern INLINE = Pattern.compile("(?<!`)(`{1,9})(?!`)[^\\n]{1,1000}?(?<!`)\\1(?!`)"
			+ "|!?\\[[^\\[\\]\\n]{0,1000}+\\]\\([^)\\n]{0,2000}+\\)|<[^<>\\s]{1,2000}+>|https?://[^\\s]{1,2000}+");

	private final String text;

	private final List<int[]> codeBlocks = new ArrayList<>();

	private final List<int[]> inlineRanges = new ArrayList<>();

	private String unclosedFence = "";

	MarkdownText(String text) {
		this.text = text;
		findCodeBlocks();
		Matcher matcher = INLINE.matcher(text);
		while (matcher.find()) {
			this.inlineRanges.add(new int[] { matcher.start(), matcher.end() });
		}
	}

	private void findCodeBlocks() {
		Matcher matcher = FENCE.matcher(this.text);
		int start = -1;
		while (matcher.find()) {
			String fence = matcher.group(1);
			if (start < 0 && (fence.charAt(0) == '~' || matcher.group(2).indexOf('`') < 0)) {
				start = matcher.start();
				this.unclosedFence = fence;
			}
			else if (start >= 0 && fence.startsWith(this.unclosedFence) && matcher.group(2).isBlank()) {
				this.codeBlocks.add(new int[] { start, matcher.end() });
				start = -1;
				this.unclosedFence = "";
			}
		}
		if (start >= 0) {
			this.codeBlocks.add(new int[] { start, this.text.length() });
		}
	}

	/** Return the fence that the text does not close; empty if there is none. */
	String unclosedFence() {
		return this.unclosedFence;
	}

	/** Return whether a fenced code block that is closed ends at an index. */
	boolean isAfterCodeBlock(int index) {
		boolean isEndOfOpenBlock = !this.unclosedFence.isEmpty() && index == this.text.length();
		return !isEndOfOpenBlock && this.codeBlocks.stream().anyMatch((block) -> block[1] == index);
	}

	/**
	 * Return the references, keyed by the indices at which they can be inserted: a
	 * reference within code or a link, for example, is moved to the end of the code or
	 * link. References within a fenced code block that is not closed are dropped.
	 */
	NavigableMap<Integer, List<Source>> moveAfterCodeAndLinks(NavigableMap<Integer, List<Source>> references) {
		NavigableMap<Integer, List<Source>> moved = new TreeMap<>();
		references.forEach((index, sources) -> {
			int target = insertionIndex(index);
			if (this.unclosedFence.isEmpty() || target < this.codeBlocks.get(this.codeBlocks.size() - 1)[0]) {
				List<Source> existing = moved.computeIfAbsent(target, (key) -> new ArrayList<>());
				sources.stream().filter((source) -> !existing.contains(source)).forEach(existing::add);
			}
		});
		return moved;
	}

	private int insertionIndex(int index) {
		int end = endOfTextBefore(index);
		for (int[] block : this.codeBlocks) {
			if (block[0] < end && end <= block[1]) {
				return block[1];
			}
		}
		int target = end;
		for (int[] range : this.inlineRanges) {
			if (range[0] < target && target < range[1]) {
				target = range[1];
			}
		}
		if (this.text.startsWith("**", target) && isWithinBoldText(target)) {
			return target + 2;
		}
		return isEscaped(target) ? target + Character.charCount(this.text.codePointAt(target)) : target;
	}

	/**
	 * Return the end of the text before an index. Trailing whitespace is left out,
	 * because a reference at the beginning of a line could change the block that begins
	 * there. The {@code |} at the end of a table row is left out, because a reference
	 * after the last cell of a row would not be displayed.
	 */
	private int endOfTextBefore(int index) {
		int end = index;
		while (end > 0 && Character.isWhitespace(this.text.charAt(end - 1))) {
			end--;
		}
		boolean endsRow = end > 1 && this.text.charAt(end - 1) == '|'
				&& (end == this.text.length() || this.text.charAt(end) == '\n');
		return (endsRow && this.text.charAt(end - 2) != '\\') ? end - 1 : end;
	}

	private boolean isWithinBoldText(int index) {
		int count = 0;
		int start = this.text.lastIndexOf('\n', index - 1) + 1;
		for (int i = this.text.indexOf("**", start); i >= 0 && i < index; i = this.text.indexOf("**", i + 2)) {
			count++;
		}
		return count % 2 == 1;
	}

	/** Return whether the character at an index is escaped by the backslash before it. */
	private boolean isEscaped(int index) {
		int start = index;
		while (start > 0 && this.text.charAt(start - 1) == '\\') {
			start--;
		}
		return (index - start) % 2 == 1 && index < this.text.length();
	}

}
