package net.qhaigc.springai.gemini;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for conversations with audio, video, documents and images: which media of earlier
 * turns a request contains.
 */
class MediaConversationTests {

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	private final ChatMemory memory = MessageWindowChatMemory.builder().maxMessages(100).build();

	@ParameterizedTest
	@CsvSource({ "false,audio/mpeg,audio", "true,audio/mpeg,audio", "false,video/mp4,a video", "true,video/mp4,a video",
			"true,application/pdf,a file" })
	void sendsGeneratedMediaOfLastThreeTurnsByDefault(boolean streamed, String type, String description) {
		ChatClient client = client(options());
		for (int i = 1; i <= 6; i++) {
			this.fixture.gateway().reply("Version " + i + ".").part(part(type, i));
			send(client, new UserMessage("Again " + i), streamed);
		}
		assertThat(media(contents(6))).containsExactly(base64(3), base64(4), base64(5));
		assertThat(contents(6).get(1)).hasToString("""
				{"role":"model","parts":[{"text":"Version 1."},\
				{"text":"[There was %s here. It is from an earlier turn and is not included again.]"}]}"""
			.formatted(description));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsAllUserMediaByDefault(boolean streamed) {
		ChatClient client = client(options());
		sendDocuments(client, 6, streamed);
		assertThat(media(contents(6))).hasSize(6);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsMediaOfConfiguredNumberOfEarlierTurns(boolean streamed) {
		ChatClient client = client(options().keepMedia(2));
		sendDocuments(client, 6, streamed);
		assertThat(media(contents(6))).containsExactly(base64(4), base64(5), base64(6));
		assertThat(contents(6).get(0)).hasToString("""
				{"role":"user","parts":[{"text":"[There was a file here. It is from an earlier turn and is not \
				included again.]"},{"text":"Summarize document 1."}]}""");
	}

	@Test
	void countsTurnsWithImagesSeparatelyFromTurnsWithOtherMedia() {
		this.fixture.gateway().reply("It is about lamps.");
		ChatClient client = client(options().keepMedia(2));
		send(client, document(9), true);
		for (int i = 1; i <= 5; i++) {
			this.fixture.gateway().image(bytes(i)).signature("c2ln");
			send(client, new UserMessage("Draw figure " + i), true);
		}
		assertThat(media(contents(6))).containsExactly(base64(9), base64(3), base64(4));
	}

	@ParameterizedTest
	@CsvSource({ "0,,''", ",0,'9,1'", "1,0,'9,1'", "0,1,'2'" })
	void keepMediaAppliesToImagesUnlessKeepImagesIsSet(Integer keepMedia, Integer keepImages, String expectedNumbers) {
		this.fixture.gateway().reply("It is about lamps.").part(part("audio/mpeg", 1));
		this.fixture.gateway().reply("Drawn.").image(bytes(2));
		this.fixture.gateway().reply("Done.");
		ChatClient client = client(options().keepMedia(keepMedia).keepImages(keepImages));
		send(client, document(9), false);
		send(client, new UserMessage("Draw it."), false);
		send(client, new UserMessage("Thanks."), false);
		List<String> expected = Stream.of(expectedNumbers.split(","))
			.filter((number) -> !number.isEmpty())
			.map((number) -> base64(Integer.parseInt(number)))
			.toList();
		assertThat(media(contents(3))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "gemini-3-flash-preview,,3", "gemini-2.5-flash,,3", "gemini-2.5-computer-use-preview-10-2025,,3",
			"gemini-3-flash-preview,1,1", "gemini-2.5-flash,0,0" })
	void limitsMediaInToolResults(String model, Integer keepMedia, int sentScreenshotCount) {
		List<Message> conversation = new ArrayList<>();
		for (int i = 1; i <= 6; i++) {
			conversation.add(new UserMessage("Open page " + i));
			ToolCall call = new ToolCall("c" + i, "function", "open", "{}");
			conversation.add(AssistantMessage.builder().content("").toolCalls(List.of(call)).build());
			String result = "{\"url\":\"u%d\",\"screenshot\":{\"mimeType\":\"image/png\",\"data\":\"%s\"}}".formatted(i,
					base64(i));
			conversation.add(ToolResponseMessage.builder()
				.responses(List.of(new ToolResponse("c" + i, "open", result)))
				.build());
			conversation.add(new AssistantMessage("Page " + i));
		}
		conversation.add(new UserMessage("Compare them."));
		this.fixture.gateway().reply("They differ.");
		QhaigcGeminiChatOptions.Builder options = options().model(model).keepMedia(keepMedia);
		if (model.contains("computer-use")) {
			options.serverTools(List.of(ServerTool.computerUse(ServerTool.ComputerUse.Environment.BROWSER)));
		}
		this.fixture.model(options.build()).call(new Prompt(conversation));
		JsonNode request = this.fixture.gateway().received().get(0).json();
		List<String> screenshots = List.of(base64(4), base64(5), base64(6)).subList(3 - sentScreenshotCount, 3);
		assertThat(request.findValuesAsString("data")).isEqualTo(screenshots);
		assertThat(request.at("/contents/2/parts/0/functionResponse/response")).hasToString("""
				{"url":"u1","screenshot":"[There was an image here. It is from an earlier turn and is not included \
				again.]"}""");
	}

	private void sendDocuments(ChatClient client, int turns, boolean streamed) {
		for (int i = 1; i <= turns; i++) {
			this.fixture.gateway().reply("Summary " + i);
			send(client, document(i), streamed);
		}
	}

	private ChatClient client(QhaigcGeminiChatOptions.Builder options) {
		return ChatClient.builder(this.fixture.model(options.build()))
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(this.memory).build())
			.defaultAdvisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "media"))
			.build();
	}

	private static QhaigcGeminiChatOptions.Builder options() {
		return QhaigcGeminiChatOptions.builder().model("gemini-3.1-flash-image");
	}

	private static void send(ChatClient client, UserMessage message, boolean streamed) {
		if (streamed) {
			client.prompt().messages(message).stream().chatResponse().blockLast();
		}
		else {
			client.prompt().messages(message).call().chatResponse();
		}
	}

	private static UserMessage document(int number) {
		return UserMessage.builder()
			.text("Summarize document %d.".formatted(number))
			.media(new Media(MimeType.valueOf("application/pdf"), new ByteArrayResource(bytes(number))))
			.build();
	}

	private static String part(String type, int number) {
		return "{\"inlineData\":{\"mimeType\":\"%s\",\"data\":\"%s\"}}".formatted(type, base64(number));
	}

	private List<JsonNode> contents(int requestNumber) {
		return List.copyOf(this.fixture.gateway().received().get(requestNumber - 1).json().path("contents").values());
	}

	private static List<String> media(List<JsonNode> contents) {
		return contents.stream().flatMap((content) -> content.findValuesAsString("data").stream()).toList();
	}

	private static byte[] bytes(int number) {
		return new byte[] { 1, 2, (byte) number };
	}

	private static String base64(int number) {
		return Base64.getEncoder().encodeToString(bytes(number));
	}

}
