package net.qhaigc.springai.gemini.metadata;

import java.io.ByteArrayInputStream;
import java.util.List;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WavAudio}.
 */
class WavAudioTests {

	private static final String L16 = "audio/L16;codec=pcm;rate=24000";

	@ParameterizedTest
	@CsvSource({ "audio/L16;codec=pcm;rate=24000, 24000, 1", "audio/l16;rate=16000;channels=2, 16000, 2",
			"audio/pcm, 24000, 1" })
	void takesFormatFromMimeType(String mimeType, float rate, int channels) throws Exception {
		Media wav = WavAudio.of(media(mimeType, 1, 2, 3, 4));
		assertThat(wav.getMimeType()).hasToString("audio/wav");
		AudioInputStream audio = audio(wav);
		AudioFormat format = audio.getFormat();
		assertThat(format.getSampleRate()).isEqualTo(rate);
		assertThat(format.getChannels()).isEqualTo(channels);
		assertThat(format.getSampleSizeInBits()).isEqualTo(16);
		assertThat(format.isBigEndian()).isFalse();
		assertThat(audio.readAllBytes()).containsExactly(1, 2, 3, 4);
	}

	@Test
	void joinsSampleThatIsSplitAcrossTwoMedia() throws Exception {
		Media wav = WavAudio.of(List.of(media(L16, 1, 2, 3), media(L16, 4, 5, 6)));
		assertThat(audio(wav).readAllBytes()).containsExactly(1, 2, 3, 4, 5, 6);
	}

	@Test
	void collectsAudioOfStream() throws Exception {
		Media image = new Media(MimeType.valueOf("image/png"), new ByteArrayResource(new byte[] { 9 }));
		Flux<ChatResponse> stream = Flux.just(chunk(media(L16, 1, 2)), chunk(image), chunk(media(L16, 3, 4)), chunk(),
				new ChatResponse(List.of()));
		assertThat(audio(WavAudio.from(stream).block()).readAllBytes()).containsExactly(1, 2, 3, 4);
	}

	@Test
	void returnsEmptyMonoIfStreamHasNoAudio() {
		assertThat(WavAudio.from(Flux.just(chunk())).blockOptional()).isEmpty();
	}

	@Test
	void rejectsUnsupportedMimeTypeInvalidRateAndEmptyList() {
		assertThatIllegalArgumentException().isThrownBy(() -> WavAudio.of(media("audio/mpeg", 1)))
			.withMessageContaining("audio/mpeg");
		assertThatIllegalArgumentException().isThrownBy(() -> WavAudio.of(List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> WavAudio.of(media("audio/L16;rate=fast", 1, 2)));
	}

	private static AudioInputStream audio(Media wav) throws Exception {
		return AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav.getDataAsByteArray()));
	}

	private static ChatResponse chunk(Media... media) {
		return new ChatResponse(
				List.of(new Generation(AssistantMessage.builder().content("").media(List.of(media)).build())));
	}

	private static Media media(String mimeType, int... bytes) {
		byte[] data = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			data[i] = (byte) bytes[i];
		}
		return new Media(MimeType.valueOf(mimeType), new ByteArrayResource(data));
	}

}
