package net.qhaigc.springai.gemini.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import tools.jackson.core.JacksonException;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;

import net.qhaigc.springai.gemini.codec.markup.ResponseMarkup;
import net.qhaigc.springai.gemini.codec.turn.MediaRetention;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzz tests for {@link ResponseDecoder} and {@link StreamDecoder} with any JSON as the
 * response. Each line of the input is decoded both as a complete response and as an event
 * of a stream. The response that results from all events is also encoded as history.
 */
class ResponseDecoderFuzzTests {

	private static final WarnOnce WARN_ONCE = new WarnOnce();

	private static final PromptEncoder ENCODER = new PromptEncoder(ToolCallingManager.builder().build(), null,
			WARN_ONCE);

	private static final EncodedPrompt PROMPT = new EncodedPrompt("gemini-3-flash",
			GenerateContentRequest.of(List.of()), Map.of(), Map.of(), Map.of("get_weather", "get weather"),
			EmbeddedJsonLocations.NONE, ResponseMarkup.NONE, List.of(), MediaRetention.COPY, false);

	@FuzzTest
	void decodesAnyResponseAndEncodesItAsHistory(byte[] input) {
		List<GenerateContentResponse> events = events(input);
		for (GenerateContentResponse event : events) {
			check(new ResponseDecoder(WARN_ONCE).decode(event, HeaderMetadata.NONE, PROMPT));
		}
		checkStream(events);
	}

	private static void checkStream(List<GenerateContentResponse> events) {
		StreamDecoder decoder = new StreamDecoder(PROMPT, WARN_ONCE);
		StringBuilder text = new StringBuilder();
		for (GenerateContentResponse event : events) {
			decoder.decode(event).forEach((chunk) -> text.append(chunk.getResult().getOutput().getText()));
		}
		decoder.close(null);
		ChatResponse response = decoder.response();
		check(response);
		for (Generation generation : response.getResults()) {
			checkEncodingAsHistory(generation.getOutput(), Endpoint.NATIVE);
			checkEncodingAsHistory(generation.getOutput(), Endpoint.UNIFIED);
		}
		Generation first = response.getResults().get(0);
		if (QhaigcGeminiMetadata.from(first).candidateIndex() == 0) {
			assertThat(text.toString()).isEqualTo(first.getOutput().getText());
		}
	}

	private static void check(ChatResponse response) {
		assertThat(response.getResults()).isNotEmpty();
		for (Generation generation : response.getResults()) {
			checkMetadata(QhaigcGeminiMetadata.from(generation));
			AssistantMessage message = generation.getOutput();
			assertThat(message.getText()).isNotNull();
			for (ToolCall call : message.getToolCalls()) {
				assertThat(call.id()).isNotEmpty();
				assertThat(WireJson.readValue(call.arguments())).isInstanceOf(Map.class);
			}
		}
	}

	private static void checkMetadata(QhaigcGeminiMetadata metadata) {
		assertThat(Arrays.asList(metadata.text(), metadata.grounding(), metadata.citations(), metadata.retrievedUrls(),
				metadata.codeExecutions(), metadata.serverTools(), metadata.attemptedToolCalls(),
				metadata.safetyRatings(), metadata.promptFeedback(), metadata.logProbabilities()))
			.doesNotContainNull();
		assertThat(metadata.toString()).isNotNull();
	}

	private static void checkEncodingAsHistory(AssistantMessage message, Endpoint endpoint) {
		List<Message> history = new ArrayList<>(List.of(new UserMessage("Hi"), message));
		if (message.hasToolCalls()) {
			history.add(ToolResponseMessage.builder()
				.responses(message.getToolCalls()
					.stream()
					.map((call) -> new ToolResponse(call.id(), call.name(), "ok"))
					.toList())
				.build());
		}
		else {
			history.add(new UserMessage("And now?"));
		}
		EncodedPrompt encoded = ENCODER.encode(new Prompt(history,
				QhaigcGeminiChatOptions.builder().model("gemini-3-flash").endpoint(endpoint).build()));
		assertThat(WireJson.write(encoded.body())).isNotEmpty();
	}

	private static List<GenerateContentResponse> events(byte[] input) {
		List<GenerateContentResponse> events = new ArrayList<>();
		for (String line : new String(input, StandardCharsets.UTF_8).split("\n")) {
			byte[] json = line.getBytes(StandardCharsets.UTF_8);
			try {
				events.add(WireJson.readResponse(json, 0, json.length));
			}
			catch (JacksonException ex) {
				// The client reports such a line as a malformed response.
			}
		}
		return events;
	}

}
