package net.qhaigc.springai.gemini.rendering;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.MimeType;

import net.qhaigc.springai.gemini.metadata.ResponsePart;

/**
 * Writes CommonMark.
 */
final class MarkdownOutput implements Output {

	private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]()<>&#|~!$^=@:]");

	private static final Pattern NOT_IN_DESTINATION = Pattern.compile("[\\p{Cntrl}\\s\"'<>()\\[\\]\\\\^`{|}]");

	private static final Pattern BACKTICKS = Pattern.compile("`+");

	private static final int MIN_FENCE_LENGTH = 3;

	private final StringBuilder markdown = new StringBuilder();

	@Override
	public void writeText(String text, NavigableMap<Integer, List<Source>> references) {
		startBlock();
		MarkdownText markdownText = new MarkdownText(text);
		int start = 0;
		for (Map.Entry<Integer, List<Source>> reference : markdownText.moveAfterCodeAndLinks(references).entrySet()) {
			this.markdown.append(text, start, reference.getKey());
			start = reference.getKey();
			boolean isOnOwnLine = markdownText.isAfterCodeBlock(start);
			if (isOnOwnLine) {
				startBlock();
			}
			// Without the space, an exclamation mark before the link would turn the link
			// into an image.
			reference.getValue()
				.forEach((source) -> this.markdown.append(endsWithNewline() ? "" : " ")
					.append(link(source, "\\[" + source.number() + "\\]")));
			if (isOnOwnLine) {
				this.markdown.append("\n\n");
			}
		}
		this.markdown.append(text, start, text.length());
		if (!markdownText.unclosedFence().isEmpty()) {
			this.markdown.append(endsWithNewline() ? "" : "\n").append(markdownText.unclosedFence()).append('\n');
		}
	}

	private static String link(Source source, String label) {
		return (source.uri() != null) ? "[" + label + "](" + destination(source.uri()) + ")" : label;
	}

	private static String escape(String text) {
		return MARKUP.matcher(text).replaceAll("\\\\$0");
	}

	private static String destination(String uri) {
		return NOT_IN_DESTINATION.matcher(uri).replaceAll((match) -> "%%%02X".formatted((int) match.group().charAt(0)));
	}

	@Override
	public void writeCode(ResponsePart.Code code) {
		appendFencedCode(ExecutedCode.language(code.language()), Objects.requireNonNullElse(code.code(), ""));
	}

	@Override
	public void writeCodeResult(ResponsePart.CodeResult result) {
		appendFencedCode("text", ExecutedCode.result(result));
	}

	private void appendFencedCode(String language, String code) {
		startBlock();
		int length = MIN_FENCE_LENGTH;
		Matcher backticks = BACKTICKS.matcher(code);
		while (backticks.find()) {
			length = Math.max(length, backticks.group().length() + 1);
		}
		String fence = "`".repeat(length);
		this.markdown.append(fence).append(language).append('\n').append(code);
		this.markdown.append(endsWithNewline() ? "" : "\n").append(fence).append('\n');
	}

	@Override
	public void writeMedia(MimeType type, String uri) {
		startBlock();
		this.markdown.append("image".equals(type.getType()) ? "!" : "")
			.append('[')
			.append(escape(type.toString()))
			.append("](")
			.append(destination(uri))
			.append(")\n");
	}

	@Override
	public void writeSources(List<Source> sources) {
		if (sources.isEmpty()) {
			return;
		}
		startBlock();
		for (Source source : sources) {
			this.markdown.append(source.number())
				.append(". ")
				.append(link(source, escape(source.title())))
				.append('\n');
		}
	}

	/** Begin a block after an empty line. */
	private void startBlock() {
		if (!this.markdown.isEmpty()) {
			this.markdown.append(endsWithNewline() ? "\n" : "\n\n");
		}
	}

	private boolean endsWithNewline() {
		return !this.markdown.isEmpty() && this.markdown.charAt(this.markdown.length() - 1) == '\n';
	}

	@Override
	public String toString() {
		return this.markdown.toString();
	}

}
