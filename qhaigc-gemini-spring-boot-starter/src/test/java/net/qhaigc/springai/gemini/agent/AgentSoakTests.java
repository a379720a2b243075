package net.qhaigc.springai.gemini.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.messages.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conversations of many agents at once. Each has 8 tools, 15 rounds with parallel calls
 * and an approval, and an image as the answer. It is stopped twice, reloaded, and
 * continued after a restart with Spring AI's module for OpenAI, and after another restart
 * with the first model. Conversations and media are in a database.
 *
 * <p>
 * By default each agent has one conversation. With {@code -Dqhaigc.agents.seconds=600},
 * new conversations are started for that time; {@code -Dqhaigc.agents.count} is the
 * number of agents.
 */
class AgentSoakTests {

	private static final int AGENTS = Integer.getInteger("qhaigc.agents.count", 30);

	private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("qhaigc.agents.seconds", 0));

	private static final long MAX_HEAP_GROWTH = 150_000_000;

	private final SoakApplication application = new SoakApplication();

	private final AtomicInteger conversations = new AtomicInteger();

	private final AtomicLong events = new AtomicLong();

	private final AtomicLong heapAtStart = new AtomicLong();

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void losesDoublesAndLeaksNothing() throws Exception {
		Instant end = Instant.now().plus(DURATION);
		ExecutorService executor = Executors.newFixedThreadPool(AGENTS);
		try {
			List<Future<?>> agents = new ArrayList<>();
			for (int i = 0; i < AGENTS; i++) {
				agents.add(executor.submit(() -> {
					do {
						converse(this.conversations.incrementAndGet());
					}
					while (Instant.now().isBefore(end));
					return null;
				}));
			}
			for (Future<?> agent : agents) {
				agent.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		System.out.printf(
				"%d conversations, %d requests, %d events, %d MB of heap after the first conversations, %d at the end%n",
				this.conversations.get(), this.application.checks.requests(), this.events.get(),
				this.heapAtStart.get() >> 20, usedHeap() >> 20);
		assertThat(this.application.checks.problems()).isEmpty();
		assertThat(usedHeap()).isLessThan(this.heapAtStart.get() + MAX_HEAP_GROWTH);
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			assertThat(toolThreads()).isEmpty();
			assertThat(this.application.approvals.requests()).isEmpty();
			assertThat(this.application.rows()).isZero();
		});
		assertThat(this.application.gateway.problems()).isEmpty();
	}

	private void converse(int number) {
		String id = "conversation-" + number;
		String question = (number % 50 == 1) ? "Go, with a large result." : "Go.";
		stopAfter(AgentEvent.ToolStarted.class, 1 + number % 3, id, question);
		stopAfter(AgentEvent.Round.class, 3 + number % 9, id, question);
		List<AgentEvent> events = this.application.runWithReload(this.application.gemini(), id, question);
		assertIsComplete(events);
		assertThat(texts(id)).containsExactly("USER " + question, "ASSISTANT Done.");
		List<AgentEvent> afterRestart = this.application.runWithReload(this.application.openAi(), id, "Thanks.");
		assertThat(text(afterRestart)).isEqualTo("You are welcome.");
		assertThat(afterRestart).filteredOn(AgentEvent.ToolFinished.class::isInstance).hasSize(2);
		List<AgentEvent> afterSecond = this.application.runWithReload(this.application.gemini(), id, "Bye.");
		assertThat(text(afterSecond)).isEqualTo("Goodbye.");
		assertThat(texts(id)).containsExactly("USER " + question, "ASSISTANT Done.", "USER Thanks.",
				"ASSISTANT You are welcome.", "USER Bye.", "ASSISTANT Goodbye.");
		this.application.repository().deleteByConversationId(id);
		this.events.addAndGet(events.size() + afterRestart.size() + afterSecond.size());
		if (number == AGENTS) {
			this.heapAtStart.set(usedHeap());
		}
	}

	private static String text(List<AgentEvent> events) {
		return events.stream()
			.filter(AgentEvent.Text.class::isInstance)
			.map((event) -> ((AgentEvent.Text) event).text())
			.collect(Collectors.joining());
	}

	private static long usedHeap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private void stopAfter(Class<? extends AgentEvent> type, int count, String id, String question) {
		AgentRun run = this.application.start(this.application.gemini(), id, question);
		AtomicInteger seen = new AtomicInteger();
		run.attach(null)
			.doOnNext(this.application::decide)
			.takeUntil((event) -> type.isInstance(event.data()) && seen.incrementAndGet() == count)
			.blockLast(SoakApplication.TIMEOUT);
		run.stop();
		List<AgentEvent> events = this.application.events(run, null);
		assertThat(events.get(events.size() - 1)).isEqualTo(new AgentEvent.End("stopped", null, null, null));
		assertThat(texts(id)).isEmpty();
	}

	private static void assertIsComplete(List<AgentEvent> events) {
		List<String> started = new ArrayList<>();
		List<String> finished = new ArrayList<>();
		List<Integer> rounds = new ArrayList<>();
		for (AgentEvent event : events) {
			if (event instanceof AgentEvent.ToolStarted call) {
				started.add(call.id() + call.name());
			}
			else if (event instanceof AgentEvent.ToolFinished call) {
				finished.add(call.id() + call.name());
				assertThat(call.failed()).as("%s", call).isEqualTo(call.name().equals("fail"));
			}
			else if (event instanceof AgentEvent.Round round) {
				rounds.add(round.number());
			}
		}
		assertThat(started).hasSize(SoakScript.CALLS).doesNotHaveDuplicates();
		assertThat(finished).containsExactlyInAnyOrderElementsOf(started);
		assertThat(rounds).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
		assertThat(text(events)).isEqualTo("Done.");
		assertThat(events).filteredOn(AgentEvent.Media.class::isInstance).hasSize(1);
		assertThat(events.get(events.size() - 1)).isInstanceOfSatisfying(AgentEvent.End.class, (end) -> {
			assertThat(end.failure()).isNull();
			assertThat(end.finishReason()).isEqualTo("STOP");
		});
	}

	private List<String> texts(String id) {
		return this.application.repository().findByConversationId(id).stream().map(AgentSoakTests::text).toList();
	}

	private static String text(Message message) {
		return message.getMessageType() + " " + message.getText();
	}

	private static List<String> toolThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("tool-"))
			.toList();
	}

}
