package net.qhaigc.springai.gemini.rendering;

import java.net.URI;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseRenderer}.
 */
class ResponseRendererTests {

	private static final String GROUNDED_RESPONSE = """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"🌧️ 杭州在下雨。\\nTake an umbrella!"}]},
			 "groundingMetadata":{
			  "groundingChunks":[{"web":{"uri":"https://a.example/?q=1&r=2","title":"天气 <杭州>"}},
			   {"web":{"uri":"https://b.example","title":"b.example"}}],
			  "groundingSupports":[
			   {"segment":{"startIndex":8,"endIndex":14,"text":"杭州"},"groundingChunkIndices":[0]},
			   {"segment":{"startIndex":8,"endIndex":26,"text":"杭州在下雨。"},"groundingChunkIndices":[1,0]},
			   {"segment":{"startIndex":14,"endIndex":26,"text":"在下雨。"},"groundingChunkIndices":[0]},
			   {"segment":{"startIndex":27,"endIndex":44,"text":"Take an umbrella!"},"groundingChunkIndices":[1]}]},
			 "finishReason":"STOP"}]}""";

	private static final String RESPONSE_WITH_CODE = """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"The plot:"},
			 {"executableCode":{"language":"PYTHON","code":"print(\\"<b>```</b>\\")"}},
			 {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"<b>```</b>\\n"}},
			 {"inlineData":{"mimeType":"image/png","data":"AQID"}},
			 {"text":"Rain & sun."}]},
			 "groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a.example"}}],
			  "groundingSupports":[{"segment":{"partIndex":4,"startIndex":0,"endIndex":4,"text":"Rain"},
			  "groundingChunkIndices":[0]}]},
			 "finishReason":"STOP"}]}""";

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	@Nested
	class Html {

		@Test
		void rendersTextWithSources() {
			String reference1 = link("https://a.example/?q=1&amp;r=2", "天气 &lt;杭州&gt;", "[1]");
			String reference2 = link("https://b.example", "b.example", "[2]");
			assertThat(ResponseRenderer.html().render(response(GROUNDED_RESPONSE)))
				.isEqualTo("<div class=\"response-text\">🌧️ 杭州<sup class=\"response-reference\">" + reference1
						+ "</sup>在下雨。" + "<sup class=\"response-reference\">" + reference1 + reference2 + "</sup><br>\n"
						+ "Take an umbrella!<sup class=\"response-reference\">" + reference2 + "</sup></div>\n"
						+ "<ol class=\"response-sources\">\n<li>"
						+ link("https://a.example/?q=1&amp;r=2", "天气 &lt;杭州&gt;", "天气 &lt;杭州&gt;") + "</li>\n<li>"
						+ link("https://b.example", "b.example", "b.example") + "</li>\n</ol>\n");
		}

		@Test
		void rendersCodeThenResultThenImage() {
			String reference = link("https://a.example", "https://a.example", "[1]");
			assertThat(ResponseRenderer.html().render(response(RESPONSE_WITH_CODE))).isEqualTo(
					"""
							<div class="response-text">The plot:</div>
							<pre class="response-code"><code class="language-python">print(&quot;&lt;b&gt;```&lt;/b&gt;&quot;)</code></pre>
							<pre class="response-code-result"><code>&lt;b&gt;```&lt;/b&gt;
							</code></pre>
							<img class="response-media" src="data:image/png;base64,AQID" alt="">
							<div class="response-text">Rain<sup class="response-reference">%s</sup> &amp; sun.</div>
							<ol class="response-sources">
							<li>%s</li>
							</ol>
							"""
						.formatted(reference, reference.replace("[1]", "https://a.example")));
		}

		@Test
		void rendersClosingChunkLikeResponseOfCall() {
			String rendered = ResponseRenderer.html().render(response(RESPONSE_WITH_CODE));
			assertThat(ResponseRenderer.html().render(closingChunk(RESPONSE_WITH_CODE))).isEqualTo(rendered);
			assertThat(ResponseRenderer.html().render(closingChunk(GROUNDED_RESPONSE)))
				.isEqualTo(ResponseRenderer.html().render(response(GROUNDED_RESPONSE)));
		}

		@Test
		void rendersEmptyTextForNullResponse() {
			assertThat(ResponseRenderer.html().render((ChatResponse) null)).isEmpty();
			assertThat(ResponseRenderer.markdown().render((ChatResponse) null)).isEmpty();
		}

