package net.qhaigc.springai.gemini.codec;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.codec.turn.MediaRetention;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions.Builder;
import net.qhaigc.springai.gemini.options.ToolChoice;
import net.qhaigc.springai.gemini.support.OptionExamples;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that, on both endpoints, every option for the content of a request is either sent
 * or causes a warning. The options are found by reflection on the builder, so new options
 * are included.
 */
@ExtendWith(OutputCaptureExtension.class)
class OptionCoverageTests {

	/** Options that are not sent as fields of a request, and are not tested here. */
	private static final Set<String> NOT_IN_REQUESTS = Set.of("endpoint", "toolContext", "onIncompleteStream",
			"maxContinuations", "thinkTags", "markdownImages", "apiKey");

	/**
	 * The names that warnings use for options, if they differ from the names of the
	 * builder methods.
	 */
	private static final Map<String, String> NAMES_IN_WARNINGS = Map.of("cachedContentName", "cachedContent",
			"thinking", "thinkingBudget");

	private static final ToolCallback WEATHER = FunctionToolCallback.builder("weather", (City city) -> "rain")
		.description("The weather")
		.inputType(City.class)
		.build();

	@ParameterizedTest
	@MethodSource
	void optionIsSentOrCausesWarning(Endpoint endpoint, String option, CapturedOutput output) {
		Builder builder = baseline(endpoint, option);
		String before = encode(builder, new WarnOnce());
		OptionExamples.set(builder, option, OptionExamples.value(option));
		int start = output.getAll().length();
		WarnOnce warnings = new WarnOnce();
		String after = encode(builder, warnings);
		encode(builder, warnings);
		String warning = "Option '%s'".formatted(NAMES_IN_WARNINGS.getOrDefault(option, option));
		List<String> logged = output.getAll()
			.substring(start)
			.lines()
			.filter((line) -> line.contains(warning))
			.toList();
		if (after.equals(before)) {
			assertThat(logged).as("warnings about %s, which is not sent", option)
				.singleElement()
				.asString()
				.contains("WARN");
		}
		else {
			assertThat(logged).as("warnings about %s, which is sent", option).isEmpty();
		}
	}

	static Stream<Arguments> optionIsSentOrCausesWarning() {
		return Stream.of(Endpoint.values())
			.flatMap((endpoint) -> OptionExamples.names()
				.filter((option) -> !NOT_IN_REQUESTS.contains(option))
				.map((option) -> Arguments.of(endpoint, option)));
	}

	@Test
	void constantsContainOnlyNamesOfOptions() {
		assertThat(OptionExamples.names()).containsAll(NOT_IN_REQUESTS).containsAll(NAMES_IN_WARNINGS.keySet());
	}

	/**
	 * Return the options to which the example value of the given option is added. They
	 * are chosen so that this value changes the request if the endpoint supports the
	 * option.
	 */
	private static Builder baseline(Endpoint endpoint, String option) {
		Builder builder = QhaigcGeminiChatOptions.builder()
			.model("gemini-3.1-pro-preview")
			.endpoint(endpoint)
			.toolCallbacks(List.of(OptionExamples.TOOL, WEATHER));
		return option.equals("resetToolChoice") ? builder.toolChoice(ToolChoice.any()) : builder;
	}

	private static String encode(Builder options, WarnOnce warnings) {
		EncodedPrompt prompt = new PromptEncoder(ToolCallingManager.builder().build(), null, warnings)
			.encode(new Prompt(conversation(), options.build()));
		return "%s %s %s %s %s".formatted(prompt.model(), WireJson.write(prompt.body()), prompt.headers(),
				prompt.extraBody(), prompt.mediaRetention() == MediaRetention.COPY);
	}

	/**
	 * Return a conversation that begins with a text of the model, continues with a turn
	 * that contains an image and a document, and ends with the result of a tool call
	 * without a signature.
	 */
	private static List<Message> conversation() {
		Part call = new Part.FunctionCall("call-1", "now", Map.of(), PartAttributes.NONE);
		Media photo = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1, 2, 3 }));
		Media manual = new Media(new MimeType("application", "pdf"), new ByteArrayResource(new byte[] { 4, 5 }));
		return List.of(new AssistantMessage("Welcome."),
				UserMessage.builder().text("What is this?").media(photo, manual).build(),
				new AssistantMessage("A clock."), new UserMessage("What time is it?"),
				AssistantMessage.builder()
					.content("")
					.toolCalls(List.of(new ToolCall("call-1", "function", "now", "{}")))
					.properties(
							Map.of(QhaigcGeminiMetadata.TURN, ModelTurn.envelope(List.of(call), MediaRetention.NONE)))
					.build(),
				ToolResponseMessage.builder().responses(List.of(new ToolResponse("call-1", "now", "noon"))).build());
	}

	/** Recursive, so that its schema is sent as JSON Schema by default. */
	record City(String name, List<City> neighbours) {
	}

}
