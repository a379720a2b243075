package net.qhaigc.springai.gemini.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.netty.http.client.HttpClient;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.failover.FaultyStandIn.Fault;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs many conversations with tools and streams over three routes, which fail
 * repeatedly: a route is down, slow or rate-limited, closes connections, or sends errors
 * and invalid responses. Sometimes, all routes fail at the same time. The test verifies
 * that no text and no tool call is lost or duplicated, that each failure is a
 * {@code GatewayFailure} of an expected kind, that a request is sent to a route with an
 * open circuit only if the circuit opened while the request was being written, that the
 * heap and the number of threads grow only within limits, and that all connections are
 * closed at the end. The test runs for 10 seconds; with
 * {@code -Dqhaigc.failover.seconds=600}, it runs for 600 seconds, with more
 * conversations.
 */
class FailoverSoakTests {

	private static final int SECONDS = Integer.getInteger("qhaigc.failover.seconds", 10);

	private static final int CONVERSATIONS = Integer.getInteger("qhaigc.failover.conversations",
			(SECONDS < 60) ? 60 : 100);

	/** The time for which each route keeps its fault. */
	private static final Duration PHASE_DURATION = Duration.ofMillis(Math.min(3000, SECONDS * 50));

	private static final Fault[] FAULTS = { Fault.NONE, Fault.DOWN, Fault.NONE, Fault.SLOW, Fault.NONE,
			Fault.RATE_LIMITED, Fault.NONE, Fault.CLOSING, Fault.NONE, Fault.INVALID };

	private static final CircuitBreakerSettings SETTINGS = new CircuitBreakerSettings(4, 2, 50, Duration.ofSeconds(2));

	/**
	 * The maximum time to write a request, during which the circuit can open. On a busy
	 * machine, the test permits a longer time.
	 */
	private static final Duration MAX_WRITE_TIME = Duration.ofMillis(500);

	/** An event loop can stall more than once before a request is written. */
	private static final int MAX_STALLS = 3;

	private static final Duration STALL_PROBE_INTERVAL = Duration.ofMillis(20);

	/** Generous, since many conversations share a core. */
	private static final Duration MAX_TURN_TIME = Duration.ofMinutes(3);

	private static final long MAX_HEAP_GROWTH = 24L * 1024 * 1024;

	/**
	 * The delays are so long that the later retries would be sent while the circuit is
	 * open if the chat model of the route did not stop retrying.
	 */
	private static final RetryTemplate RETRIES = new RetryTemplate(RetryPolicy.builder()
		.maxRetries(4)
		.delay(Duration.ofMillis(100))
		.multiplier(4)
		.maxDelay(Duration.ofSeconds(2))
		.build());

	/**
	 * The threads that existed before this test, such as those of clients in other tests.
	 */
	private final Set<Thread> earlierThreads = Set.copyOf(Thread.getAllStackTraces().keySet());

	private final CircuitBreakerRegistry circuitBreakers = SETTINGS.newRegistry();

	private final List<FaultyStandIn> standIns = List.of(new FaultyStandIn(), new FaultyStandIn(), new FaultyStandIn());

	private final List<QhaigcClient> clients = new ArrayList<>();

	private final ChatMemory memory = MessageWindowChatMemory.builder().maxMessages(10).build();

	private final FailoverChatModel model = failover();

	private final ChatClient chatClient = ChatClient.builder(this.model)
		.defaultAdvisors(MessageChatMemoryAdvisor.builder(this.memory).build())
		.build();

	private final LongAdder turns = new LongAdder();

	private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();

	private final List<String> violations = new CopyOnWriteArrayList<>();

	/**
	 * The longest time, in milliseconds, between the opening of a circuit and a request
	 * that was sent to its route while the circuit was open.
	 */
	private final LongAccumulator maxMillisAfterOpening = new LongAccumulator(Math::max, 0);

	/**
	 * The longest time, in nanoseconds, for which a thread did not run although it could.
	 */
	private final LongAccumulator maxStallNanos = new LongAccumulator(Math::max, 0);