		@Test
		void escapesMediaUriAndOmitsMediaWithoutUri() {
			ResponseRenderer renderer = ResponseRenderer.html().withMediaUris((media) -> "/media/1?a=\"&b='");
			assertThat(renderer.render(response(RESPONSE_WITH_CODE)))
				.contains("<img class=\"response-media\" src=\"/media/1?a=&quot;&amp;b=&#39;\" alt=\"\">");
			assertThat(ResponseRenderer.html().withMediaUris((media) -> null).render(response(RESPONSE_WITH_CODE)))
				.doesNotContain("<img");
		}

		private static String link(String uri, String title, String label) {
			return "<a href=\"" + uri + "\" title=\"" + title
					+ "\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">" + label + "</a>";
		}

	}

	@Nested
	class Markdown {

		@Test
		void rendersTextWithSources() {
			assertThat(ResponseRenderer.markdown().render(response(GROUNDED_RESPONSE))).isEqualTo("""
					🌧️ 杭州 [\\[1\\]](https://a.example/?q=1&r=2)在下雨。 [\\[1\\]](https://a.example/?q=1&r=2) \
					[\\[2\\]](https://b.example)
					Take an umbrella! [\\[2\\]](https://b.example)

					1. [天气 \\<杭州\\>](https://a.example/?q=1&r=2)
					2. [b.example](https://b.example)
					""");
		}

		@Test
		void rendersCodeThenResultThenImage() {
			assertThat(ResponseRenderer.markdown().render(response(RESPONSE_WITH_CODE))).isEqualTo("""
					The plot:

					````python
					print("<b>```</b>")
					````

					````text
					<b>```</b>
					````

					![image/png](data:image/png;base64,AQID)

					Rain [\\[1\\]](https://a.example) & sun.

					1. [https\\://a.example](https://a.example)
					""");
		}

		@Test
		void rendersTextWithoutSourcesUnchanged() {
			assertThat(ResponseRenderer.markdown().render(response("""
					{"candidates":[{"content":{"parts":[{"text":"**Hello** <b>"}]},"finishReason":"STOP"}]}""")))
				.isEqualTo("**Hello** <b>");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
				Run `ls -l` now.               | ls                | Run `ls -l` #1 now.
				See [the page](https://c.d).   | the               | See [the page](https://c.d) #1.
				See https://c.d/e.             | c.d               | See https://c.d/e. #1
				It is **rain** today.          | rain              | It is **rain** #1 today.
				A \\* star                     | A \\              | A \\* #1 star
				""")
		void movesReferenceOutOfMarkup(String text, String passage, String expected) {
			assertThat(renderWithReference(text, passage)).isEqualTo(expected);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
				Do:~```~ls~```~Done.~    | ls     | Do:~```~ls~```~~#1~~Done.~
				Do:~```~ls~```           | ls     | Do:~```~ls~```~~#1~~
				Do:~```~ls               | ls     | Do:~```~ls~```~
				Do:~```~ls~```~Or:~```~x | ls     | Do:~```~ls~```~~#1~~Or:~```~x~```~
				Rain.~# Sun              | Rain.~ | Rain. #1~# Sun
				Rain.~```~ls~```         | Rain.~ | Rain. #1~```~ls~```
				""")
		void movesOrDropsReferenceThatWouldBreakBlock(String text, String passage, String expected) {
			assertThat(renderWithReference(text.replace('~', '\n'), passage.replace('~', '\n')))
				.isEqualTo(expected.replace('~', '\n').strip());
		}

		@Test
		void addsReferenceToLastCellOfTableRow() {
			assertThat(renderWithReference("| a |\n|---|\n| b |\n", "| b |")).isEqualTo("| a |\n|---|\n| b  #1|");
		}

		/**
		 * Render the text with a source that supports the last occurrence of the passage.
		 * The result contains {@code #1} in place of the reference, and no list of
		 * sources.
		 */
		private static String renderWithReference(String text, String passage) {
			return GroundedResponse.of(text)
				.source("https://a.example", "a")
				.passage(text.lastIndexOf(passage), text.lastIndexOf(passage) + passage.length(), 0)
				.render(ResponseRenderer.markdown())
				.replace("[\\[1\\]](https://a.example)", "#1")
				.replaceFirst("\\n\\n1\\. \\[a]\\(https://a\\.example\\)\\n$", "")
				.strip();
		}

	}

	@Nested
	class UnsafeContent {

