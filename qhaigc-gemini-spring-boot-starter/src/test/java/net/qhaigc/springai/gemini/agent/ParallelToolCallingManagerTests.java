package net.qhaigc.springai.gemini.agent;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ParallelToolCallingManager} through {@code ChatClient}.
 */
class ParallelToolCallingManagerTests extends AgentTestSupport {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final Tools tools = new Tools();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void executesToolCallsOfResponseInParallel(boolean streamed) {
		this.gateway.callTool("meet", Map.of("city", "A"))
			.callTool("meet", Map.of("city", "B"))
			.callTool("meet", Map.of("city", "C"));
		this.gateway.reply("Done.");
		ask(request(parallel()), streamed);
		assertThat(this.gateway.received().get(1).json().findValuesAsString("result")).containsExactly("A", "B", "C");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsResultsInOrderOfCallsAndKeepsSignature(boolean streamed) {
		this.gateway.callTool("endsLast", Map.of("city", "A")).callTool("endsFirst", Map.of("city", "B"));
		this.gateway.reply("Done.");
		ask(request(parallel()), streamed);
		assertThat(this.tools.ended).containsExactly("endsFirst", "endsLast");
		assertThat(this.gateway.received().get(1).json().findValuesAsString("result")).containsExactly("A", "B");
		assertThat(this.gateway.received().get(1).json().findValues("thoughtSignature")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void doesNotExecuteSequentialToolInParallelWithOtherTools(boolean streamed) {
		this.gateway.callTool("before", Map.of("city", "A"))
			.callTool("alone", Map.of("city", "B"))
			.callTool("after", Map.of("city", "C"));
		this.gateway.reply("Done.");
		ask(request(ParallelToolCallingManager.builder(ToolCallingManager.builder().build())
			.sequentialTools("alone")
			.build()), streamed);
		assertThat(this.tools.overlaps).hasValue(0);
		assertThat(this.gateway.received().get(1).json().findValuesAsString("result")).containsExactly("A", "B", "C");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsMessageOfRuntimeExceptionAsToolResult(boolean streamed) {
		this.gateway.callTool("echo", Map.of("city", "A")).callTool("fail", Map.of("city", "B"));
		this.gateway.reply("Done.");
		ask(request(parallel()), streamed);
		assertThat(this.gateway.received().get(1).json().findValuesAsString("result")).containsExactly("A",
				"no such city");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void throwsFailureOfFirstCallAndInterruptsLaterCalls(boolean streamed) {
		this.gateway.callTool("unknown", Map.of("city", "A")).callTool("hang", Map.of("city", "B")).unchecked();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> ask(request(parallel()), streamed))
			.withMessage("No ToolCallback found for tool name: unknown");
		Awaitility.await()
			.atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(this.tools.interruptedHangs).hasValue(this.tools.startedHangs.get()));
	}

	@Test
	void interruptsCallsIfStreamIsCancelled() throws InterruptedException {
		this.gateway.callTool("hang", Map.of("city", "A")).callTool("hang", Map.of("city", "B"));
		Disposable stream = request(parallel()).stream().chatResponse().subscribe();
		assertThat(this.tools.twoHangsStarted.await(20, TimeUnit.SECONDS)).isTrue();
		stream.dispose();
		this.tools.awaitInterruptedHangs(2);
	}

	@Test
	void interruptsCallsIfCallingThreadIsInterrupted() throws InterruptedException {
		this.gateway.callTool("hang", Map.of("city", "A")).callTool("hang", Map.of("city", "B"));
		CompletableFuture<String> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				result.complete(request(parallel()).call().content());
			}
			catch (RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		});
		thread.start();
		assertThat(this.tools.twoHangsStarted.await(20, TimeUnit.SECONDS)).isTrue();
		thread.interrupt();
		this.tools.awaitInterruptedHangs(2);
		assertThat(result).failsWithin(TIMEOUT);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void returnsToolResultsDirectlyOnlyIfAllToolsHaveReturnDirect(boolean streamed) {
		this.gateway.callTool("ticket", Map.of("city", "A")).callTool("ticket", Map.of("city", "B"));
		ChatResponse response = ask(request(parallel()), streamed);
		assertThat(response.getResults()).extracting((result) -> result.getOutput().getText())
			.containsExactly("\"T-A\"", "\"T-B\"");
		this.gateway.callTool("ticket", Map.of("city", "A")).callTool("echo", Map.of("city", "B"));
		this.gateway.reply("Done.");
		assertThat(ask(request(parallel()), streamed).getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void appliesToolCallLimitOfSpringAiToAllCallsOfResponse(boolean streamed) {
		DefaultToolCallingManager.Builder builder = DefaultToolCallingManager.builder();
		Method limit = ReflectionUtils.findMethod(builder.getClass(), "maxCallsPerTool", int.class);
		if (limit == null) {
			return; // Spring AI 2.0.0 does not limit tool calls
		}
		ReflectionUtils.invokeMethod(limit, builder, 2);
		this.gateway.callTool("echo", Map.of("city", "A"))
			.callTool("echo", Map.of("city", "B"))
			.callTool("echo", Map.of("city", "C"));
		ChatResponse response = ask(request(ParallelToolCallingManager.builder(builder.build()).build()), streamed);
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("toolCallLimitExceeded");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void toolsHaveThreadLocalsOfCaller(boolean streamed) {
		this.gateway.callTool("user", Map.of("city", "A")).callTool("user", Map.of("city", "B"));
		this.gateway.reply("Done.");
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("zhou", null));
		try {
			ChatClient.ChatClientRequestSpec request = request(parallel());
			if (streamed) {
				request.stream().chatResponse().contextCapture().blockLast();
			}
			else {
				request.call().content();
			}
		}
		finally {
			SecurityContextHolder.clearContext();
		}
		assertThat(this.gateway.received().get(1).json().findValuesAsString("result")).containsExactly("zhou", "zhou");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void toolsRunInsideObservationOfCaller(boolean streamed) {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler((context) -> true);
		this.gateway.callTool("observation", Map.of("city", "A")).callTool("observation", Map.of("city", "B"));
		this.gateway.reply("Done.");
		this.tools.observations = observations;
		ToolCallingManager manager = ParallelToolCallingManager
			.builder(ToolCallingManager.builder().observationRegistry(observations).build())
			.build();
		ChatClient chat = ChatClient
			.builder(model("gemini-3-flash-preview"), observations, null, null,
					ToolCallingAdvisor.builder().toolCallingManager(manager))
			.build();
		ChatClient.ChatClientRequestSpec request = chat.prompt("Go.").tools(this.tools);
		Observation turn = Observation.createNotStarted("turn", observations);
		if (streamed) {
			turn.observe(() -> request.stream().chatResponse().contextCapture().blockLast());
		}
		else {
			turn.observe(() -> request.call().content());
		}
		assertThat(this.gateway.received().get(1).json().findValuesAsString("result")).containsExactly("turn", "turn");
	}

	@Test
	void executesCallsOnCallingThreadIfExecutorRejectsThem() {
		this.gateway.callTool("echo", Map.of("city", "A")).callTool("echo", Map.of("city", "B"));
		this.gateway.reply("Done.");
		ToolCallingManager manager = ParallelToolCallingManager.builder(ToolCallingManager.builder().build())
			.executor((task) -> {
				throw new RejectedExecutionException();
			})
			.build();
		assertThat(request(manager).call().content()).isEqualTo("Done.");
		assertThat(this.tools.threads).containsExactly(Thread.currentThread().getName());
	}

	@Test
	void usesConfiguredExecutor() {
		this.gateway.callTool("echo", Map.of("city", "A")).callTool("echo", Map.of("city", "B"));
		this.gateway.reply("Done.");
		ExecutorService executor = Executors.newFixedThreadPool(2, new CustomizableThreadFactory("own-"));
		// tag::executor[]
		ToolCallingManager manager = ParallelToolCallingManager.builder(ToolCallingManager.builder().build())
			.executor(executor)
			.sequentialTools("browser")
			.build();
		// end::executor[]
		assertThat(request(manager).call().content()).isEqualTo("Done.");
		executor.shutdown();
		assertThat(this.tools.threads).allMatch((name) -> name.startsWith("own-"));
	}

	private static ToolCallingManager parallel() {
		return ParallelToolCallingManager.builder(ToolCallingManager.builder().build()).build();
	}

	private ChatClient.ChatClientRequestSpec request(ToolCallingManager manager) {
		return chat(manager).prompt("Go.").tools(this.tools);
	}

	static class Tools {

		private final CyclicBarrier barrier = new CyclicBarrier(3);

		private final CountDownLatch firstEnded = new CountDownLatch(1);

		private final CountDownLatch twoHangsStarted = new CountDownLatch(2);

		private final AtomicInteger interruptedHangs = new AtomicInteger();

		private final CountDownLatch aloneStarted = new CountDownLatch(1);

		private final CountDownLatch afterStarted = new CountDownLatch(1);

		private final AtomicInteger overlaps = new AtomicInteger();

		private final Queue<String> ended = new ConcurrentLinkedQueue<>();

		private final Set<String> threads = ConcurrentHashMap.newKeySet();

		private final AtomicInteger startedHangs = new AtomicInteger();

		private ObservationRegistry observations = ObservationRegistry.NOOP;

		@Tool
		String meet(String city) throws Exception {
			this.barrier.await(20, TimeUnit.SECONDS);
			return city;
		}

		@Tool
		String endsFirst(String city) {
			this.ended.add("endsFirst");
			this.firstEnded.countDown();
			return city;
		}

		@Tool
		String endsLast(String city) throws Exception {
			assertThat(this.firstEnded.await(20, TimeUnit.SECONDS)).isTrue();
			this.ended.add("endsLast");
			return city;
		}

		@Tool
		String echo(String city) {
			this.threads.add(Thread.currentThread().getName());
			return city;
		}

		@Tool
		String before(String city) throws InterruptedException {
			countOverlap(this.aloneStarted);
			return city;
		}

		@Tool
		String alone(String city) throws InterruptedException {
			this.aloneStarted.countDown();
			countOverlap(this.afterStarted);
			return city;
		}

		@Tool
		String after(String city) {
			this.afterStarted.countDown();
			return city;
		}

		/**
		 * Wait briefly. The other tool must not start during this time; if it starts,
		 * count an overlap.
		 */
		private void countOverlap(CountDownLatch otherStarted) throws InterruptedException {
			if (otherStarted.await(100, TimeUnit.MILLISECONDS)) {
				this.overlaps.incrementAndGet();
			}
		}

		@Tool
		String fail(String city) {
			throw new IllegalArgumentException("no such city");
		}

		@Tool
		String hang(String city) throws InterruptedException {
			this.startedHangs.incrementAndGet();
			this.twoHangsStarted.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.interruptedHangs.incrementAndGet();
				throw ex;
			}
			return city;
		}

		@Tool(returnDirect = true)
		String ticket(String city) {
			return "T-" + city;
		}

		@Tool
		String user(String city) {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

		/**
		 * Return the name of the outermost observation of the caller. The search begins
		 * with the previous scope, because the current one is that of the tool call.
		 */
		@Tool
		String observation(String city) {
			ObservationView observation = this.observations.getCurrentObservationScope()
				.getPreviousObservationScope()
				.getCurrentObservation();
			while (observation.getContextView().getParentObservation() != null) {
				observation = observation.getContextView().getParentObservation();
			}
			return observation.getContextView().getName();
		}

		private void awaitInterruptedHangs(int count) {
			Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(this.interruptedHangs).hasValue(count));
		}

	}

}
