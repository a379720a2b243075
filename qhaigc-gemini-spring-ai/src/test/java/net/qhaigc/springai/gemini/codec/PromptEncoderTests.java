package net.qhaigc.springai.gemini.codec;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.ai.chat.messages.AbstractMessage;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.codec.turn.MediaRetention;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.Speech;
import net.qhaigc.springai.gemini.options.ToolChoice;
import net.qhaigc.springai.gemini.support.OptionExamples;
import net.qhaigc.springai.gemini.wire.WireJson;

import static net.qhaigc.springai.gemini.support.RecordFixture.assertImmutable;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PromptEncoder}.
 */
class PromptEncoderTests {

	private static final String SIGNED_CALL = """
			{"functionCall":{"name":"weather","args":{"city":{"name":"Hangzhou"}},"newField":[1]},
			 "thoughtSignature":"cw==","newField":{"list":[1]}}""";

	@ParameterizedTest
	@EnumSource(Endpoint.class)
	void encodedRequestIsImmutable(Endpoint endpoint) {
		QhaigcGeminiChatOptions options = OptionExamples.allOptions()
			.endpoint(endpoint)
			.cachedContent(null)
			.toolChoice(ToolChoice.any())
			.speech(Speech.speakers(Map.of("Ann", "Kore")))
			.serverTools(List.of(ServerTool.googleSearch().withImages(), ServerTool.fileSearch("fileSearchStores/a")))
			.toolCallbacks(List.of(OptionExamples.TOOL,
					FunctionToolCallback.builder("weather", (City city) -> "rain").inputType(City.class).build()))
			.build();
		EncodedPrompt encoded = new PromptEncoder(ToolCallingManager.builder().build(), null, new WarnOnce())
			.encode(conversation(options));
		assertThat(WireJson.write(encoded.body())).contains("Hangzhou", "sunny", "neighbours");
		assertImmutable(encoded.body());
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void omitsFieldsNotAllowedWithCachedContent(CapturedOutput output) {
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder()
			.model("gemini-3.5-flash")
			.cachedContent("cachedContents/a")
			.serverTools(List.of(ServerTool.googleSearch()))
			.toolChoice(ToolChoice.any())
			.toolCallbacks(OptionExamples.TOOL)
			.build();
		Prompt prompt = new Prompt(List.of(new SystemMessage("Be brief."), new UserMessage("Hi")), options);
		PromptEncoder encoder = new PromptEncoder(ToolCallingManager.builder().build(), null, new WarnOnce());
		encoder.encode(prompt);
		assertThat(WireJson.write(encoder.encode(prompt).body())).isEqualTo("""
				{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"cachedContent":"cachedContents/a"}""");
		assertThat(output).containsOnlyOnce("must not contain systemInstruction, tools, toolConfig");
	}

	@ParameterizedTest
	@EnumSource(Endpoint.class)
	@ExtendWith(OutputCaptureExtension.class)
	void warnsAboutMessagesOfUnknownType(Endpoint endpoint, CapturedOutput output) {
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder()
			.model("gemini-3.5-flash")
			.endpoint(endpoint)
			.build();
		Prompt prompt = new Prompt(List.of(new Note(), new UserMessage("Hi")), options);
		EncodedPrompt encoded = new PromptEncoder(ToolCallingManager.builder().build(), null, new WarnOnce())
			.encode(prompt);
		assertThat(WireJson.write(encoded.body())).contains("Hi").doesNotContain("noted");
		assertThat(output).containsOnlyOnce(Note.class.getName());
	}

	private static Prompt conversation(QhaigcGeminiChatOptions options) {
		Media image = Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data(new byte[] { 1, 2, 3 }).build();
		AssistantMessage call = AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(new ToolCall("1", "function", "weather", "{\"city\":{\"name\":\"Hangzhou\"}}")))
			.properties(Map.of(QhaigcGeminiMetadata.TURN,
					ModelTurn.envelope(List.of(WireJson.readPart(SIGNED_CALL)), MediaRetention.NONE)))
			.build();
		ToolResponse result = new ToolResponse("1", "weather", "{\"days\":[{\"sky\":\"sunny\"}]}");
		return new Prompt(List.of(new SystemMessage("Be brief."),
				UserMessage.builder().text("Weather?").media(List.of(image)).build(), call,
				ToolResponseMessage.builder().responses(List.of(result)).build()), options);
	}

	/** A type of message that Spring AI does not have. */
	static class Note extends AbstractMessage {

		Note() {
			super(MessageType.USER, "noted", Map.of());
		}

	}

	/** Recursive, so that its schema is sent as JSON Schema by default. */
	record City(String name, List<City> neighbours) {
	}

}
