package net.qhaigc.springai.gemini.options;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.content.Media;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MediaOptions}.
 */
class MediaOptionsTests {

	private static final Media IMAGE = Media.builder()
		.mimeType(MimeTypeUtils.IMAGE_PNG)
		.data(new byte[] { 1, 2, 3 })
		.id("1")
		.name("lake")
		.build();

	@Test
	void addsOptionsToCopyOfMedia() {
		MediaOptions options = MediaOptions.fps(2).withResolution(MediaOptions.Resolution.HIGH);
		Media media = options.applyTo(IMAGE);
		assertThat(media.getMimeType()).isEqualTo(MimeTypeUtils.IMAGE_PNG);
		assertThat(media.getData()).isSameAs(IMAGE.getData());
		assertThat(media.getDataAsByteArray()).containsExactly(1, 2, 3);
		assertThat(media.getId()).isEqualTo("1");
		assertThat(media.getName()).isEqualTo("lake");
		assertThat(MediaOptions.of(media)).isEqualTo(options);
		assertThat(MediaOptions.of(IMAGE)).isNull();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, 24.5, Double.NaN })
	void rejectsInvalidFrameRate(double fps) {
		assertThatIllegalArgumentException().isThrownBy(() -> MediaOptions.fps(fps)).withMessageContaining("fps");
	}

	@Test
	void rejectsInvalidClip() {
		assertThatIllegalArgumentException().isThrownBy(() -> MediaOptions.clip(Duration.ofSeconds(-1), null))
			.withMessageContaining("start");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MediaOptions.clip(Duration.ofSeconds(2), Duration.ofSeconds(2)))
			.withMessageContaining("end");
	}

}
