package net.qhaigc.springai.gemini.docs;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.options.MediaOptions;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Contains the code in {@code docs/messages-and-media.md}.
 */
class MessagesAndMediaTests extends SnippetTest {

	private static final byte[] SKETCH = { 1, 2, 3 };

	private final ChatModel model = model("gemini-3.1-flash-image");

	private final ChatClient chat = ChatClient.create(this.model);

	@Test
	void sendsMessagesInOrder() {
		this.gateway.reply("In Hangzhou, too.");
		// tag::conversation[]
		List<Message> messages = List.of(new SystemMessage("You are a guide to China."),
				new UserMessage("Where is West Lake?"), new AssistantMessage("In Hangzhou."),
				new UserMessage("And Lingyin Temple?"));
		String answer = this.model.call(new Prompt(messages)).getResult().getOutput().getText();
		// end::conversation[]
		assertThat(answer).isEqualTo("In Hangzhou, too.");
		JsonNode request = this.gateway.takeRequest().json();
		assertThat(request.at("/systemInstruction/parts/0/text").asString()).isEqualTo("You are a guide to China.");
		assertThat(request.at("/contents").findValuesAsString("role")).containsExactly("user", "model", "user");
	}

	@Test
	void sendsResourceAsInlineData() {
		this.gateway.reply("A lake.");
		Resource photo = new ByteArrayResource(SKETCH);
		// tag::resource[]
		String answer = this.chat.prompt()
			.user((user) -> user.text("What is in this picture?").media(MimeTypeUtils.IMAGE_PNG, photo))
			.call()
			.content();
		// end::resource[]
		assertThat(answer).isEqualTo("A lake.");
		assertThat(this.gateway.takeRequest().json().at("/contents/0/parts")).hasToString("""
				[{"inlineData":{"mimeType":"image/png","data":"AQID"}},{"text":"What is in this picture?"}]""");
	}

	@Test
	void sendsUriAsFileData() {
		this.gateway.reply("A lake.");
		// tag::uri[]
		Media video = new Media(MimeType.valueOf("video/mp4"),
				URI.create("https://www.youtube.com/watch?v=dQw4w9WgXcQ"));
		String answer = this.chat.prompt()
			.user((user) -> user.text("What is this video about?").media(video))
			.call()
			.content();
		// end::uri[]
		assertThat(answer).isEqualTo("A lake.");
		assertThat(this.gateway.takeRequest().json().at("/contents/0/parts/0/fileData/fileUri").asString())
			.isEqualTo("https://www.youtube.com/watch?v=dQw4w9WgXcQ");
	}

	@Test
	void sendsMediaOptions() {
		this.gateway.reply("A boat.");
		Media video = new Media(MimeType.valueOf("video/mp4"),
				URI.create("https://www.youtube.com/watch?v=dQw4w9WgXcQ"));
		// tag::options[]
		Media clip = MediaOptions.clip(Duration.ofSeconds(30), Duration.ofMinutes(2))
			.withFps(0.5)
			.withResolution(MediaOptions.Resolution.LOW)
			.applyTo(video);
		String answer = this.chat.prompt()
			.user((user) -> user.text("What crosses the lake?").media(clip))
			.call()
			.content();
		// end::options[]
		assertThat(answer).isEqualTo("A boat.");
		assertThat(this.gateway.takeRequest().json().at("/contents/0/parts/0")).hasToString("""
				{"fileData":{"mimeType":"video/mp4","fileUri":"https://www.youtube.com/watch?v=dQw4w9WgXcQ"},\
				"mediaResolution":{"level":"MEDIA_RESOLUTION_LOW"},\
				"videoMetadata":{"startOffset":"30s","endOffset":"120s","fps":0.5}}""");
	}

	@Test
	void rejectsUriWithFileScheme() {
		Media photo = new Media(MimeTypeUtils.IMAGE_PNG, URI.create("file:photo.png"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.model.call(new Prompt(UserMessage.builder().text("Hi").media(photo).build())))
			.withMessageContaining("Pass it as a Resource");
	}

	@Test
	void sendsGeneratedImageBackWithSignature() {
		this.gateway.image(SKETCH).signature("c2lnbmF0dXJl");
		this.gateway.image(SKETCH);
		// tag::edit[]
		UserMessage request = new UserMessage("Paint West Lake at dawn.");
		AssistantMessage painting = this.model.call(new Prompt(request)).getResult().getOutput();
		byte[] png = painting.getMedia().get(0).getDataAsByteArray();

		Prompt change = new Prompt(request, painting, new UserMessage("Make the sky red."));
		AssistantMessage changed = this.model.call(change).getResult().getOutput();
		// end::edit[]
		assertThat(png).isEqualTo(SKETCH);
		assertThat(changed.getMedia()).hasSize(1);
		this.gateway.takeRequest();
		assertThat(this.gateway.takeRequest().json().at("/contents/1")).hasToString("""
				{"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"AQID"},\
				"thoughtSignature":"c2lnbmF0dXJl"}]}""");
	}

	@Test
	void sendsGeneratedImageFromChatMemoryAgain() {
		this.gateway.image(SKETCH);
		this.gateway.image(SKETCH);
		ChatMemory memory = MessageWindowChatMemory.builder().build();
		// tag::keep[]
		ChatClient chatClient = ChatClient.builder(this.model)
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
			.defaultOptions(QhaigcGeminiChatOptions.builder().keepImages(5))
			.build();
		// end::keep[]
		for (String text : List.of("Paint West Lake at dawn.", "Make the sky red.")) {
			chatClient.prompt(text)
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "painting"))
				.call()
				.content();
		}
		this.gateway.takeRequest();
		assertThat(this.gateway.takeRequest().json().at("/contents/1/parts/0/inlineData/data").asString())
			.isEqualTo("AQID");
	}

}
