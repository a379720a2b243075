package net.qhaigc.springai.gemini.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.Ordered;

import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ToolApprovalAdvisor} through {@code ChatClient}.
 */
class ToolApprovalAdvisorTests extends AgentTestSupport {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final Tools tools = new Tools();

	private final PendingApprovals approvals = new PendingApprovals();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void executesApprovedCallAndCallThatRequiresNoApproval(boolean streamed) {
		this.gateway.callTool("pay", Map.of("city", "A")).callTool("weather", Map.of("city", "A"));
		this.gateway.reply("Done.");
		ask(request(advisor((request) -> Mono.just(ToolDecision.approve()))), streamed);
		assertThat(results()).containsExactly("paid A", "rain");
		assertThat(this.gateway.received().get(1).json().findValues("thoughtSignature")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsDenialToModel(boolean streamed) {
		this.gateway.callTool("pay", Map.of("city", "A")).callTool("ticket", Map.of("city", "A"));
		this.gateway.reply("Done.");
		ChatResponse response = ask(request(advisor((request) -> Mono.just(ToolDecision.deny("Too expensive.")))),
				streamed);
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(results()).containsExactly("The user denied this tool call. Too expensive.",
				"The user denied this tool call. Too expensive.");
		assertThat(this.tools.citiesOfExecutedCalls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void deniesOneOfTwoIdenticalCalls(boolean streamed) {
		this.gateway.callTool("pay", Map.of("city", "A")).id("c1").callTool("pay", Map.of("city", "A")).id("c2");
		this.gateway.reply("Done.");
		ToolCallingManager parallel = ParallelToolCallingManager.builder(ToolCallingManager.builder().build()).build();
		ask(chat(parallel).prompt("Go.")
			.tools(this.tools)
			.advisors(advisor((request) -> Mono
				.just(request.toolCallId().equals("c1") ? ToolDecision.deny("") : ToolDecision.approve()))), streamed);
		assertThat(results()).containsExactly("The user denied this tool call.", "paid A");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void replacesArgumentsWithThoseOfApprover(boolean streamed) {
		this.gateway.callTool("pay", Map.of("city", "A"));
		this.gateway.reply("Done.");
		ask(request(advisor((request) -> Mono.just(ToolDecision.approveWith("{\"city\":\"B\"}")))), streamed);
		assertThat(results()).containsExactly("paid B");
		assertThat(this.gateway.received().get(1).json().findValues("functionCall")).singleElement()
			.satisfies((call) -> assertThat(call.path("args").path("city").asString()).isEqualTo("B"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void deniesCallAfterTimeout(boolean streamed) {
		VirtualTimeScheduler timer = VirtualTimeScheduler.create();
		this.gateway.callTool("pay", Map.of("city", "A"));
		this.gateway.reply("Done.");
		ToolApprovalAdvisor advisor = ToolApprovalAdvisor.builder(this.approvals)
			.timeout(Duration.ofMinutes(1))
			.timer(timer)
			.build();
		Mono<ChatResponse> answer = Mono.fromCallable(() -> ask(request(advisor), streamed));
		Disposable turn = answer.subscribeOn(Schedulers.boundedElastic()).subscribe();
		awaitApprovalRequest();
		timer.advanceTimeBy(Duration.ofSeconds(59));
		assertThat(this.approvals.requests()).hasSize(1);
		timer.advanceTimeBy(Duration.ofSeconds(1));
		Awaitility.await().atMost(TIMEOUT).until(turn::isDisposed);
		assertThat(results()).containsExactly("The user did not respond within 60 seconds.");
		assertThat(this.approvals.requests()).isEmpty();
	}

	@Test
	void emitsEventThatRequestsApproval() {
		this.gateway.callTool("pay", Map.of("city", "A")).id("c1");
		this.gateway.reply("Done.");
		Queue<AgentEvent> events = new ConcurrentLinkedQueue<>();
		Disposable turn = AgentEvents
			.of(request(advisor(this.approvals))
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "zhou")))
			.subscribe(events::add);
		ToolApprovalRequest request = awaitApprovalRequest();
		assertThat(request.context()).containsEntry(ChatMemory.CONVERSATION_ID, "zhou");
		Awaitility.await()
			.atMost(TIMEOUT)
			.until(() -> events
				.contains(new AgentEvent.ApprovalRequested(request.id(), "c1", "pay", "{\"city\":\"A\"}")));
		assertThat(this.approvals.find(request.id())).contains(request);
		assertThat(this.gateway.openConnections()).isLessThanOrEqualTo(1);
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(threadsInRoundAdvisor()).isEmpty());
		assertThat(this.approvals.decide(request.id(), ToolDecision.approve())).isTrue();
		Awaitility.await().atMost(TIMEOUT).until(turn::isDisposed);
		assertThat(events).extracting((event) -> event.getClass().getSimpleName())
			.containsExactly("Round", "ApprovalRequested", "Usage", "ToolStarted", "ToolFinished", "Round", "Text",
					"Usage", "End");
		assertThat(this.approvals.decide(request.id(), ToolDecision.approve())).isFalse();
	}

	@Test
	void acceptsDecisionAsSoonAsApprovalIsRequested() {
		this.gateway.callTool("pay", Map.of("city", "A"));
		this.gateway.reply("Done.");
		AgentEvents.of(request(advisor(this.approvals)))
			.ofType(AgentEvent.ApprovalRequested.class)
			.doOnNext((request) -> assertThat(this.approvals.decide(request.approvalId(), ToolDecision.approve()))
				.isTrue())
			.blockLast(TIMEOUT);
		assertThat(results()).containsExactly("paid A");
	}

	@Test
	void removesApprovalRequestIfStreamIsCancelled() {
		this.gateway.callTool("pay", Map.of("city", "A"));
		Disposable turn = AgentEvents.of(request(advisor(this.approvals))).subscribe();
		ToolApprovalRequest request = awaitApprovalRequest();
		turn.dispose();
		assertThat(this.approvals.decide(request.id(), ToolDecision.approve())).isFalse();
		assertThat(this.tools.citiesOfExecutedCalls).isEmpty();
		assertThat(this.gateway.received()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void failsTurnIfApproverFails(boolean streamed) {
		this.gateway.callTool("pay", Map.of("city", "A"));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(
				() -> ask(request(advisor((request) -> Mono.error(new IllegalArgumentException("down")))), streamed));
		assertThat(this.tools.citiesOfExecutedCalls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void deniesCallIfApproverReturnsEmptyMono(boolean streamed) {
		this.gateway.callTool("pay", Map.of("city", "A"));
		this.gateway.reply("Done.");
		ask(request(advisor((request) -> Mono.empty())), streamed);
		assertThat(results()).containsExactly("The user denied this tool call.");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void failsIfToolLoopIsOutsideToolApprovalAdvisor(boolean streamed) {
		ChatClient chat = chat(
				BoundedToolCallingAdvisor.builder().advisorOrder(ToolCallingAdvisor.DEFAULT_ORDER - 200));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> ask(chat.prompt("Go.").tools(this.tools).advisors(advisor(this.approvals)), streamed))
			.withMessageContaining("requires a tool loop after it");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void requestsApprovalOfSameCallAgainInNextRound(boolean streamed) {
		this.gateway.callTool("pay", Map.of("city", "A"));
		this.gateway.callTool("pay", Map.of("city", "A"));
		this.gateway.reply("Done.");
		Queue<String> requested = new ConcurrentLinkedQueue<>();
		ask(request(advisor((request) -> {
			requested.add(request.toolCallId());
			return Mono.just((requested.size() == 1) ? ToolDecision.approve() : ToolDecision.deny(""));
		})), streamed);
		assertThat(requested).hasSize(2);
		assertThat(this.tools.citiesOfExecutedCalls).containsExactly("A");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void rejectsArgumentsChangedAfterApproval(boolean streamed) {
		this.gateway.callTool("pay", Map.of("city", "A"));
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> ask(
					request(advisor((request) -> Mono.just(ToolDecision.approve()))).advisors(new ArgumentChanger()),
					streamed))
			.withMessageContaining("The call of the tool 'pay' was not approved with these arguments");
		assertThat(this.tools.citiesOfExecutedCalls).isEmpty();
	}

	private List<String> results() {
		return this.gateway.received().get(1).json().findValuesAsString("result");
	}

	private ToolApprovalRequest awaitApprovalRequest() {
		return Awaitility.await()
			.atMost(TIMEOUT)
			.until(this.approvals::requests, (requests) -> !requests.isEmpty())
			.get(0);
	}

	private static List<Thread> threadsInRoundAdvisor() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((entry) -> List.of(entry.getValue())
				.stream()
				.anyMatch((frame) -> frame.getClassName().startsWith(ToolApprovalRoundAdvisor.class.getName())))
			.map(Map.Entry::getKey)
			.toList();
	}

	private static ToolApprovalAdvisor advisor(ToolApprover approver) {
		return ToolApprovalAdvisor.builder(approver).tools("pay", "ticket").build();
	}

	private ChatClient.ChatClientRequestSpec request(ToolApprovalAdvisor advisor) {
		return chat().prompt("Go.").tools(this.tools).advisors(advisor);
	}

	/**
	 * Changes the arguments of tool calls that have already been approved.
	 */
	private static final class ArgumentChanger implements CallAdvisor, StreamAdvisor {

		@Override
		public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
			return change(chain.nextCall(request));
		}

		@Override
		public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
			return chain.nextStream(request).map(ArgumentChanger::change);
		}

		private static ChatClientResponse change(ChatClientResponse response) {
			ChatResponse chatResponse = response.chatResponse();
			if (!chatResponse.hasToolCalls()) {
				return response;
			}
			AssistantMessage message = chatResponse.getResult().getOutput();
			List<AssistantMessage.ToolCall> calls = message.getToolCalls()
				.stream()
				.map((call) -> new AssistantMessage.ToolCall(call.id(), call.type(), call.name(), "{\"city\":\"B\"}"))
				.toList();
			return response.mutate()
				.chatResponse(new ChatResponse(List.of(new Generation(AssistantMessage.builder()
					.content("")
					.properties(message.getMetadata())
					.toolCalls(calls)
					.build(), chatResponse.getResult().getMetadata())), chatResponse.getMetadata()))
				.build();
		}

		@Override
		public String getName() {
			return "Argument Changer";
		}

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE - 15;
		}

	}

	static class Tools {

		private final Queue<String> citiesOfExecutedCalls = new ConcurrentLinkedQueue<>();

		@Tool
		String pay(String city) {
			this.citiesOfExecutedCalls.add(city);
			return "paid " + city;
		}

		@Tool
		String weather(String city) {
			return "rain";
		}

		@Tool(returnDirect = true)
		String ticket(String city) {
			this.citiesOfExecutedCalls.add(city);
			return "T-" + city;
		}

	}

}
