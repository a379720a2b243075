package net.qhaigc.springai.gemini.codec.media;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.options.MediaOptions;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MediaEncoder}.
 */
class MediaEncoderTests {

	@Test
	void sendsContentOfResourcesInline() {
		assertThat(encode(media("image/png", new byte[] { 1, 2, 3 })))
			.isEqualTo("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQID\"}}");
		assertThat(encode(new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1, 2, 3 }))))
			.isEqualTo("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQID\"}}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.com/a b.png", "http://example.com/a.png", "gs://bucket/a.png",
			"https://www.youtube.com/watch?v=9hE5-98ZeCg", "https://generativelanguage.googleapis.com/v1beta/files/abc",
			"files/abc" })
	void sendsUriAsFileData(String uri) {
		assertThat(encode(media("image/png", uri)))
			.isEqualTo("{\"fileData\":{\"mimeType\":\"image/png\",\"fileUri\":\"%s\"}}".formatted(uri));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			data:image/png;base64,AQID                 | AQID
			data:image/png;base64,AQID_-8=             | AQID/+8=
			data:image/png;name=a.png;base64,AQ%3D%3D  | AQ==
			DATA:;BASE64,AQ                            | AQ==
			data:text/plain,Hi%20you                   | SGkgeW91
			data:application/octet-stream,%00%FF%80    | AP+A
			data:,                                     | ''
			""")
	void sendsDataUrisAsBytes(String uri, String base64) {
		assertThat(encode(media("image/png", uri)))
			.isEqualTo("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%s\"}}".formatted(base64));
	}

	@Test
	void sendsMediaOptions() {
		Media video = media("video/mp4", "gs://bucket/a.mp4");
		MediaOptions options = MediaOptions.clip(Duration.ofMillis(1500), Duration.ofMinutes(2))
			.withFps(0.5)
			.withResolution(MediaOptions.Resolution.ULTRA_HIGH)
			.withProcessing(MediaOptions.Processing.AGENTIC);
		assertThat(encode(options.applyTo(video))).isEqualTo("""
				{"fileData":{"mimeType":"video/mp4","fileUri":"gs://bucket/a.mp4"},\
				"mediaResolution":{"level":"MEDIA_RESOLUTION_ULTRA_HIGH"},\
				"videoMetadata":{"startOffset":"1.5s","endOffset":"120s","fps":0.5},"mediaProcessing":"AGENTIC"}""");
		assertThat(encode(MediaOptions.resolution(MediaOptions.Resolution.LOW)
			.applyTo(media("image/png", new byte[] { 1, 2, 3 })))).isEqualTo("""
					{"inlineData":{"mimeType":"image/png","data":"AQID"},\
					"mediaResolution":{"level":"MEDIA_RESOLUTION_LOW"}}""");
	}

	@Test
	void decodesTextOfDataUri() {
		Part.InlineData part = (Part.InlineData) MediaEncoder.encode(media("text/plain", "data:text/plain,héllo%20世界"));
		assertThat(new String(part.data(), StandardCharsets.UTF_8)).isEqualTo("héllo 世界");
	}

	@Test
	void usesMimeTypeOfMediaUnlessItIsWildcard() {
		assertThat(encode(media("image/*", "data:image/webp;base64,AQ"))).contains("\"image/webp\"");
		assertThat(encode(media("audio/l16;codec=pcm;rate=24000", new byte[] { 1 })))
			.contains("\"audio/l16;codec=pcm;rate=24000\"");
	}

	@Test
	void decodesPlainBase64() {
		assertThat(encode(media("image/png", "AQID\n"))).contains("\"data\":\"AQID\"");
	}

	@Test
	void sendsUriObjectAsFileData() {
		assertThat(encode(media("image/png", (Object) URI.create("gs://bucket/a.png")))).contains("gs://bucket/a.png");
	}

	@ParameterizedTest
	@ValueSource(strings = { "file:/tmp/a.png", "classpath:a.png", "jar:file:/a.jar!/a.png" })
	void rejectsLocalUris(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> encode(media("image/png", uri)))
			.withMessageContaining("Resource");
	}

	@ParameterizedTest
	@ValueSource(strings = { "not base64!", "data:image/png;base64,*" })
	void rejectsInvalidBase64(String data) {
		assertThatIllegalArgumentException().isThrownBy(() -> encode(media("image/png", data)))
			.withMessageContaining("image/png");
	}

	private static String encode(Media media) {
		return WireJson.write(MediaEncoder.encode(media));
	}

	private static Media media(String mimeType, Object data) {
		Media.Builder media = Media.builder().mimeType(MimeType.valueOf(mimeType));
		if (data instanceof byte[] bytes) {
			return media.data(new ByteArrayResource(bytes)).build();
		}
		return ((data instanceof URI uri) ? media.data(uri) : media.data(data.toString())).build();
	}

}
