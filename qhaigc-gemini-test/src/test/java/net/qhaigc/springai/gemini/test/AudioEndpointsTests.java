package net.qhaigc.springai.gemini.test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import com.openai.models.audio.AudioResponseFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.audio.transcription.AudioTranscriptionPrompt;
import org.springframework.ai.openai.OpenAiAudioSpeechModel;
import org.springframework.ai.openai.OpenAiAudioSpeechOptions;
import org.springframework.ai.openai.OpenAiAudioTranscriptionModel;
import org.springframework.ai.openai.OpenAiAudioTranscriptionOptions;
import org.springframework.core.io.ByteArrayResource;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import net.qhaigc.springai.gemini.test.junit.QhaigcGatewayExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Requests speech and transcriptions with Spring AI's OpenAI module.
 */
@ExtendWith(QhaigcGatewayExtension.class)
class AudioEndpointsTests {

	private final QhaigcGateway gateway;

	AudioEndpointsTests(QhaigcGateway gateway) {
		this.gateway = gateway;
	}

	@Test
	void generatesSpeechInWav() throws Exception {
		byte[] speech = speak("It is raining in Hangzhou.", "wav");

		try (AudioInputStream audio = AudioSystem.getAudioInputStream(new ByteArrayInputStream(speech))) {
			assertThat(audio.getFormat().getSampleRate()).isEqualTo(24_000);
			assertThat(audio.getFrameLength()).isEqualTo(24_000);
			assertThat(audio.readAllBytes()).isEqualTo(GeneratedAudio.pcm("It is raining in Hangzhou."));
		}
	}

	@Test
	void generatesSpeechInMp3() {
		byte[] speech = speak("Hi", "mp3");

		assertThat(new String(speech, 0, 3, StandardCharsets.US_ASCII)).isEqualTo("ID3");
		int tagLength = 10 + speech[8] * 128 + speech[9];
		assertThat(speech).hasSize(tagLength + 8 * 417);
		for (int frame = tagLength; frame < speech.length; frame += 417) {
			assertThat(speech[frame] & 0xff).isEqualTo(0xff);
			assertThat(speech[frame + 1] & 0xff).isEqualTo(0xfb);
		}
	}

	@ParameterizedTest
	@CsvSource({ "wav", "mp3" })
	void transcribesGeneratedSpeech(String format) {
		assertThat(transcribe(speak("你好, Hangzhou.", format), AudioResponseFormat.JSON)).isEqualTo("你好, Hangzhou.");
	}

	@Test
	void transcribesAudioWithoutEmbeddedTextAsFileNameAndSize() {
		assertThat(transcribe(new byte[100], AudioResponseFormat.JSON))
			.isEqualTo("The transcription of speech.wav, 100 bytes");
		assertThat(this.gateway.received().get(0).json().path("file")).isEqualTo(Json.read("""
				{"filename": "speech.wav", "content_type": "application/octet-stream", "bytes": 100}"""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			json         | Hello there.
			verbose_json | Hello there.
			text         | Hello there.
			srt          | 1~00:00:00,000 --> 00:00:00,400~Hello there.
			vtt          | WEBVTT~~00:00:00.000 --> 00:00:00.400~Hello there.
			""")
	void returnsTranscriptionInRequestedFormat(String format, String expected) {
		this.gateway.when(Endpoint.TRANSCRIPTIONS).reply("Hello there.");

		String text = transcribe(new byte[1], AudioResponseFormat.of(format));

		assertThat(text.strip()).isEqualTo(expected.replace('~', '\n'));
	}

	@Test
	void transcriptionContainsAllTextsButNoThoughtsOfReply() {
		this.gateway.when(Endpoint.TRANSCRIPTIONS).thinking("A greeting.").text("Hello ", "there.").signature("c2ln");

		assertThat(transcribe(new byte[1], AudioResponseFormat.JSON)).isEqualTo("Hello there.");
	}

	@Test
	void speaksTextOfReplyThatHasSignature() {
		this.gateway.when(Endpoint.SPEECH).reply("Hello there.").signature("c2ln");

		assertThat(speak("Hi", "wav")).isEqualTo(GeneratedAudio.wav("Hello there."));
	}

	@Test
	void returnsScriptedAudio() {
		this.gateway.when(Endpoint.SPEECH).audio(new byte[] { 1, 2, 3 }, "audio/flac");

		assertThat(speak("Hi", "flac")).containsExactly(1, 2, 3);
	}

	@Test
	void returnsScriptedError() {
		this.gateway.when(Endpoint.SPEECH).gatewayError(400, null, "No voice.");

		assertThatException().isThrownBy(() -> speak("Hi", "wav")).withMessageContaining("No voice.");
	}

	@Test
	void reportsAudioFormatThatCannotBeGenerated() {
		assertThatException().isThrownBy(() -> speak("Hi", "flac"))
			.withMessageContaining("generates only mp3, wav and pcm, not flac. Script a reply with audio(..)");
		this.gateway.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"input": "Hi", "voice": "alloy"} -> Missing required parameter: 'model'.""", """
			{"model": "tts-1", "voice": "alloy"} -> Missing required parameter: 'input'.""", """
			{"model": "tts-1", "input": "Hi"} -> Missing required parameter: 'voice'.""", """
			{"model": "tts-1", "input": "Hi", "voice": "alloy", "speed": 5} -> Invalid value for 'speed'""",
			"""
					{"model": "tts-1", "input": "Hi", "voice": "alloy", "text": ""} -> Unrecognized request argument supplied: text""" })
	void rejectsInvalidSpeechRequest(String requestAndMessage) {
		String[] parts = requestAndMessage.split(" -> ");

		assertThat(new TestClient(this.gateway).post("/v1/audio/speech", parts[0]).body()).contains(parts[1]);
		this.gateway.allowRejectedRequests();
	}

	@Test
	void rejectsTranscriptionRequestThatIsNotForm() {
		assertThat(new TestClient(this.gateway).post("/v1/audio/transcriptions", "x").body())
			.contains("This path requires a body of type multipart/form-data.");
		this.gateway.allowRejectedRequests();
	}

	private byte[] speak(String text, String format) {
		OpenAiAudioSpeechOptions.Builder options = OpenAiAudioSpeechOptions.builder()
			.voice("alloy")
			.responseFormat(format);
		options.model("tts-1").apiKey(this.gateway.apiKey()).baseUrl(this.gateway.url() + "/v1");
		return OpenAiAudioSpeechModel.builder().options(options.build()).build().call(text);
	}

	private String transcribe(byte[] audio, AudioResponseFormat format) {
		OpenAiAudioTranscriptionOptions.Builder options = OpenAiAudioTranscriptionOptions.builder()
			.responseFormat(format);
		options.model("whisper-1").apiKey(this.gateway.apiKey()).baseUrl(this.gateway.url() + "/v1");
		ByteArrayResource file = new ByteArrayResource(audio) {

			@Override
			public String getFilename() {
				return "speech.wav";
			}

		};
		return OpenAiAudioTranscriptionModel.builder()
			.options(options.build())
			.build()
			.call(new AudioTranscriptionPrompt(file))
			.getResult()
			.getOutput();
	}

}