	private final ScheduledExecutorService phaseTimer = Executors.newSingleThreadScheduledExecutor();

	private final ScheduledExecutorService stallTimer = Executors.newSingleThreadScheduledExecutor();

	private volatile boolean faulty = true;

	private int phase;

	@AfterEach
	void stop() {
		this.phaseTimer.shutdownNow();
		this.stallTimer.shutdownNow();
		this.clients.forEach(QhaigcClient::close);
		this.standIns.forEach(FaultyStandIn::close);
	}

	@Test
	void neitherLosesNorDuplicatesTextOrToolCallsWhileRoutesFail() throws Exception {
		((Logger) LoggerFactory.getLogger("org.springframework.ai")).setLevel(Level.OFF);
		this.phaseTimer.scheduleAtFixedRate(this::beginNextPhase, 0, PHASE_DURATION.toMillis(), TimeUnit.MILLISECONDS);
		measureStalls();
		converse(SECONDS / 4);
		long heapBefore = usedHeap();
		long threadsBefore = nonClientThreads();
		this.faulty = true;
		converse(SECONDS - SECONDS / 4);
		long growth = usedHeap() - heapBefore;
		long threads = nonClientThreads();
		System.out.printf(
				"%d turns, requests %s, the latest sent %d ms after the circuit opened (threads stalled for up to %d ms), "
						+ "heap grew by %d KiB, threads %d -> %d, failures %s%n",
				this.turns.sum(), this.standIns.stream().map(FaultyStandIn::requests).toList(),
				this.maxMillisAfterOpening.get(), TimeUnit.NANOSECONDS.toMillis(this.maxStallNanos.get()),
				growth / 1024, threadsBefore, threads, this.failures);
		assertThat(this.violations).isEmpty();
		assertThat(Duration.ofMillis(this.maxMillisAfterOpening.get()))
			.isLessThan(MAX_WRITE_TIME.plus(Duration.ofNanos(MAX_STALLS * this.maxStallNanos.get())));
		assertThat(this.standIns).allSatisfy((standIn) -> {
			assertThat(standIn.problems()).isEmpty();
			assertThat(standIn.requests()).isPositive();
		});
		assertThat(growth).isLessThan(MAX_HEAP_GROWTH);
		assertThat(threads).isLessThanOrEqualTo(threadsBefore + 10);
		assertThatEachRouteIsUsedAgain();
		assertThatConnectionsAndClientThreadsEnd();
	}

	/** Verify that a successful trial request closes the circuit of each route. */
	private void assertThatEachRouteIsUsedAgain() {
		List<CircuitBreaker> all = List.copyOf(this.circuitBreakers.getAllCircuitBreakers());
		for (CircuitBreaker route : all) {
			all.forEach(CircuitBreaker::transitionToForcedOpenState);
			route.transitionToOpenState();
			route.transitionToHalfOpenState();
			assertThat(this.model.call("say hello")).isEqualTo("say hello");
			assertThat(route.getState()).isEqualTo(State.CLOSED);
		}
	}

