package net.qhaigc.springai.gemini.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.http.codec.ServerSentEvent;

import net.qhaigc.springai.gemini.test.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AgentRuns} and {@link AgentRun}.
 */
class AgentRunsTests extends AgentTestSupport {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final AgentEvent.End END = new AgentEvent.End("STOP", null, null, null);

	private final SettableClock clock = new SettableClock();

	private final Sinks.Many<AgentEvent> turn = Sinks.many().unicast().onBackpressureBuffer();

	@Test
	void runContinuesWithoutSubscriberAndReplaysItsEvents() {
		this.gateway.callTool("weather", Map.of("city", "A")).id("c1");
		this.gateway.replyStream("It ", "rains.");
		AgentRun run = AgentRuns.builder().build().start(AgentEvents.of(chat().prompt("Go.").tools(new Tools())));
		Awaitility.await().atMost(TIMEOUT).until(run::isEnded);
		assertThat(ids(run.attach(null))).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
		assertThat(events(run.attach("6"))).extracting((event) -> event.getClass().getSimpleName())
			.containsExactly("Text", "Usage", "End");
		assertThat(ids(run.attach("9"))).isEmpty();
	}

	@Test
	void subscriberThatAttachesAgainReceivesEachEventOnce() {
		AgentRun run = runs().start(this.turn.asFlux());
		emit(text("1"), text("2"));
		StepVerifier.create(run.attach(null).map(ServerSentEvent::id))
			.expectNext("1", "2")
			.thenCancel()
			.verify(TIMEOUT);
		emit(text("3"));
		StepVerifier.create(run.attach("2").map(ServerSentEvent::id))
			.expectNext("3")
			.then(() -> emit(text("4"), END))
			.expectNext("4", "5")
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(run.isEnded()).isTrue();
	}

	@Test
	void servesEachSubscriberAtItsOwnPace() {
		AgentRun run = runs().start(this.turn.asFlux());
		StepVerifier slow = StepVerifier.create(run.attach(null).map(ServerSentEvent::id), 1)
			.expectNext("1")
			.thenRequest(1)
			.expectNext("2")
			.thenRequest(10)
			.expectNext("3", "4")
			.expectComplete()
			.verifyLater();
		emit(text("1"), text("2"), text("3"), END);
		slow.verify(TIMEOUT);
		assertThat(ids(run.attach(null))).containsExactly("1", "2", "3", "4");
	}

