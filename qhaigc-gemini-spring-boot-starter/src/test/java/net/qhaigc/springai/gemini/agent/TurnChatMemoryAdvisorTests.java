package net.qhaigc.springai.gemini.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TurnChatMemoryAdvisor} through {@code ChatClient}.
 */
class TurnChatMemoryAdvisorTests extends AgentTestSupport {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final Tools tools = new Tools();

	private ChatMemory memory = memory(new InMemoryChatMemoryRepository());

	static Stream<Arguments> repositories() {
		Supplier<ChatMemoryRepository> inMemory = InMemoryChatMemoryRepository::new;
		Supplier<ChatMemoryRepository> textOnly = TextChatMemoryRepository::new;
		return Stream.of(inMemory, textOnly)
			.flatMap((repository) -> Stream.of(Arguments.of(repository, false), Arguments.of(repository, true)));
	}

	@ParameterizedTest
	@MethodSource("repositories")
	void storesOnlyQuestionAndAnswerOfTurnWithManyRounds(Supplier<ChatMemoryRepository> repository, boolean streamed) {
		this.memory = memory(repository.get());
		for (int i = 0; i < 15; i++) {
			this.gateway.callTool("weather", Map.of("city", "A"));
		}
		this.gateway.replyStream("It ", "rains.");
		this.gateway.reply("You are welcome.");
		ChatClient chat = chat(false);
		ask(request(chat, "How is the weather?"), streamed);
		assertThat(texts()).containsExactly("USER How is the weather?", "ASSISTANT It rains.");
		ask(request(chat, "Thank you."), streamed);
		assertThat(texts()).containsExactly("USER How is the weather?", "ASSISTANT It rains.", "USER Thank you.",
				"ASSISTANT You are welcome.");
		assertThat(this.gateway.received().get(14).json().path("contents")).hasSize(29);
		assertThat(this.gateway.received().get(16).json().path("contents")).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void failedTurnLeavesMemoryUnchanged(boolean streamed) {
		this.gateway.googleError(400);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> ask(request(chat(true), "How is the weather?"), streamed));
		assertThat(texts()).isEmpty();
		this.gateway.allowRejectedRequests();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void storesAnswerOfFailedStreamOnlyIfPartialAnswersAreEnabled(boolean partialAnswers) {
		this.gateway.replyStream("It ", "rains ", "often.").closeAfter(2);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> ask(request(chat(partialAnswers), "How is the weather?"), true));
		if (partialAnswers) {
			assertThat(texts()).containsExactly("USER How is the weather?", "ASSISTANT It rains ");
			assertThat(this.memory.get("zhou").get(1).getMetadata()).containsEntry("partial", true);
		}
		else {
			assertThat(texts()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void storesAnswerOfCancelledStreamOnlyIfPartialAnswersAreEnabled(boolean partialAnswers) {
		this.gateway.replyStream("It ", "rains ", "often.").hangAfter(1);
		request(chatWithImmediateScheduler(partialAnswers), "How is the weather?").stream()
			.content()
			.takeUntil((text) -> !text.isEmpty())
			.blockLast(TIMEOUT);
		assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
		assertThat(texts())
			.isEqualTo(partialAnswers ? List.of("USER How is the weather?", "ASSISTANT It ") : List.of());
	}

	@Test
	void keepsTextIfTurnIsCancelledWhileToolRuns() throws InterruptedException {
		this.gateway.replyStream("I will look it up.").callTool("hang", Map.of("city", "A"));
		Disposable turn = request(chat(true), "How is the weather?").stream().content().subscribe();
		assertThat(this.tools.hanging.await(20, TimeUnit.SECONDS)).isTrue();
		turn.dispose();
		Awaitility.await()
			.atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(texts()).containsExactly("USER How is the weather?",
					"ASSISTANT I will look it up."));
	}

	@Test
	void leavesMemoryUnchangedIfTurnIsCancelledBeforeFirstText() throws InterruptedException {
		this.gateway.callTool("hang", Map.of("city", "A"));
		Disposable turn = request(chatWithImmediateScheduler(true), "How is the weather?").stream()
			.content()
			.subscribe();
		assertThat(this.tools.hanging.await(20, TimeUnit.SECONDS)).isTrue();
		turn.dispose();
		assertThat(texts()).isEmpty();
	}

	@Test
	void storesCompleteAnswerOnceIfStreamIsCancelledAtItsEnd() {
		this.gateway.reply("Rain.");
		request(chat(true), "How is the weather?").stream()
			.chatResponse()
			.takeUntil((chunk) -> chunk.getResult().getMetadata().getFinishReason() != null)
			.blockLast(TIMEOUT);
		Awaitility.await()
			.atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(texts()).containsExactly("USER How is the weather?", "ASSISTANT Rain."));
	}

	@Test
	void usesMemoryOnBoundedElasticThreads() {
		this.gateway.replyStream("It ", "rains.");
		RecordingMemory recording = new RecordingMemory(this.memory);
		ChatClient chat = chat().mutate()
			.defaultAdvisors(TurnChatMemoryAdvisor.builder(recording).partialAnswers(true).build())
			.build();
		Flux<ChatResponse> answer = request(chat, "How is the weather?").stream().chatResponse();
		Flux.defer(() -> answer).subscribeOn(Schedulers.parallel()).blockLast(TIMEOUT);
		assertThat(texts()).containsExactly("USER How is the weather?", "ASSISTANT It rains.");
		assertThat(recording.threads).hasSize(2).allMatch((thread) -> thread.startsWith("boundedElastic"));
	}

	@Test
	void memoryIsUsedWithThreadLocalsOfSubscriber() {
		this.gateway.replyStream("It ", "rains.");
		Queue<String> users = new ConcurrentLinkedQueue<>();
		ChatMemory recording = new RecordingMemory(this.memory) {

			@Override
			public List<Message> get(String conversationId) {
				users.add(SecurityContextHolder.getContext().getAuthentication().getName());
				return super.get(conversationId);
			}

			@Override
			public void add(String conversationId, List<Message> messages) {
				users.add(SecurityContextHolder.getContext().getAuthentication().getName());
				super.add(conversationId, messages);
			}

		};
		ChatClient chat = chat().mutate().defaultAdvisors(TurnChatMemoryAdvisor.builder(recording).build()).build();
		SecurityContextHolder.getContext()
			.setAuthentication(UsernamePasswordAuthenticationToken.authenticated("zhou", null, List.of()));
		try {
			AgentEvents.of(request(chat, "How is the weather?")).blockLast(TIMEOUT);
		}
		finally {
			SecurityContextHolder.clearContext();
		}
		assertThat(users).containsExactly("zhou", "zhou");
	}

	/** An interrupt would close the file of an embedded database that the thread uses. */
	@Test
	void cancellingDoesNotInterruptThreadThatUsesMemory() throws InterruptedException {
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		ChatMemory slow = new RecordingMemory(this.memory) {

			@Override
			public List<Message> get(String conversationId) {
				reading.countDown();
				try {
					released.await();
					interrupted.complete(Thread.interrupted());
				}
				catch (InterruptedException ex) {
					interrupted.complete(true);
				}
				return super.get(conversationId);
			}

		};
		ChatClient chat = chat().mutate().defaultAdvisors(TurnChatMemoryAdvisor.builder(slow).build()).build();
		Disposable turn = request(chat, "How is the weather?").stream().content().subscribe();
		assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
		turn.dispose();
		released.countDown();
		assertThat(interrupted.join()).isFalse();
		assertThat(this.gateway.received()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void failureOfMemoryDoesNotReplaceFailureOfTurn(boolean partialAnswers) {
		this.gateway.replyStream("It ", "rains ", "often.").closeAfter(2);
		ChatMemory failing = new RecordingMemory(this.memory) {

			@Override
			public void add(String conversationId, List<Message> messages) {
				throw new IllegalStateException("The database is down");
			}

		};
		ChatClient chat = chat().mutate()
			.defaultAdvisors(TurnChatMemoryAdvisor.builder(failing).partialAnswers(partialAnswers).build())
			.build();
		assertThatExceptionOfType(QhaigcTransientException.class)
			.isThrownBy(() -> ask(request(chat, "How is the weather?"), true));
	}

	@Test
	void requiresConversationId() {
		assertThatExceptionOfType(NullPointerException.class)
			.isThrownBy(() -> chat(false).prompt("How is the weather?").call().content())
			.withMessageContaining("ChatMemory.CONVERSATION_ID");
	}

	private ChatClient chat(boolean partialAnswers) {
		// tag::memory[]
		TurnChatMemoryAdvisor advisor = TurnChatMemoryAdvisor.builder(this.memory)
			.partialAnswers(partialAnswers)
			.build();
		// end::memory[]
		return chat().mutate().defaultSystem("Be brief.").defaultAdvisors(advisor).build();
	}

	/**
	 * Return a client that updates the memory on the thread that cancels the stream,
	 * before {@code cancel()} returns.
	 */
	private ChatClient chatWithImmediateScheduler(boolean partialAnswers) {
		return chat().mutate()
			.defaultAdvisors(TurnChatMemoryAdvisor.builder(this.memory)
				.partialAnswers(partialAnswers)
				.scheduler(Schedulers.immediate())
				.build())
			.build();
	}

	private ChatClient.ChatClientRequestSpec request(ChatClient chat, String text) {
		return chat.prompt()
			.user(text)
			.tools(this.tools)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "zhou"));
	}

	private List<String> texts() {
		return this.memory.get("zhou").stream().map(TurnChatMemoryAdvisorTests::text).toList();
	}

	private static String text(Message message) {
		return message.getMessageType() + " " + message.getText();
	}

	private static ChatMemory memory(ChatMemoryRepository repository) {
		return MessageWindowChatMemory.builder().chatMemoryRepository(repository).build();
	}

	/** Records the threads that use the memory. */
	private static class RecordingMemory implements ChatMemory {

		private final ChatMemory memory;

		private final Queue<String> threads = new ConcurrentLinkedQueue<>();

		RecordingMemory(ChatMemory memory) {
			this.memory = memory;
		}

		@Override
		public void add(String conversationId, List<Message> messages) {
			this.threads.add(Thread.currentThread().getName());
			this.memory.add(conversationId, messages);
		}

		@Override
		public List<Message> get(String conversationId) {
			this.threads.add(Thread.currentThread().getName());
			return this.memory.get(conversationId);
		}

		@Override
		public void clear(String conversationId) {
			this.memory.clear(conversationId);
		}

	}

	static class Tools {

		private final CountDownLatch hanging = new CountDownLatch(1);

		@Tool
		String weather(String city) {
			return "rain";
		}

		@Tool
		String hang(String city) throws InterruptedException {
			this.hanging.countDown();
			new CountDownLatch(1).await();
			return city;
		}

	}

}
