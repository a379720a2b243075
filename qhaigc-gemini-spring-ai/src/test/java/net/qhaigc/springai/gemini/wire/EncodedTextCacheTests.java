package net.qhaigc.springai.gemini.wire;

import java.io.ByteArrayOutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link EncodedTextCache}.
 */
class EncodedTextCacheTests {

	private static final String TEXT = "A message of an earlier turn of the conversation";

	private final EncodedTextCache cache = new EncodedTextCache();

	@Test
	void keepsJsonOfTextThatIsWrittenTwice() {
		assertThat(this.cache.getOrEncode(TEXT)).isNull();

		byte[] json = this.cache.getOrEncode(TEXT);

		assertThat(json).asString(StandardCharsets.UTF_8).isEqualTo('"' + TEXT + '"');
		assertThat(this.cache.getOrEncode(TEXT)).isSameAs(json);
	}

	@Test
	void keepsJsonOnlyOfTextsOfMediumLength() {
		for (int length : List.of(EncodedTextCache.MIN_LENGTH - 1, EncodedTextCache.MAX_LENGTH + 1)) {
			String text = "a".repeat(length);

			this.cache.getOrEncode(text);

			assertThat(this.cache.getOrEncode(text)).isNull();
		}
	}

	@Test
	void doesNotRetainTextItself() {
		String text = new String(TEXT.toCharArray());
		WeakReference<String> reference = new WeakReference<>(text);
		this.cache.getOrEncode(text);
		assertThat(this.cache.getOrEncode(text)).isNotNull();

		text = null;

		assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
			while (reference.get() != null) {
				System.gc();
			}
		});
	}

	/**
	 * The texts have characters that are escaped, and characters of one to four bytes in
	 * UTF-8.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "\"quoted\" \\ and / with \b\t\n\f\r\u0000\u001f\u007f, which are escaped",
			"\u00e9 \u20ac \u6d41 and \ud83c\udf0a in a text that is longer than the minimum",
			"separators \u2028 \u2029 of lines and paragraphs, and a byte order mark \ufeff" })
	void writesSameJsonEachTime(String text) {
		Map<String, Object> body = Map.of("parts", List.of(new Part.Text(text)));
		String first = write(body);

		assertThat(write(body)).isEqualTo(first);
		assertThat(write(body)).isEqualTo(first);
		assertThat(WireJson.readValue(first)).isEqualTo(Map.of("parts", List.of(Map.of("text", text))));
	}

	@Test
	void neverReturnsJsonOfAnotherText() {
		List<String> many = IntStream.range(0, 20_000).mapToObj((i) -> TEXT + i).toList();
		for (int i = 0; i < 3; i++) {
			for (String text : many) {
				byte[] json = this.cache.getOrEncode(text);
				assertThat((json != null) ? new String(json, StandardCharsets.UTF_8) : '"' + text + '"')
					.isEqualTo('"' + text + '"');
			}
		}
	}

	private static String write(Object body) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		WireJson.write(body, Map.of(), out);
		return out.toString(StandardCharsets.UTF_8);
	}

}
