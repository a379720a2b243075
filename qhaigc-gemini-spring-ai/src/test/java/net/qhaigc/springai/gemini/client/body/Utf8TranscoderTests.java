package net.qhaigc.springai.gemini.client.body;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Utf8Transcoder}.
 */
class Utf8TranscoderTests {

	@ParameterizedTest
	@ValueSource(strings = { "GBK", "GB18030", "Big5", "UTF-16LE", "ISO-8859-1" })
	void transcodesCharactersSplitBetweenChunks(String charset) {
		String text = charset.equals("ISO-8859-1") ? "Zürich" : "data: {\"a\":\"餘額不足\"}\n";
		Utf8Transcoder transcoder = new Utf8Transcoder(Charset.forName(charset));
		ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
		for (byte single : text.getBytes(Charset.forName(charset))) {
			utf8.writeBytes(transcoder.transcode(new byte[] { single }));
		}
		assertThat(utf8.toString(StandardCharsets.UTF_8)).isEqualTo(text);
	}

}
