package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.core.Ordered;

/**
 * Stores the rounds of a turn. This advisor is inside the tool loop, so that it can store
 * the tool calls of a response before they are executed. For a stream, the store is used
 * on the scheduler of the {@link TurnChatMemoryAdvisor}.
 */
final class SavedRoundAdvisor implements CallAdvisor, StreamAdvisor {

	private final TurnChatMemoryAdvisor memory;

	private final SavedTurn turn;

	/**
	 * Whether the tool calls of the next response are stored already, because the
	 * response is from the {@link ContinuedRoundAdvisor}.
	 */
	private boolean nextCallsAreStored;

	private boolean firstRequest = true;

	SavedRoundAdvisor(TurnChatMemoryAdvisor memory, SavedTurn turn) {
		this.memory = memory;
		this.turn = turn;
		this.nextCallsAreStored = turn.interruptedRound() != null;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		List<ToolResponse> results = newResults(request);
		if (!results.isEmpty()) {
			this.turn.storeRemainingResults(results);
		}
		ChatClientResponse response = chain.nextCall(request);
		AssistantMessage message = HeldToolCalls.messageWithToolCalls(response.chatResponse());
		if (message != null) {
			storeNewToolCalls(message);
		}
		return response;
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		List<ToolResponse> results = newResults(request);
		Flux<ChatClientResponse> response = stream(request, chain);
		return results.isEmpty() ? response
				: runOnMemoryScheduler(() -> this.turn.storeRemainingResults(results)).thenMany(response);
	}

	/** Tool calls are not emitted before they have been stored. */
	private Flux<ChatClientResponse> stream(ChatClientRequest request, StreamAdvisorChain chain) {
		return Flux.defer(() -> {
			List<ChatResponse> round = new ArrayList<>();
			Flux<ChatClientResponse> chunks = chain.nextStream(request).doOnNext((chunk) -> {
				if (chunk.chatResponse() != null) {
					round.add(chunk.chatResponse());
				}
			});
			return HeldToolCalls.hold(chunks, (held) -> runOnMemoryScheduler(() -> storeNewToolCalls(aggregate(round)))
				.thenMany(Flux.fromIterable(held)));
		});
	}

	private Mono<Void> runOnMemoryScheduler(Runnable action) {
		return this.memory.<Void>schedule(() -> {
			action.run();
			return null;
		});
	}

	/** Store the tool calls of a response, unless they are stored already. */
	private void storeNewToolCalls(AssistantMessage message) {
		if (this.nextCallsAreStored) {
			this.turn.expectCalls(message);
		}
		else {
			this.turn.storeToolCalls(message);
		}
		this.nextCallsAreStored = false;
	}

	/** Aggregate chunks as the tool loop does. */
	private static AssistantMessage aggregate(List<ChatResponse> chunks) {
		AtomicReference<ChatResponse> aggregated = new AtomicReference<>();
		new MessageAggregator().aggregate(Flux.fromIterable(chunks), aggregated::set).subscribe();
		return Objects.requireNonNull(HeldToolCalls.messageWithToolCalls(aggregated.get()));
	}

	/**
	 * Return the tool results at the end of a request; an empty list for the first
	 * request, whose tool results are stored already.
	 */
	private List<ToolResponse> newResults(ChatClientRequest request) {
		List<Message> messages = request.prompt().getInstructions();
		boolean first = this.firstRequest;
		this.firstRequest = false;
		return (!first && messages.get(messages.size() - 1) instanceof ToolResponseMessage results)
				? results.getResponses() : List.of();
	}

	@Override
	public String getName() {
		return "Saved Round Advisor";
	}

	/**
	 * Outside the approval advisor, so that the stored calls have the approved arguments,
	 * and inside the advisor that emits events.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 15;
	}

}
