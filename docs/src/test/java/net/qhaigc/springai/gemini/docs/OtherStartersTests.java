package net.qhaigc.springai.gemini.docs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.google.genai.GoogleGenAiChatModel;
import org.springframework.ai.google.genai.GoogleGenAiChatOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Verifies the statements in {@code README.md} about Spring AI's modules for Google GenAI
 * and OpenAI. The stand-in gateway sends equivalent responses to them and to this
 * project's module.
 */
class OtherStartersTests extends SnippetTest {

	private final ChatModel qhaigc = model(
			QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").includeThoughts(true).build());

	private final ChatModel googleGenAi = GoogleGenAiChatModel.builder()
		.genAiClient(Client.builder()
			.apiKey(this.gateway.apiKey())
			.httpOptions(HttpOptions.builder().baseUrl(this.gateway.url()).apiVersion("v1beta").build())
			.build())
		.options(GoogleGenAiChatOptions.builder().model("gemini-3.5-flash").includeThoughts(true).build())
		.build();

	private final ChatModel openAi = OpenAiChatModel.builder()
		.options(OpenAiChatOptions.builder()
			.baseUrl(this.gateway.url() + "/v1")
			.apiKey(this.gateway.apiKey())
			.model("gemini-3.5-flash")
			.build())
		.build();

	@Test
	void onlyQhaigcFailsIfStreamEndsWithoutFinishReason() {
		String event = """
				{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"Take two tablets "}]}}],\
				"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":3,"totalTokenCount":4},\
				"modelVersion":"gemini-3.5-flash","responseId":"1"}""";
		this.gateway.replyEvents(event);
		assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> stream(this.qhaigc))
			.withMessageContaining("incomplete");
		this.gateway.replyEvents(event);
		assertThat(stream(this.googleGenAi)).isEqualTo("Take two tablets ");
		this.gateway.replyEvents("""
				{"id":"1","object":"chat.completion.chunk","created":1,"model":"gemini-3.5-flash",\
				"choices":[{"index":0,"delta":{"role":"assistant","content":"Take two tablets "}}]}""");
		assertThat(stream(this.openAi)).isEmpty();
	}

	@Test
	void contentFromGoogleGenAiIsThoughtSummary() {
		this.gateway.thinking("A question of geography.").text("In Hangzhou.");
		assertThat(call(this.qhaigc)).isEqualTo("In Hangzhou.");
		this.gateway.thinking("A question of geography.").text("In Hangzhou.");
		assertThat(call(this.openAi)).isEqualTo("In Hangzhou.");
		this.gateway.thinking("A question of geography.").text("In Hangzhou.");
		assertThat(call(this.googleGenAi)).isEqualTo("A question of geography.");
	}

	@Test
	void subscribingToStreamOfGoogleGenAiBlocksThread() {
		assertThat(subscribesWithoutBlocking(this.qhaigc)).isTrue();
		assertThat(subscribesWithoutBlocking(this.openAi)).isTrue();
		assertThat(subscribesWithoutBlocking(this.googleGenAi)).isFalse();
	}

	/** Return whether the thread that subscribes continues while the stream runs. */
	private boolean subscribesWithoutBlocking(ChatModel model) {
		this.gateway.replyStream("one ", "two ", "three").delayBetween(Duration.ofSeconds(2));
		AtomicBoolean ended = new AtomicBoolean();
		Disposable stream = model.stream(new Prompt("Count to three.")).doOnComplete(() -> ended.set(true)).subscribe();
		boolean running = !ended.get();
		this.gateway.takeRequest();
		stream.dispose();
		return running;
	}

	private static String call(ChatModel model) {
		return ChatClient.create(model).prompt("Where is West Lake?").call().content();
	}

	private static String stream(ChatModel model) {
		List<String> chunks = ChatClient.create(model).prompt("How many?").stream().content().collectList().block();
		return String.join("", chunks);
	}

}