	private void assertThatConnectionsAndClientThreadsEnd() {
		this.clients.forEach(QhaigcClient::close);
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			assertThat(this.standIns).allMatch((standIn) -> standIn.openConnections() == 0);
			assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> isClientThread(thread) && !this.earlierThreads.contains(thread));
		});
	}

	private static boolean isClientThread(Thread thread) {
		return thread.getName().startsWith("qhaigc-") && !thread.getName().startsWith("qhaigc-gateway");
	}

	/**
	 * Return the number of threads, not including the threads of clients, which end when
	 * they are idle.
	 */
	private static long nonClientThreads() {
		return Thread.getAllStackTraces().keySet().stream().filter((thread) -> !isClientThread(thread)).count();
	}

	/**
	 * Set the next fault of each route. In every second pass through the list of faults,
	 * either all routes have a fault, or none has.
	 */
	private void beginNextPhase() {
		if (!this.faulty) {
			return;
		}
		int shift = (this.phase / FAULTS.length % 2 == 0) ? 3 : 2;
		for (int i = 0; i < this.standIns.size(); i++) {
			this.standIns.get(i).setFault(FAULTS[(this.phase + shift * i) % FAULTS.length]);
		}
		this.phase++;
	}

	/**
	 * End all faults, so that the last turns can succeed immediately.
	 */
	private void endFaults() throws Exception {
		this.phaseTimer.submit(() -> {
			this.faulty = false;
			this.standIns.forEach((standIn) -> standIn.setFault(Fault.NONE));
		}).get();
	}

	/** Measure for how long a thread does not run although it could. */
	private void measureStalls() {
		AtomicLong last = new AtomicLong(System.nanoTime());
		this.stallTimer.scheduleWithFixedDelay(() -> {
			long now = System.nanoTime();
			this.maxStallNanos.accumulate(now - last.getAndSet(now) - STALL_PROBE_INTERVAL.toNanos());
		}, STALL_PROBE_INTERVAL.toMillis(), STALL_PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Start turns in all conversations for the given time. The last turn of each
	 * conversation can end later.
	 */
	private void converse(int seconds) throws Exception {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		ExecutorService users = Executors.newFixedThreadPool(CONVERSATIONS);
		List<Future<?>> conversations = new ArrayList<>();
		for (int i = 0; i < CONVERSATIONS; i++) {
			String conversation = "c" + i + "-" + seconds;
			Random random = new Random(i);
			conversations.add(users.submit(() -> {
				for (int turn = 0; System.nanoTime() < end; turn++) {
					repeatUntilSuccess(new Turn(conversation, turn, random.nextBoolean(), random.nextBoolean()));
					pause(Duration.ofMillis(100 + random.nextInt(100)));
				}
				this.memory.clear(conversation);
			}));
		}
		users.shutdown();
		TimeUnit.SECONDS.sleep(seconds);
		endFaults();
		assertThat(users.awaitTermination(MAX_TURN_TIME.toSeconds() + 30, TimeUnit.SECONDS)).isTrue();
		for (Future<?> conversation : conversations) {
			conversation.get();
		}
	}

	/** Repeat a turn until it succeeds, as a user would. */
	private void repeatUntilSuccess(Turn turn) {
		List<Message> history = this.memory.get(turn.conversation());
		long deadline = System.nanoTime() + MAX_TURN_TIME.toNanos();
		while (!tryTurn(turn)) {
			this.memory.clear(turn.conversation());
			this.memory.add(turn.conversation(), history);
			if (System.nanoTime() > deadline) {
				this.violations.add(turn + " did not succeed within " + MAX_TURN_TIME);
				return;
			}
			pause(Duration.ofMillis(200));
		}
		List<Message> afterwards = this.memory.get(turn.conversation());
		check(turn, turn.expectedAnswer().equals(afterwards.get(afterwards.size() - 1).getText()),
				"memory " + afterwards);
		this.turns.increment();
	}

	/** Return whether the turn succeeded. */
	private boolean tryTurn(Turn turn) {
		StringBuilder text = new StringBuilder();
		FindRecordTool tool = new FindRecordTool(turn);
		ChatClient.ChatClientRequestSpec request = this.chatClient.prompt(turn.question())
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, turn.conversation()));
		request = turn.usesTool() ? request.tools(tool) : request;
		try {
			if (turn.streaming()) {
				request.stream().content().doOnNext(text::append).blockLast();
			}
			else {
				text.append(request.call().content());
			}
			check(turn, turn.expectedAnswer().contentEquals(text), "answer " + text);
			check(turn, tool.calls.get() == (turn.usesTool() ? 1 : 0), "number of tool calls " + tool.calls);
			return true;
		}
		catch (RuntimeException ex) {
			check(turn, turn.expectedAnswer().startsWith(text.toString()), "answer " + text);
			check(turn, tool.calls.get() <= 1, "number of tool calls " + tool.calls);
			recordFailure(turn, ex);
			return false;
		}
	}

	private void recordFailure(Turn turn, RuntimeException ex) {
		if (ex instanceof GatewayFailure failure && isExpected(failure)) {
			String description = (turn.streaming() ? "stream " : "call ") + failure.kind() + " "
					+ failure.problem().code();
			this.failures.computeIfAbsent(description, (key) -> new LongAdder()).increment();
		}
		else if (this.violations.size() < 20) {
			this.violations.add(turn + " failed with " + ex);
		}
	}

	private static boolean isExpected(GatewayFailure failure) {
		return switch (failure.kind()) {
			case CONNECTION, TIMEOUT, RESPONSE, RATE_LIMIT, UNAVAILABLE, API_KEY, GATEWAY -> true;
			default -> false;
		};
	}

	private void check(Turn turn, boolean correct, String actual) {
		if (!correct) {
			this.violations.add(turn + ": unexpected " + actual);
		}
	}

	private FailoverChatModel failover() {
		FailoverChatModel.Builder builder = FailoverChatModel.builder().circuitBreakerRegistry(this.circuitBreakers);
		String[] models = { "gemini-3-flash-preview", "gemini-3-flash-preview", "gemini-2.5-flash" };
		for (int i = 0; i < models.length; i++) {
			builder.route("route" + i, model(this.standIns.get(i), models[i], "route" + i));
		}
		return builder.build();
	}

	private QhaigcGeminiChatModel model(FaultyStandIn standIn, String model, String route) {
		QhaigcClient client = QhaigcClient.builder()
			.baseUrl(standIn.url())
			.apiKey(standIn.apiKey())
			.connector(observingConnector(this.circuitBreakers.circuitBreaker(route)))
			.responseTimeout(Duration.ofSeconds(3))
			.build();
		this.clients.add(client);
		return QhaigcGeminiChatModel.builder()
			.client(client)
			.retryTemplate(RETRIES)
			.options(QhaigcGeminiChatOptions.builder().model(model).build())
			.build();
	}

	/**
	 * Return a factory of connectors that observe each request, including retries. If the
	 * circuit is open when a request has been sent, the time since the circuit opened is
	 * recorded.
	 */
	private Function<HttpClient, ClientHttpConnector> observingConnector(CircuitBreaker route) {
		AtomicLong openedAt = new AtomicLong();
		route.getEventPublisher().onStateTransition((event) -> {
			if (event.getStateTransition().getFromState() != State.OPEN) {
				openedAt.set(System.nanoTime());
			}
		});
		return (http) -> new ReactorClientHttpConnector(http.doAfterRequest((request, connection) -> {
			Duration sinceOpening = Duration.ofNanos(System.nanoTime() - openedAt.get());
			if (route.getState() == State.OPEN) {
				this.maxMillisAfterOpening.accumulate(sinceOpening.toMillis());
			}
		}));
	}

	private static void pause(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static long usedHeap() throws InterruptedException {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(100);
			used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		}
		return used;
	}

	record Turn(String conversation, int number, boolean usesTool, boolean streaming) {

		String question() {
			return (this.usesTool ? "find" : "say") + words();
		}

		String words() {
			return String.join("",
					IntStream.range(0, 10)
						.mapToObj((i) -> " %s/%d.%d".formatted(this.conversation, this.number, i))
						.toList());
		}

		String expectedAnswer() {
			return this.usesTool ? "findRecord returned: {\"result\":\"%s\"}".formatted(words()) : question();
		}

	}

	static final class FindRecordTool {

		private final Turn turn;

		private final AtomicInteger calls = new AtomicInteger();

		FindRecordTool(Turn turn) {
			this.turn = turn;
		}

		@Tool(description = "Finds a value")
		String findRecord(String key) {
			this.calls.incrementAndGet();
			return this.turn.words();
		}

	}

}
