package net.qhaigc.springai.gemini.rendering;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.util.MimeType;

import net.qhaigc.springai.gemini.metadata.ResponsePart;

/**
 * Writes HTML without scripts, styles or IDs. CSS classes identify the elements for a
 * style sheet.
 */
final class HtmlOutput implements Output {

	private final StringBuilder html = new StringBuilder();

	@Override
	public void writeText(String text, NavigableMap<Integer, List<Source>> references) {
		this.html.append("<div class=\"response-text\">");
		int start = 0;
		for (Map.Entry<Integer, List<Source>> reference : references.entrySet()) {
			appendText(text.substring(start, reference.getKey()));
			start = reference.getKey();
			this.html.append("<sup class=\"response-reference\">");
			reference.getValue().forEach((source) -> appendSource(source, "[" + source.number() + "]"));
			this.html.append("</sup>");
		}
		appendText(text.substring(start));
		this.html.append("</div>\n");
	}

	private void appendText(String text) {
		this.html.append(escape(text).replace("\r\n", "\n").replace('\r', '\n').replace("\n", "<br>\n"));
	}

	private void appendSource(Source source, String label) {
		if (source.uri() == null) {
			this.html.append("<span title=\"")
				.append(escape(source.title()))
				.append("\">")
				.append(escape(label))
				.append("</span>");
		}
		else {
			this.html.append("<a href=\"")
				.append(escape(source.uri()))
				.append("\" title=\"")
				.append(escape(source.title()))
				.append("\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">")
				.append(escape(label))
				.append("</a>");
		}
	}

	@Override
	public void writeCode(ResponsePart.Code code) {
		String attribute = languageAttribute(code.language());
		appendCode("response-code", attribute, Objects.requireNonNullElse(code.code(), ""));
	}

	private static String languageAttribute(@Nullable String language) {
		String name = ExecutedCode.language(language);
		return name.isEmpty() ? "" : " class=\"language-" + name + "\"";
	}

	@Override
	public void writeCodeResult(ResponsePart.CodeResult result) {
		appendCode("response-code-result", "", ExecutedCode.result(result));
	}

	private void appendCode(String cssClass, String attributes, String code) {
		this.html.append("<pre class=\"")
			.append(cssClass)
			.append("\"><code")
			.append(attributes)
			.append('>')
			.append(escape(code))
			.append("</code></pre>\n");
	}

	@Override
	public void writeMedia(MimeType type, String uri) {
		String source = escape(uri);
		this.html.append(switch (type.getType()) {
			case "image" -> "<img class=\"response-media\" src=\"" + source + "\" alt=\"\">\n";
			case "audio", "video" -> "<" + type.getType() + " class=\"response-media\" controls src=\"" + source
					+ "\"></" + type.getType() + ">\n";
			default -> "<a class=\"response-media\" href=\"" + source + "\">" + escape(type.toString()) + "</a>\n";
		});
	}

	@Override
	public void writeSources(List<Source> sources) {
		if (sources.isEmpty()) {
			return;
		}
		this.html.append("<ol class=\"response-sources\">\n");
		for (Source source : sources) {
			this.html.append("<li>");
			appendSource(source, source.title());
			this.html.append("</li>\n");
		}
		this.html.append("</ol>\n");
	}

	/**
	 * Escape text for elements and for attributes in quotes. Characters that HTML does
	 * not allow are replaced with U+FFFD.
	 */
	private static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length() + 16);
		text.codePoints().forEach((character) -> {
			switch (character) {
				case '&' -> escaped.append("&amp;");
				case '<' -> escaped.append("&lt;");
				case '>' -> escaped.append("&gt;");
				case '"' -> escaped.append("&quot;");
				case '\'' -> escaped.append("&#39;");
				default -> escaped.appendCodePoint(isAllowed(character) ? character : 0xFFFD);
			}
		});
		return escaped.toString();
	}

	private static boolean isAllowed(int character) {
		if (character == '\n' || character == '\r' || character == '\t') {
			return true;
		}
		return !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
	}

	@Override
	public String toString() {
		return this.html.toString();
	}

}
