package net.qhaigc.springai.gemini.memory;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.media.InMemoryMediaStore;
import net.qhaigc.springai.gemini.options.MediaOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MessageCodec}, which writes messages as JSON and restores them.
 */
@ExtendWith(OutputCaptureExtension.class)
class MessageCodecTests {

	private final InMemoryMediaStore store = new InMemoryMediaStore();

	private final MessageCodec codec = new MessageCodec(this.store);

	@Test
	void writesUserMessageWithReferenceToMedia() {
		Media photo = Media.builder()
			.mimeType(MimeTypeUtils.IMAGE_PNG)
			.data(new ByteArrayResource(new byte[] { 1, 2, 3 }))
			.id("photo-1")
			.name("cat")
			.build();
		UserMessage message = UserMessage.builder().text("What is this?").media(photo).metadata(metadata()).build();
		String json = this.codec.write(message);
		assertThat(json).isEqualTo("""
				{"v":1,"type":"user","text":"What is this?",\
				"media":[{"mimeType":"image/png","reference":"%s","id":"photo-1","name":"cat"}],\
				"metadata":{"nested":{"ok":true},"tags":["x",1],"tenant":"a"}}""".formatted(this.store.put(photo)));
		UserMessage read = (UserMessage) this.codec.read(json);
		assertThat(read.getText()).isEqualTo("What is this?");
		assertThat(read.getMetadata()).containsAllEntriesOf(metadata());
		assertThat(read.getMedia()).singleElement().satisfies((media) -> {
			assertThat(media.getDataAsByteArray()).containsExactly(1, 2, 3);
			assertThat(media.getName()).isEqualTo("cat");
		});
		assertThat(this.codec.write(read)).isEqualTo(json);
		assertThat(this.codec.mediaReferences(json)).containsExactly(this.store.put(photo));
	}

	@Test
	void writesAssistantMessageWithToolCalls() {
		AssistantMessage message = AssistantMessage.builder()
			.content("Let me look.")
			.toolCalls(List.of(new ToolCall("w1", "function", "weather", "{\"city\":\"Oslo\"}")))
			.properties(Map.of("qhaigcTurn", "{\"v\":1,\"p\":[]}"))
			.build();
		assertRoundTrip(message, """
				{"v":1,"type":"assistant","text":"Let me look.",\
				"toolCalls":[{"id":"w1","type":"function","name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}],\
				"metadata":{"qhaigcTurn":"{\\"v\\":1,\\"p\\":[]}"}}""");
	}

	@Test
	void writesToolMessage() {
		ToolResponseMessage message = ToolResponseMessage.builder()
			.responses(List.of(new ToolResponse("w1", "weather", "\"cold\"")))
			.build();
		assertRoundTrip(message, """
				{"v":1,"type":"tool","text":"",\
				"toolResponses":[{"id":"w1","name":"weather","responseData":"\\"cold\\""}]}""");
	}

	@Test
	void writesSystemMessage() {
		assertRoundTrip(new SystemMessage("Be brief."), """
				{"v":1,"type":"system","text":"Be brief."}""");
	}

	@Test
	void writesMediaThatOnlyMetadataRefersTo() {
		String reference = this.store.put(new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 7 })));
		AssistantMessage streamed = AssistantMessage.builder()
			.content("")
			.properties(Map.of("qhaigcTurn",
					"""
							{"v":1,"p":[{"m":0,"h":"0","y":"image/png","u":"%s"},\
							{"m":1,"h":"0","r":{"fileData":{"mimeType":"video/mp4","fileUri":"https://a.example/v"}}}]}"""
						.formatted(reference)))
			.build();
		AssistantMessage read = (AssistantMessage) this.codec.read(this.codec.write(streamed));
		assertThat(read.getMedia()).hasSize(2);
		assertThat(read.getMedia().get(0).getDataAsByteArray()).containsExactly(7);
		assertThat(read.getMedia().get(1).getData()).isEqualTo("https://a.example/v");
	}

	@Test
	void keepsUrisAndOptionsOfMedia() {
		Media video = new Media(MimeType.valueOf("video/mp4"), URI.create("https://a.example/v"));
		Media clip = MediaOptions.clip(Duration.ofSeconds(30), null)
			.withResolution(MediaOptions.Resolution.LOW)
			.withFps(2)
			.applyTo(video);
		Media data = new Media(MimeTypeUtils.IMAGE_PNG, URI.create("data:image/png;base64,AQID"));
		UserMessage read = (UserMessage) this.codec
			.read(this.codec.write(UserMessage.builder().text("Look.").media(clip, data).build()));
		assertThat(read.getMedia().get(0).getData()).isEqualTo("https://a.example/v");
		assertThat(MediaOptions.of(read.getMedia().get(0))).isEqualTo(MediaOptions.of(clip));
		assertThat(read.getMedia().get(1).getDataAsByteArray()).containsExactly(1, 2, 3);
	}

	@Test
	void ignoresUnknownFields() {
		Message read = this.codec
			.read("""
					{"v":1,"type":"user","text":"Hi","mood":"good","media":[{"mimeType":"image/png","uri":"https://a.example/i",
					"hologram":{}}],"metadata":{"a":1}}""");
		assertThat(read.getText()).isEqualTo("Hi");
		assertThat(((UserMessage) read).getMedia()).hasSize(1);
		assertThat(read.getMetadata()).containsEntry("a", 1);
	}

	@Test
	void omitsMetadataThatCannotBeWrittenAsJson(CapturedOutput output) {
		Map<String, Object> cyclic = new LinkedHashMap<>();
		cyclic.put("self", cyclic);
		Map<String, Object> metadata = Map.of("cyclic", cyclic, "a", "b", "empty", Optional.empty());
		UserMessage message = UserMessage.builder().text("Hi").metadata(metadata).build();
		assertThat(this.codec.write(message)).isEqualTo("""
				{"v":1,"type":"user","text":"Hi","metadata":{"a":"b"}}""");
		assertThat(output).contains("The metadata 'cyclic' of a message was dropped");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"v":2,"type":"user"}  | The JSON of a message has version 2, but this version of the library reads version 1
					{"v":1,"type":"robot"} | The JSON of a message has the unknown type 'robot'
					{"v":1                 | The text is not the JSON of a message
					[]                     | The text is not the JSON of a message
					{}                     | The JSON of a message has no version
					""")
	void rejectsInvalidMessageJson(String json, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.read(json)).withMessage(message);
	}

	private void assertRoundTrip(Message message, String json) {
		assertThat(this.codec.write(message)).isEqualTo(json);
		assertThat(this.codec.read(json)).isEqualTo(message);
	}

	private static Map<String, Object> metadata() {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("tenant", "a");
		metadata.put("tags", List.of("x", 1));
		metadata.put("nested", Map.of("ok", true));
		return metadata;
	}

}
