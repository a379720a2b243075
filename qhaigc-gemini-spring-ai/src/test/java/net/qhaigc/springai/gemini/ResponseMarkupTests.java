package net.qhaigc.springai.gemini;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.MarkdownImages;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ThinkTags;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for thoughts and images that a gateway returns inside the text.
 */
class ResponseMarkupTests {

	/** The text, escaped for JSON. */
	private static final String TEXT = "<think>Let me draw.</think>\\n\\nA dot: ![dot](data:image/png;base64,AQIDBAUG) Done<";

	@RegisterExtension
	private final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	@ParameterizedTest
	@EnumSource
	void extractsThoughtsAndImagesFromCall(Endpoint endpoint) {
		this.fixture.gateway().replyRaw(200, "application/json", response(TEXT, true));
		ChatResponse response = Objects.requireNonNull(client(endpoint).prompt("Draw").call().chatResponse());
		AssistantMessage message = response.getResult().getOutput();
		assertThat(message.getText()).isEqualTo("A dot:  Done<");
		assertThat(message.getMedia()).singleElement()
			.extracting(Media::getDataAsByteArray)
			.isEqualTo(new byte[] { 1, 2, 3, 4, 5, 6 });
		assertThat(QhaigcGeminiMetadata.from(response).thoughts()).isEqualTo("Let me draw.");
	}

	@ParameterizedTest
	@EnumSource
	void extractsThoughtsAndImagesFromStream(Endpoint endpoint) {
		StringBuilder body = new StringBuilder();
		for (int i = 0; i < TEXT.length(); i++) {
			int length = TEXT.startsWith("\\n", i) ? 2 : 1;
			body.append("data: ").append(response(TEXT.substring(i, i + length), false)).append("\n\n");
			i += length - 1;
		}
		body.append("data: ").append(response("", true)).append("\n\n");
		this.fixture.gateway().replyRaw(200, "text/event-stream", body.toString());
		List<ChatResponse> chunks = new ArrayList<>();
		AtomicReference<ChatResponse> aggregated = new AtomicReference<>();
		new MessageAggregator()
			.aggregate(client(endpoint).prompt("Draw").stream().chatResponse().doOnNext(chunks::add), aggregated::set)
			.blockLast();
		ChatResponse response = aggregated.get();
		assertThat(response.getResult().getOutput().getText()).isEqualTo("A dot:  Done<");
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(response.getResult().getOutput().getMetadata()).containsEntry("thoughts", "Let me draw.");
		assertThat(QhaigcGeminiMetadata.from(response).thoughts()).isEqualTo("Let me draw.");
		assertThat(chunks).flatMap((chunk) -> chunk.getResult().getOutput().getMedia())
			.singleElement()
			.extracting(Media::getDataAsByteArray)
			.isEqualTo(new byte[] { 1, 2, 3, 4, 5, 6 });
		assertThat(chunks)
			.allSatisfy((chunk) -> assertThat(chunk.getResult().getOutput().getText()).doesNotContain("base64")
				.doesNotContain("AQ"));
	}

	@Test
	void emitsBufferedTextBeforeFailure() {
		this.fixture.gateway().replyRaw(200, "text/event-stream", "data: " + response("Hi <thi", false) + "\n\n");
		List<String> texts = new ArrayList<>();
		client(Endpoint.NATIVE).prompt("Draw").stream().content().doOnNext(texts::add).onErrorComplete().blockLast();
		assertThat(String.join("", texts)).isEqualTo("Hi <thi");
	}

	@Test
	void keepsMarkupByDefault() {
		this.fixture.gateway().replyRaw(200, "application/json", response(TEXT, true));
		assertThat(this.fixture.model("gemini-9").call("Draw")).startsWith("<think>Let me draw.</think>")
			.endsWith("![dot](data:image/png;base64,AQIDBAUG) Done<");
	}

	private ChatClient client(Endpoint endpoint) {
		return ChatClient.create(this.fixture.model(QhaigcGeminiChatOptions.builder()
			.model("gemini-9")
			.endpoint(endpoint)
			.thinkTags(ThinkTags.SPLIT)
			.markdownImages(MarkdownImages.EXTRACT)
			.build()));
	}

	private static String response(String escapedText, boolean last) {
		return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"%s\"}]}%s}]}"
			.formatted(escapedText, last ? ",\"finishReason\":\"STOP\"" : "");
	}

}
