package net.qhaigc.springai.gemini;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.IncompleteStream;
import net.qhaigc.springai.gemini.options.MediaInMetadata;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link QhaigcGeminiChatModel} over HTTP.
 */
class QhaigcGeminiChatModelTests {

	/** The example in the gateway's documentation. */
	private static final String DOCUMENTED_REQUEST = """
			{"contents":[{"role":"user","parts":[{"text":"Explain how RAG works in three concise steps."}]}],\
			"generationConfig":{"temperature":0.4,"maxOutputTokens":512}}""";

	private static final String DOCUMENTED_RESPONSE = """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"RAG works in three steps: ..."}]},\
			"finishReason":"STOP"}],\
			"usageMetadata":{"promptTokenCount":18,"candidatesTokenCount":76,"totalTokenCount":94}}""";

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	@Test
	void sendsDocumentedExampleUnchanged() {
		this.fixture.gateway().replyJson(DOCUMENTED_RESPONSE);
		ChatResponse response = this.fixture.model(documentedOptions())
			.call(new Prompt("Explain how RAG works in three concise steps."));
		ReceivedRequest request = this.fixture.gateway().takeRequest();
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).isEqualTo("/v1beta/models/gemini-2.5-flash:generateContent");
		assertThat(request.header("Authorization")).isEqualTo("Bearer " + this.fixture.gateway().apiKey());
		assertThat(request.header("Content-Type")).isEqualTo("application/json");
		assertThat(WireJson.readValue(request.body())).isEqualTo(WireJson.readValue(DOCUMENTED_REQUEST));
		assertDocumentedResponse(response, "RAG works in three steps: ...");
	}

	@Test
	void streamsDocumentedExample() {
		this.fixture.gateway().replyJson(DOCUMENTED_RESPONSE);
		List<ChatResponse> chunks = this.fixture.model(documentedOptions())
			.stream(new Prompt("Explain how RAG works in three concise steps."))
			.collectList()
			.block();
		ReceivedRequest request = this.fixture.gateway().takeRequest();
		assertThat(request.path()).isEqualTo("/v1beta/models/gemini-2.5-flash:streamGenerateContent");
		assertThat(request.query()).isEqualTo("alt=sse");
		assertThat(WireJson.readValue(request.body())).isEqualTo(WireJson.readValue(DOCUMENTED_REQUEST));
		assertThat(chunks).hasSize(2);
		assertThat(chunks.get(0).getResult().getOutput().getText()).isEqualTo("RAG works in three steps: ...");
		assertDocumentedResponse(chunks.get(1), "");
	}

	@Test
	void sendsMessagesWithTheirRoles() {
		this.fixture.gateway().reply("Fine.");
		this.fixture.model("gemini-2.5-flash")
			.call(new Prompt(new UserMessage("Hi"), new AssistantMessage("Hello!"), new UserMessage("How are you?")));
		assertThat(WireJson.readValue(this.fixture.bodies().get(0))).isEqualTo(WireJson.readValue("""
				{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"Hello!"}]},
				 {"role":"user","parts":[{"text":"How are you?"}]}]}"""));
	}

	@Test
	void mergesPortableOptionsWithDefaultOptions() {
		this.fixture.gateway().reply("ok");
		this.fixture.model(documentedOptions())
			.call(new Prompt("Hi", ChatOptions.builder().maxTokens(7).topK(3).build()));
		assertThat(WireJson.readValue(this.fixture.bodies().get(0))).isEqualTo(WireJson.readValue("""
				{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],
				 "generationConfig":{"temperature":0.4,"topK":3,"maxOutputTokens":7}}"""));
	}

	@Test
	void sendsOnlyContentsIfOnlyModelIsSet() {
		this.fixture.gateway().reply("ok");
		this.fixture.model("gemini-2.5-flash").call("Hi");
		assertThat(this.fixture.bodies().get(0))
			.isEqualTo("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}");
	}

	@Test
	void sendsHeadersAndExtraBody() {
		this.fixture.gateway().reply("ok");
		this.fixture.model(documentedOptions())
			.call(new Prompt("Hi",
					QhaigcGeminiChatOptions.builder()
						.temperature(0.4)
						.extraBody(Map.of("generationConfig", Map.of("temperature", 0.5, "seed", 7)))
						.headers(Map.of("X-Team", "maps"))
						.build()));
		ReceivedRequest request = this.fixture.gateway().takeRequest();
		assertThat(request.header("X-Team")).isEqualTo("maps");
		assertThat(WireJson.readValue(request.body())).isEqualTo(WireJson.readValue("""
				{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],
				 "generationConfig":{"temperature":0.5,"seed":7}}"""));
	}

	@Test
	void sendsMediaFromMetadataIfMessageHasNoMedia() {
		this.fixture.gateway().image(new byte[] { 1, 2, 3 }).signature("c2ln");
		this.fixture.gateway().reply("Done.");
		QhaigcGeminiChatModel model = this.fixture.model(QhaigcGeminiChatOptions.builder()
			.model("gemini-3.1-flash-image")
			.mediaInMetadata(MediaInMetadata.COPY)
			.build());
		AssistantMessage painting = model.call(new Prompt("Paint.")).getResult().getOutput();
		AssistantMessage restored = AssistantMessage.builder()
			.content(painting.getText())
			.properties(painting.getMetadata())
			.build();
		model.call(new Prompt(new UserMessage("Paint."), restored, new UserMessage("Brighter.")));
		assertThat(this.fixture.bodies().get(1)).contains("""
				{"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"AQID"},\
				"thoughtSignature":"c2ln"}]}""");
	}

	@Test
	void rejectsMissingModel() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.fixture.model(QhaigcGeminiChatOptions.builder().build()).call("Hi"))
			.withMessageContaining("qhaigc.model");
	}

	@Test
	void callFailsOnNonBlockingThread() {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Mono.fromCallable(() -> this.fixture.model("gemini-2.5-flash").call("Hi"))
			.subscribeOn(Schedulers.parallel())
			.doOnError(failure::set)
			.onErrorResume((ex) -> Mono.empty())
			.block();
		assertThat(failure.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("stream()");
	}

	@Test
	void interruptedCallCancelsRequestAndKeepsInterruptFlag() throws InterruptedException {
		this.fixture.gateway().hang();
		CountDownLatch ended = new CountDownLatch(1);
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			try {
				this.fixture.model("gemini-2.5-flash").call("Hi");
			}
			catch (RuntimeException ex) {
				interrupted.set(Thread.currentThread().isInterrupted());
				failure.set(ex);
			}
			ended.countDown();
		});
		caller.start();
		this.fixture.gateway().takeRequest();
		caller.interrupt();
		assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(interrupted.get()).isTrue();
		assertThat(failure.get()).isInstanceOfSatisfying(QhaigcNonTransientException.class,
				(ex) -> assertThat(ex.problem().code()).isEqualTo("interrupted"));
		assertThat(this.fixture.gateway().awaitCancelled(Duration.ofSeconds(20))).isTrue();
	}

	@Test
	void closesConnectionWhenStreamIsCancelled() {
		this.fixture.gateway().replyStream("a", "b", "c").hangAfter(1);
		StepVerifier.create(this.fixture.model("gemini-2.5-flash").stream("Hi").take(1))
			.expectNext("a")
			.verifyComplete();
		assertThat(this.fixture.gateway().awaitCancelled(Duration.ofSeconds(20))).isTrue();
	}

	@Test
	void emitsFirstTextBeforeSecondEventArrives() {
		this.fixture.gateway().replyStream("a", "b").hangAfter(1);
		StepVerifier.create(this.fixture.model("gemini-2.5-flash").stream("Hi"))
			.expectNext("a")
			.thenCancel()
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void emitsReceivedChunksBeforeErrorOfIncompleteStream() {
		this.fixture.gateway().replyEvents("""
				{"candidates":[{"content":{"parts":[{"text":"half"}]}}]}""");
		StepVerifier.create(this.fixture.model("gemini-2.5-flash").stream("Hi"))
			.expectNext("half")
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(QhaigcTransientException.class)
				.hasMessageContaining("incomplete"))
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void endsIncompleteStreamWithFinishReasonUnknownIfConfigured() {
		this.fixture.gateway().replyEvents("""
				{"candidates":[{"content":{"parts":[{"text":"half"}]}}]}""");
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder()
			.model("gemini-2.5-flash")
			.onIncompleteStream(IncompleteStream.COMPLETE)
			.build();
		List<ChatResponse> chunks = this.fixture.model(options).stream(new Prompt("Hi")).collectList().block();
		assertThat(chunks).hasSize(2);
		assertThat(chunks.get(1).getResult().getMetadata().getFinishReason()).isEqualTo("UNKNOWN");
	}

	@Test
	void emptyResponseIsTransientFailure() {
		this.fixture.gateway().replyJson("{\"usageMetadata\":{\"totalTokenCount\":1}}");
		assertThatExceptionOfType(QhaigcTransientException.class)
			.isThrownBy(() -> this.fixture.model("gemini-2.5-flash").call("Hi"))
			.withMessageContaining("empty response");
	}

	private static QhaigcGeminiChatOptions documentedOptions() {
		return QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").temperature(0.4).maxTokens(512).build();
	}

	private static void assertDocumentedResponse(ChatResponse response, String text) {
		assertThat(response.getResult().getOutput().getText()).isEqualTo(text);
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(response.getMetadata().getModel()).isEqualTo("gemini-2.5-flash");
		assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(18);
		assertThat(response.getMetadata().getUsage().getCompletionTokens()).isEqualTo(76);
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(94);
	}

}
