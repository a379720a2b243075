package net.qhaigc.springai.gemini.docs;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.sound.sampled.AudioSystem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;

import net.qhaigc.springai.gemini.metadata.WavAudio;
import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.Speech;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contains the code in {@code docs/speech.md}.
 */
class SpeechTests extends SnippetTest {

	private static final String L16 = "audio/L16;codec=pcm;rate=24000";

	private final ChatClient chat = ChatClient.create(model("gemini-2.5-flash"));

	@Test
	void generatesSpeechWithOneVoice(@TempDir Path folder) throws Exception {
		this.gateway.audio(new byte[] { 1, 2, 3, 4 }, L16);
		// tag::voice[]
		ChatResponse response = this.chat.prompt("Say cheerfully: Welcome to Hangzhou!")
			.options(QhaigcGeminiChatOptions.builder()
				.model("gemini-3.8-flash-tts")
				.responseModalities(List.of(Modality.AUDIO))
				.speech(Speech.voice("Kore")))
			.call()
			.chatResponse();
		Media wav = WavAudio.of(response.getResult().getOutput().getMedia());
		Files.write(folder.resolve("welcome.wav"), wav.getDataAsByteArray());
		// end::voice[]
		assertThat(samples(Files.readAllBytes(folder.resolve("welcome.wav")))).containsExactly(1, 2, 3, 4);
		assertThat(takeGenerationConfig().at("/speechConfig/voiceConfig/prebuiltVoiceConfig/voiceName").asString())
			.isEqualTo("Kore");
	}

	@Test
	void generatesSpeechWithTwoVoices() {
		this.gateway.audio(new byte[] { 1, 2 }, L16);
		// tag::speakers[]
		ChatResponse response = this.chat.prompt("""
				Read this conversation:
				Zhou: Where does the boat leave from?
				Wang: From the Broken Bridge.
				""")
			.options(QhaigcGeminiChatOptions.builder()
				.model("gemini-3.8-flash-tts")
				.responseModalities(List.of(Modality.AUDIO))
				.speech(Speech.speakers(Map.of("Zhou", "Kore", "Wang", "Puck"))))
			.call()
			.chatResponse();
		// end::speakers[]
		assertThat(response.getResult().getOutput().getMedia()).hasSize(1);
		assertThat(takeGenerationConfig().at("/speechConfig/multiSpeakerVoiceConfig/speakerVoiceConfigs")).hasSize(2);
	}

	@Test
	void convertsStreamToWav() throws Exception {
		this.gateway.replyEvents(event("AQID"), event("BAUG"), """
				{"candidates":[{"content":{"role":"model","parts":[]},"finishReason":"STOP"}]}""");
		// tag::stream[]
		Flux<ChatResponse> chunks = this.chat.prompt("Say: Welcome to Hangzhou!")
			.options(QhaigcGeminiChatOptions.builder()
				.model("gemini-3.8-flash-tts")
				.responseModalities(List.of(Modality.AUDIO)))
			.stream()
			.chatResponse();
		Mono<Media> wav = WavAudio.from(chunks);
		// end::stream[]
		assertThat(samples(wav.block().getDataAsByteArray())).containsExactly(1, 2, 3, 4, 5, 6);
	}

	@Test
	void transcribesRecording() {
		this.gateway.reply("Welcome to Hangzhou!");
		Resource recording = new ByteArrayResource(new byte[] { 1 });
		// tag::transcribe[]
		String text = this.chat.prompt()
			.user((user) -> user.text("Transcribe this recording.").media(MimeType.valueOf("audio/mp3"), recording))
			.call()
			.content();
		// end::transcribe[]
		assertThat(text).isEqualTo("""
				Welcome to Hangzhou!""");
	}

	private JsonNode takeGenerationConfig() {
		JsonNode config = this.gateway.takeRequest().json().path("generationConfig");
		assertThat(config.at("/responseModalities/0").asString()).isEqualTo("AUDIO");
		return config;
	}

	private static String event(String data) {
		return """
				{"candidates":[{"content":{"role":"model","parts":[\
				{"inlineData":{"mimeType":"%s","data":"%s"}}]}}]}""".formatted(L16, data);
	}

	private static byte[] samples(byte[] wav) throws Exception {
		return AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav)).readAllBytes();
	}

}
