package net.qhaigc.springai.gemini.rendering;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseRenderer} with random texts, passages and titles. HTML and
 * Markdown contain the full text, and link to a source only if it is a web page. HTML
 * contains only the tags of the renderer, and no reference splits a grapheme cluster.
 * With {@code -Dqhaigc.rendering.seeds=100000}, each test runs with 100,000 texts instead
 * of 300.
 */
class ResponseRendererPropertyTests {

	private static final List<String> CHARACTERS = List.of("a", " ", "\n", "雨", "杭州", "。", "é", "e\u0301", "🌧️", "😀",
			"👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "1️⃣", "ß", "नि", "한", "العربية", "\u202E", "<", ">", "&", "\"", "'",
			"&amp;", "<script>", "</div>");

	private static final List<String> MARKDOWN = List.of("**", "*", "_", "`", "[", "](", ")", "!", "\\", "|", "#", "~",
			"javascript:alert(1)", "https://c.example");

	private static final List<String> URIS = List.of("https://a.example/", "http://b.example/?q=雨&r=1",
			"javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "https://a.example/\"'><script>", "", "ftp://x",
			"https://a.example/a)b(c]d[`|\\");

	private static final Pattern TAG = Pattern.compile("<[^>]*>");

	private static final Pattern ALLOWED_TAG = Pattern
		.compile("<(div class=\"response-text\"|/div|br|/?sup|/?ol|/?li|/a|/span"
				+ "|sup class=\"response-reference\"|ol class=\"response-sources\"|span title=\"[^\"<>]*\""
				+ "|a href=\"https?://[^\"<>\\s]*\" title=\"[^\"<>]*\" target=\"_blank\" rel=\"noopener noreferrer nofollow\")>");

	private static final Pattern REFERENCE = Pattern
		.compile(" ?(\\[\\\\\\[\\d+\\\\\\]\\]\\(https?://[^\\s()\\[\\]<>]+\\)|\\\\\\[\\d+\\\\\\])");

	static LongStream seeds() {
		return LongStream.range(0, Long.getLong("qhaigc.rendering.seeds", 300));
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void htmlContainsFullTextAndOnlyTagsOfRenderer(long seed) {
		Random random = new Random(seed);
		String text = text(random, CHARACTERS);
		String html = response(random, text).render(ResponseRenderer.html());
		Matcher tags = TAG.matcher(html);
		while (tags.find()) {
			assertThat(tags.group()).matches(ALLOWED_TAG);
		}
		String displayed = html.replaceAll("(?s)<ol .*", "")
			.replaceAll("<sup .*?</sup>", "")
			.replaceAll(TAG.pattern(), "");
		assertThat(unescape(displayed)).isEqualTo(text.isEmpty() ? "" : text + "\n");
		Matcher references = Pattern.compile("(?s)(.?.?)<sup .*?</sup>(.?.?)").matcher(html);
		while (references.find()) {
			String before = references.group(1);
			String after = references.group(2);
			// If the reference split a grapheme cluster, the sum would be larger.
			assertThat(countGraphemeClusters(before + after))
				.isEqualTo(countGraphemeClusters(before) + countGraphemeClusters(after));
		}
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void markdownContainsFullTextAndLinksOnlySourcesThatAreWebPages(long seed) {
		Random random = new Random(seed);
		String text = text(random, CHARACTERS) + text(random, MARKDOWN) + text(random, CHARACTERS);
		String markdown = response(random, text).render(ResponseRenderer.markdown());
		String sources = markdown.substring(markdown.lastIndexOf("\n\n1. ") + 2);
		assertThat(
				REFERENCE.matcher(markdown.substring(0, markdown.length() - sources.length())).replaceAll("").strip())
			.isEqualTo(text.strip());
		assertThat(sources.lines()).hasSize(URIS.size())
			.allMatch((line) -> line.matches(
					"\\d\\. (\\[([^\\\\\\[\\]]|\\\\.)*\\]\\(https?://[^\\s()\\[\\]<>]*\\)|([^\\\\\\[\\]()<>`]|\\\\.)*)"));
	}

	private static GroundedResponse response(Random random, String text) {
		GroundedResponse response = GroundedResponse.of(text);
		for (int i = 0; i < URIS.size(); i++) {
			response.source(URIS.get(i), i + text(random, CHARACTERS) + text(random, MARKDOWN));
		}
		for (int i = random.nextInt(6); i > 0 && !text.isEmpty(); i--) {
			int start = random.nextInt(text.length());
			response.passage(start, start + random.nextInt(text.length() - start + 1), random.nextInt(URIS.size()));
		}
		return response;
	}

	private static String text(Random random, List<String> alphabet) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(30); i > 0; i--) {
			text.append(alphabet.get(random.nextInt(alphabet.size())));
		}
		return text.toString();
	}

	private static long countGraphemeClusters(String text) {
		return Pattern.compile("\\X").matcher(text).results().count();
	}

	private static String unescape(String html) {
		return html.replace("&lt;", "<")
			.replace("&gt;", ">")
			.replace("&quot;", "\"")
			.replace("&#39;", "'")
			.replace("&amp;", "&");
	}

}