		@ParameterizedTest
		@ValueSource(strings = { "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)",
				"java\tscript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd",
				"//evil.example", "https:evil", "https://a.example/\"onmouseover=\"x", "https://a.example/ b",
				"https://a.example/\n[x](javascript:y)", "gs://bucket/file" })
		void doesNotLinkToUnsafeUri(String uri) {
			GroundedResponse response = GroundedResponse.of("Rain.").source(uri, "title").passage(0, 5, 0);
			assertThat(response.render(ResponseRenderer.html()))
				.isEqualTo("<div class=\"response-text\">Rain.<sup class=\"response-reference\">"
						+ "<span title=\"title\">[1]</span></sup></div>\n<ol class=\"response-sources\">\n"
						+ "<li><span title=\"title\">title</span></li>\n</ol>\n");
			assertThat(response.render(ResponseRenderer.markdown())).isEqualTo("Rain. \\[1\\]\n\n1. title\n");
		}

		@Test
		void escapesTitle() {
			GroundedResponse response = GroundedResponse.of("Rain.")
				.source("https://a.example/(b)*_",
						"\"><img src=x onerror=alert(1)>](javascript:x)\n\n# `a` ![b](c)\u202Eevil")
				.passage(0, 5, 0);
			assertThat(response.render(ResponseRenderer.html())).doesNotContain("<img")
				.contains("title=\"&quot;&gt;&lt;img src=x onerror=alert(1)&gt;](javascript:x) # `a` ![b](c) evil\"");
			assertThat(response.render(ResponseRenderer.markdown())).isEqualTo(
					"""
							Rain. [\\[1\\]](https://a.example/%28b%29*_)

							1. ["\\>\\<img src\\=x onerror\\=alert\\(1\\)\\>\\]\\(javascript\\:x\\) \\# \\`a\\` \\!\\[b\\]\\(c\\) evil]\
							(https://a.example/%28b%29*_)
							""");
		}

		@Test
		void returnsOnlySafeUrisOfMedia() {
			assertThat(SafeUri.of(media("text/html"))).isNull();
			assertThat(SafeUri.of(media("image/svg+xml"))).isEqualTo("data:image/svg+xml;base64,AQ==");
			assertThat(SafeUri.of(new Media(Media.Format.IMAGE_PNG, URI.create("javascript:alert(1)")))).isNull();
			assertThat(SafeUri.of(new Media(Media.Format.IMAGE_PNG, URI.create("https://a.example/b"))))
				.isEqualTo("https://a.example/b");
		}

		private static Media media(String type) {
			return Media.builder().mimeType(MimeTypeUtils.parseMimeType(type)).data(new byte[] { 1 }).build();
		}

	}

	@Test
	void addsReferenceInPartThatSegmentSpecifies() {
		String rendered = ResponseRenderer.markdown()
			.render(response(
					"""
							{"candidates":[{"content":{"parts":[{"text":"雨。雨。"},{"executableCode":{"language":"PYTHON","code":"a"}},
							 {"text":"雨。雨。"}]},"finishReason":"STOP",
							 "groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a.example","title":"a"}}],
							 "groundingSupports":[
							  {"segment":{"partIndex":2,"startIndex":6,"endIndex":12,"text":"雨。"},"groundingChunkIndices":[0]}]}}]}"""));
		assertThat(rendered).isEqualTo("""
				雨。雨。

				```python
				a
				```

				雨。雨。 [\\[1\\]](https://a.example)

				1. [a](https://a.example)
				""");
	}

	@Test
	void listsLicenseOfCitation() {
		String rendered = ResponseRenderer.markdown().render(response("""
				{"candidates":[{"content":{"parts":[{"text":"int i = 0;"}]},"finishReason":"STOP",
				 "citationMetadata":{"citationSources":[
				  {"startIndex":0,"endIndex":10,"uri":"https://a.example/code","license":"MIT"}]}}]}"""));
		assertThat(rendered).isEqualTo("""
				int i = 0; [\\[1\\]](https://a.example/code)

				1. [https\\://a.example/code \\(MIT\\)](https://a.example/code)
				""");
	}

	private ChatResponse response(String json) {
		this.fixture.gateway().replyJson(json);
		return Objects.requireNonNull(chat().call().chatResponse());
	}

	private ChatResponse closingChunk(String json) {
		this.fixture.gateway().replyEvents(json);
		List<ChatResponse> chunks = Objects.requireNonNull(chat().stream().chatResponse().collectList().block());
		return chunks.get(chunks.size() - 1);
	}

	private ChatClient.ChatClientRequestSpec chat() {
		return ChatClient.create(this.fixture.model("gemini-3-flash-preview")).prompt("How is the weather?");
	}

}
