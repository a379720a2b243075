package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.core.Ordered;

/**
 * Holds back the tool calls of each response inside the tool loop until there is a
 * decision about every call that requires approval.
 */
record ToolApprovalRoundAdvisor(TurnApprovals approvals) implements CallAdvisor, StreamAdvisor {

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		ChatClientResponse response = chain.nextCall(request);
		return Objects.requireNonNull(decide(List.of(response), request, (approval) -> {
		}).block()).get(0);
	}

	/**
	 * Ask for the decisions only after the response has ended, so that no connection is
	 * in use while they are pending.
	 */
	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		return Flux.deferContextual((context) -> {
			TurnEvents events = TurnEvents.from(context);
			return HeldToolCalls.hold(chain.nextStream(request),
					(held) -> decide(held, request, (events != null) ? events::approvalRequested : (approval) -> {
					}).publishOn(Schedulers.boundedElastic()).flatMapIterable((chunks) -> chunks));
		});
	}

	private Mono<List<ChatClientResponse>> decide(List<ChatClientResponse> chunks, ChatClientRequest request,
			Consumer<ToolApprovalRequest> onWaiting) {
		List<ToolCall> calls = chunks.stream().flatMap((chunk) -> callsOf(chunk).stream()).toList();
		return this.approvals.decide(calls, request.context(), onWaiting)
			.map((decided) -> decided.equals(calls) ? chunks : replaceCalls(chunks, decided));
	}

	private static List<ToolCall> callsOf(ChatClientResponse chunk) {
		AssistantMessage message = HeldToolCalls.messageWithToolCalls(chunk.chatResponse());
		return (message != null) ? message.getToolCalls() : List.of();
	}

	private static List<ChatClientResponse> replaceCalls(List<ChatClientResponse> chunks, List<ToolCall> calls) {
		List<ChatClientResponse> replaced = new ArrayList<>();
		int index = 0;
		for (ChatClientResponse chunk : chunks) {
			int count = callsOf(chunk).size();
			replaced.add((count == 0) ? chunk : withCalls(chunk, calls.subList(index, index + count)));
			index += count;
		}
		return replaced;
	}

	private static ChatClientResponse withCalls(ChatClientResponse chunk, List<ToolCall> calls) {
		ChatResponse response = Objects.requireNonNull(chunk.chatResponse());
		AssistantMessage message = HeldToolCalls.messageWithToolCalls(response);
		List<Generation> generations = response.getResults()
			.stream()
			.map((generation) -> (generation.getOutput() == message)
					? new Generation(withCalls(message, calls), generation.getMetadata()) : generation)
			.toList();
		return chunk.mutate().chatResponse(new ChatResponse(generations, response.getMetadata())).build();
	}

	private static AssistantMessage withCalls(AssistantMessage message, List<ToolCall> calls) {
		return AssistantMessage.builder()
			.content(message.getText())
			.properties(message.getMetadata())
			.toolCalls(calls)
			.media(message.getMedia())
			.build();
	}

	@Override
	public String getName() {
		return "Tool Approval Round Advisor";
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 10;
	}

}