	@Test
	void emitsEachEventOnceIfSubscriberRequestsNextEventInOnNext() {
		AgentRun run = runs().start(this.turn.asFlux());
		emit(text("1"), text("2"), text("3"), END);
		List<String> ids = new ArrayList<>();
		run.attach(null).subscribe(new BaseSubscriber<>() {
			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.request(1);
			}

			@Override
			protected void hookOnNext(ServerSentEvent<AgentEvent> event) {
				request(1);
				ids.add(event.id());
			}
		});
		assertThat(ids).containsExactlyInAnyOrder("1", "2", "3", "4");
	}

	@Test
	void reportsNumberOfDroppedEvents() {
		AgentRun run = AgentRuns.builder().maxEvents(2).build().start(this.turn.asFlux());
		emit(text("1"), text("2"), text("3"), text("4"), END);
		assertThat(events(run.attach("1"))).containsExactly(new AgentEvent.Missed(2), text("4"), END);
		assertThat(ids(run.attach("1"))).containsExactly("3", "4", "5");
		assertThat(events(run.attach("4"))).containsExactly(END);
	}

	@Test
	void slowSubscriberReceivesNumberOfMissedEvents() {
		AgentRun run = AgentRuns.builder().maxEvents(2).build().start(this.turn.asFlux());
		StepVerifier.create(run.attach(null), 1)
			.then(() -> emit(text("1")))
			.assertNext((event) -> assertThat(event.data()).isEqualTo(text("1")))
			.then(() -> emit(text("2"), text("3"), text("4"), text("5")))
			.thenRequest(10)
			.assertNext((event) -> assertThat(event.data()).isEqualTo(new AgentEvent.Missed(2)))
			.assertNext((event) -> assertThat(event.id()).isEqualTo("4"))
			.assertNext((event) -> assertThat(event.id()).isEqualTo("5"))
			.then(() -> emit(END))
			.expectNextCount(1)
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void limitsTotalSizeOfEventsOfRun() {
		AgentRun run = AgentRuns.builder().maxSize(10).build().start(this.turn.asFlux());
		emit(text("12345678"), text("12345678"), text("12"), END);
		assertThat(events(run.attach(null))).containsExactly(new AgentEvent.Missed(1), text("12345678"), text("12"),
				END);
	}

	@Test
	void limitsTotalSizeOfEventsOfAllRuns() {
		AgentRuns runs = AgentRuns.builder().maxTotalSize(25).build();
		AgentRun first = runs.start(Flux.just(text("1234567890"), END));
		AgentRun second = runs.start(Flux.just(text("1234567890"), END));
		AgentRun third = runs.start(this.turn.asFlux());
		emit(text("12345"));
		assertThat(runs.find(first.id())).isPresent();
		emit(text("6"));
		assertThat(runs.find(first.id())).isEmpty();
		assertThat(runs.find(second.id())).isPresent();
		emit(text("1234567890"), text("12345"), END);
		assertThat(runs.find(second.id())).isEmpty();
		assertThat(events(third.attach("2"))).containsExactly(text("1234567890"), text("12345"), END);
		assertThat(events(first.attach(null))).as("events for a subscriber to a removed run")
			.containsExactly(text("1234567890"), END);
		AgentRun fourth = runs.start(Flux.just(text("1234567890"), text("1234567890"), text("1234567890"), END));
		assertThat(runs.find(third.id())).isEmpty();
		assertThat(events(fourth.attach(null))).containsExactly(new AgentEvent.Missed(1), text("1234567890"),
				text("1234567890"), END);
	}

	@Test
	void failingSubscriberAffectsNeitherRunNorOtherSubscribers() {
		AgentRun run = runs().start(this.turn.asFlux());
		List<String> received = new ArrayList<>();
		List<Throwable> failures = new ArrayList<>();
		run.attach(null).subscribe((event) -> {
			throw new IllegalStateException("The tab was closed");
		}, failures::add);
		run.attach(null).subscribe((event) -> received.add(event.id()));
		emit(text("1"), text("2"), END);
		assertThat(received).containsExactly("1", "2", "3");
		assertThat(failures).hasSize(1);
		assertThat(ids(run.attach(null))).containsExactly("1", "2", "3");
	}

	@Test
	void subscriberCanStopRunInOnNext() {
		AgentRun run = runs().start(this.turn.asFlux());
		List<AgentEvent> received = new ArrayList<>();
		run.attach(null).subscribe((event) -> {
			received.add(event.data());
			run.stop();
		});
		List<AgentEvent> other = new ArrayList<>();
		run.attach(null).subscribe((event) -> other.add(event.data()));
		emit(text("1"));
		AgentEvent stopped = new AgentEvent.End("stopped", null, null, null);
		assertThat(received).containsExactly(text("1"), stopped);
		assertThat(other).containsExactly(text("1"), stopped);
		assertThat(this.turn.currentSubscriberCount()).isZero();
	}

	/**
	 * Stops turns with parallel tool calls and an approval: the nth turn after n events.
	 */
	@Test
	void runThatIsStoppedAfterAnyEventLeavesNoThreadsOrPendingApprovals() {
		ChatMemory memory = MessageWindowChatMemory.builder().build();
		PendingApprovals approvals = new PendingApprovals();
		ToolCallingManager manager = ParallelToolCallingManager.builder(ToolCallingManager.builder().build()).build();
		ChatClient chat = chat(manager).mutate()
			.defaultTools(new Tools())
			.defaultAdvisors(TurnChatMemoryAdvisor.builder(memory).build(),
					ToolApprovalAdvisor.builder(approvals).toolCalls((call) -> call.arguments().contains("B")).build())
			.build();
		boolean complete = false;
		for (int events = 1; !complete; events++) {
			String id = "conversation " + events;
			this.gateway.callTool("weather", Map.of("city", "A")).callTool("weather", Map.of("city", "B"));
			this.gateway.replyStream("It ", "rains.");
			AgentRun run = runs().start(AgentEvents
				.of(chat.prompt("Go.").advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, id))));
			List<AgentEvent> received = events(
					run.attach(null).doOnNext((event) -> approveIfRequested(approvals, event.data())).take(events));
			run.stop();
			run.stop();
			AgentEvent last = received.get(received.size() - 1);
			complete = last instanceof AgentEvent.End;
			assertThat(events(run.attach(null))).startsWith(received.toArray(new AgentEvent[0]))
				.last()
				.isInstanceOf(AgentEvent.End.class);
			Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
				assertThat(approvals.requests()).isEmpty();
				assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.noneMatch((name) -> name.startsWith("tool-"));
			});
			assertThat(memory.get(id).size()).isIn(0, 2);
			this.gateway.reset();
		}
	}

	private static void approveIfRequested(PendingApprovals approvals, AgentEvent event) {
		if (event instanceof AgentEvent.ApprovalRequested request) {
			approvals.decide(request.approvalId(), ToolDecision.approve());
		}
	}

	@Test
	void keepsLatestEventsUpToMaximum() {
		AgentRun run = AgentRuns.builder().maxEvents(1_000).build().start(this.turn.asFlux());
		for (int i = 1; i <= 2_500; i++) {
			emit(text(String.valueOf(i)));
		}
		emit(END);
		assertThat(events(run.attach("1600"))).hasSize(901).startsWith(text("1601")).endsWith(text("2500"), END);
		assertThat(events(run.attach("1"))).hasSize(1_001).startsWith(new AgentEvent.Missed(1_500));
	}

	@Test
	void replaysAllEventsIfLastEventIdIsUnknown() {
		AgentRun run = runs().start(this.turn.asFlux());
		emit(text("1"), END);
		assertThat(ids(run.attach("abc"))).containsExactly("1", "2");
		assertThat(ids(run.attach("99"))).containsExactly("1", "2");
		assertThat(ids(run.attach("-4"))).containsExactly("1", "2");
		assertThat(ids(run.attach(""))).containsExactly("1", "2");
	}

	@Test
	void lastEventOfStoppedRunHasTotalUsage() {
		AgentRun run = runs().start(this.turn.asFlux());
		emit(new AgentEvent.Usage(10, 1, 11));
		emit(new AgentEvent.Usage(20, 2, 22));
		run.stop();
		assertThat(events(run.attach("2")))
			.containsExactly(new AgentEvent.End("stopped", new AgentEvent.Usage(30, 3, 33), null, null));
	}

	@Test
	void stopCancelsRequestAndEndsRun() {
		this.gateway.replyStream("It ", "rains.").hangAfter(1);
		AgentRun run = runs().start(AgentEvents.of(chat().prompt("Go.")));
		run.attach(null).takeUntil((event) -> event.data() instanceof AgentEvent.Text).blockLast(TIMEOUT);
		assertThat(run.isEnded()).isFalse();
		run.stop();
		run.stop();
		assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
		assertThat(events(run.attach("2"))).containsExactly(new AgentEvent.End("stopped", null, null, null));
	}

	@Test
	void endsRunIfFluxFailsOrCompletesWithoutEndEvent() {
		assertThat(events(runs().start(Flux.error(new IllegalStateException("down"))).attach(null))).singleElement()
			.isInstanceOfSatisfying(AgentEvent.End.class, (end) -> assertThat(end.finishReason()).isEqualTo("failed"));
		assertThat(events(runs().start(Flux.just(text("1"))).attach(null))).containsExactly(text("1"),
				new AgentEvent.End(null, null, null, null));
	}

	@Test
	void removesEndedRunAfterTimeToLive() {
		AgentRuns runs = AgentRuns.builder().timeToLive(Duration.ofMinutes(5)).clock(this.clock).build();
		AgentRun run = runs.start(this.turn.asFlux());
		this.clock.advance(Duration.ofHours(1));
		assertThat(runs.find(run.id())).contains(run);
		emit(END);
		this.clock.advance(Duration.ofSeconds(299));
		assertThat(runs.find(run.id())).contains(run);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(runs.find(run.id())).isEmpty();
	}

	@Test
	void removesOldestEndedRunIfMaximumIsReached() {
		AgentRuns runs = AgentRuns.builder().maxRuns(2).build();
		AgentRun running = runs.start(this.turn.asFlux());
		AgentRun ended = runs.start(Flux.just(END));
		AgentRun third = runs.start(Flux.never());
		assertThat(runs.find(ended.id())).isEmpty();
		assertThat(runs.find(running.id())).contains(running);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> runs.start(Flux.never()))
			.withMessage("2 runs are active, which is the maximum. Stop a run, or increase maxRuns of AgentRuns");
		third.stop();
		runs.start(Flux.never());
		assertThat(runs.find(third.id())).isEmpty();
	}

	@Test
	void registersEachEventTypeForNativeImages() {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, AgentRuns.class);
		assertThat(AgentEvent.class.getPermittedSubclasses()).isNotEmpty()
			.allSatisfy((event) -> assertThat(RuntimeHintsPredicates.reflection().onType(event)).accepts(hints));
	}

	private static AgentRuns runs() {
		return AgentRuns.builder().build();
	}

	private void emit(AgentEvent... events) {
		for (AgentEvent event : events) {
			this.turn.tryEmitNext(event).orThrow();
		}
	}

	private static AgentEvent text(String text) {
		return new AgentEvent.Text(text);
	}

	private static List<String> ids(Flux<ServerSentEvent<AgentEvent>> events) {
		return events.map(ServerSentEvent::id).collectList().block(TIMEOUT);
	}

	private static List<AgentEvent> events(Flux<ServerSentEvent<AgentEvent>> events) {
		return events.map(ServerSentEvent::data).collectList().block(TIMEOUT);
	}

	static class Tools {

		@Tool
		String weather(String city) {
			return "rain";
		}

	}

}
