package net.qhaigc.springai.gemini.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.ai.retry.TransientAiException;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.soak.FaultyGateway.Fault;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs many conversations concurrently, with tools and streams, while the gateway fails
 * in about one in ten turns. No text is lost or duplicated, only failures of the gateway
 * are reported, and the number of connections and the growth of the heap do not exceed
 * their limits. The test runs for a few seconds; with
 * {@code -Dqhaigc.soak.seconds=1800 -Dqhaigc.soak.conversations=200}, it runs for half an
 * hour, with more conversations.
 */
class SoakTests {

	private static final int SECONDS = Integer.getInteger("qhaigc.soak.seconds", 2);

	private static final int CONVERSATIONS = Integer.getInteger("qhaigc.soak.conversations", 20);

	/** Long enough even if all conversations share one CPU core. */
	private static final Duration RESPONSE_TIMEOUT = Duration.ofMillis(75L * CONVERSATIONS);

	/** A retry template without the long waits of the default one. */
	private static final RetryTemplate RETRY_TEMPLATE = new RetryTemplate(
			RetryPolicy.builder().maxRetries(3).delay(Duration.ofMillis(100)).build());

	private static final long MAX_HEAP_GROWTH = 24L * 1024 * 1024;

	private final FaultyGateway gateway = new FaultyGateway(0);

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey("soak-key")
		.responseTimeout(RESPONSE_TIMEOUT)
		.retryAfterTimeout(true)
		.build();

	private final ChatMemory memory = MessageWindowChatMemory.builder().maxMessages(10).build();

	private final ChatClient chatClient = ChatClient
		.builder(QhaigcGeminiChatModel.builder()
			.client(this.client)
			.retryTemplate(RETRY_TEMPLATE)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3-flash-preview").build())
			.build())
		.defaultAdvisors(MessageChatMemoryAdvisor.builder(this.memory).build())
		.build();

	private final AtomicLong successful = new AtomicLong();

	/** Turns that did not succeed in five attempts. */
	private final AtomicLong givenUp = new AtomicLong();

	private final Map<Failure, AtomicLong> failures = new ConcurrentHashMap<>();

	private final List<String> violations = new CopyOnWriteArrayList<>();

	private final ListAppender<ILoggingEvent> leaks = new ListAppender<>();

	private ResourceLeakDetector.Level previousLevel;

	@BeforeEach
	void watchForLeaks() {
		this.previousLevel = ResourceLeakDetector.getLevel();
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		this.leaks.start();
		((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(this.leaks);
	}

	@AfterEach
	void stop() {
		this.gateway.close();
		ResourceLeakDetector.setLevel(this.previousLevel);
		((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).detachAppender(this.leaks);
	}

	@Test
	void neitherLosesNorDuplicatesTextNorLeaksMemory() throws Exception {
		runConversations(Math.max(1, SECONDS / 4));
		long heapBefore = usedHeap();
		int threadsBefore = Thread.activeCount();
		runConversations(SECONDS);
		long growth = usedHeap() - heapBefore;
		System.out
			.println("Soak: " + this.successful + " successful turns, heap grew by " + growth / 1024 + " KiB, threads "
					+ threadsBefore + " -> " + Thread.activeCount() + ", leak reports " + this.leaks.list.size());
		this.failures.forEach((failure, count) -> System.out.println("Soak: " + count + " x " + failure));
		assertThat(this.violations).isEmpty();
		assertThat(this.givenUp).hasValue(0);
		assertThat(this.failures.keySet()).allMatch(Failure::cannotBeAvoidedByRetry);
		for (Fault fault : Fault.values()) {
			assertThat(reportedFailureCount(fault)).as("%s", fault).isLessThanOrEqualTo(this.gateway.faultCount(fault));
		}
		assertThat(this.leaks.list).isEmpty();
		assertThat(growth).isLessThan(MAX_HEAP_GROWTH);
		assertThat(this.gateway.openConnections()).isLessThanOrEqualTo(2 * CONVERSATIONS);
	}

	@Test
	void recoversWhenGatewayIsRestartedUnderLoad() throws Exception {
		ExecutorService operator = Executors.newSingleThreadExecutor();
		Future<?> restarts = operator.submit(() -> {
			for (int i = 0; i < 2; i++) {
				Thread.sleep(700);
				this.gateway.restart(Duration.ofMillis(200));
			}
			return null;
		});
		operator.shutdown();
		runConversations(2);
		restarts.get();
		assertThat(this.violations).isEmpty();
		Turn afterwards = new Turn("after", 1, false, true, Fault.NONE);
		repeatUntilSuccess(afterwards);
		assertThat(this.violations).isEmpty();
		assertThat(this.successful).hasPositiveValue();
	}

	private void runConversations(int seconds) throws Exception {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		ExecutorService users = Executors.newFixedThreadPool(CONVERSATIONS);
		List<Future<?>> conversations = new ArrayList<>();
		for (int i = 0; i < CONVERSATIONS; i++) {
			String conversation = "c" + i + "-" + seconds;
			Random random = new Random(i);
			conversations.add(users.submit(() -> {
				for (int turn = 0; System.nanoTime() < end; turn++) {
					Fault fault = (random.nextInt(10) == 0)
							? Fault.values()[1 + random.nextInt(Fault.values().length - 1)] : Fault.NONE;
					repeatUntilSuccess(new Turn(conversation, turn, random.nextBoolean(), random.nextBoolean(), fault));
				}
				this.memory.clear(conversation);
			}));
		}
		users.shutdown();
		assertThat(users.awaitTermination(seconds + 60L, TimeUnit.SECONDS)).isTrue();
		for (Future<?> conversation : conversations) {
			conversation.get();
		}
	}

	/** Send a turn until it succeeds, at most five times, as a user would. */
	private void repeatUntilSuccess(Turn turn) {
		for (int attempt = 0; attempt < 5; attempt++) {
			StringBuilder text = new StringBuilder();
			try {
				ChatClient.ChatClientRequestSpec request = this.chatClient.prompt()
					.user(turn.text())
					.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, turn.conversation()));
				request = turn.tool() ? request.tools(new LookUp()) : request;
				if (turn.stream()) {
					request.stream().content().doOnNext(text::append).blockLast();
				}
				else {
					text.append(request.call().content());
				}
				recordViolationUnless(text.toString().equals(FaultyGateway.textOf(turn.id())), turn, text);
				this.successful.incrementAndGet();
				return;
			}
			catch (TransientAiException | NonTransientAiException ex) {
				recordViolationUnless(FaultyGateway.textOf(turn.id()).startsWith(text.toString()), turn, text);
				this.failures.computeIfAbsent(Failure.of(turn, ex), (key) -> new AtomicLong()).incrementAndGet();
			}
			catch (RuntimeException ex) {
				this.violations.add(turn + " failed with " + ex);
				return;
			}
		}
		this.givenUp.incrementAndGet();
	}

	private void recordViolationUnless(boolean correct, Turn turn, CharSequence text) {
		if (!correct) {
			this.violations.add(turn + " returned " + text);
		}
	}

	private long reportedFailureCount(Fault fault) {
		return this.failures.entrySet()
			.stream()
			.filter((failure) -> failure.getKey().fault() == fault)
			.mapToLong((failure) -> failure.getValue().get())
			.sum();
	}

	private static long usedHeap() throws InterruptedException {
		List<Long> used = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(100);
			used.add(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		}
		return used.stream().mapToLong(Long::longValue).min().orElseThrow();
	}

	record Turn(String conversation, int number, boolean tool, boolean stream, Fault fault) {

		String id() {
			return this.conversation + "/" + this.number;
		}

		String text() {
			return "turn " + id() + " tool=" + this.tool + " fault=" + this.fault;
		}

	}

	/** A failure that was reported to the user. */
	record Failure(Fault fault, boolean stream, String message) {

		static Failure of(Turn turn, RuntimeException ex) {
			String message = String.valueOf(ex.getMessage()).replaceAll("127.0.0.1:\\d+", "gateway");
			return new Failure(turn.fault(), turn.stream(), message);
		}

		/**
		 * Whether the client cannot avoid the failure with a retry, because the failure
		 * is permanent or occurs after the first chunks.
		 */
		boolean cannotBeAvoidedByRetry() {
			return this.fault == Fault.STATUS_400
					|| this.stream && (this.fault == Fault.CLOSE_IN_STREAM || this.fault == Fault.ERROR_IN_STREAM);
		}

	}

	static class LookUp {

		@Tool(description = "Looks up a key")
		String lookUp(String key) {
			return "value of " + key;
		}

	}

}
