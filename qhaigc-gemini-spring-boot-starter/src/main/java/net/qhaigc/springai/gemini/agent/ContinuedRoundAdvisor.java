package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.List;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.core.Ordered;

/**
 * Continues an interrupted round inside the tool loop. This advisor does not send the
 * first request to the model, but responds with the tool calls of the round that have no
 * result, so that the tool loop executes them. To each later request, the advisor adds
 * the tool calls that had a result before the interruption, and their results.
 */
final class ContinuedRoundAdvisor implements CallAdvisor, StreamAdvisor {

	private final InterruptedTurn.Round round;

	/** Number of messages that precede the round; -1 before the first request. */
	private int position = -1;

	ContinuedRoundAdvisor(InterruptedTurn.Round round) {
		this.round = round;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		return setPositionIfFirst(request) ? responseWithRemainingCalls(request)
				: chain.nextCall(withAllCalls(request));
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		return setPositionIfFirst(request) ? Flux.just(responseWithRemainingCalls(request))
				: chain.nextStream(withAllCalls(request));
	}

	/** Set the position if this is the first request, and return true in this case. */
	private boolean setPositionIfFirst(ChatClientRequest request) {
		boolean first = this.position < 0;
		if (first) {
			this.position = request.prompt().getInstructions().size();
		}
		return first;
	}

	private ChatClientResponse responseWithRemainingCalls(ChatClientRequest request) {
		AssistantMessage message = this.round.withCalls(this.round.callsWithoutResult());
		return ChatClientResponse.builder()
			.chatResponse(new ChatResponse(List.of(new Generation(message))))
			.context(request.context())
			.build();
	}

	private ChatClientRequest withAllCalls(ChatClientRequest request) {
		List<Message> messages = new ArrayList<>(request.prompt().getInstructions());
		if (messages.size() < this.position + 2 || !(messages.get(this.position) instanceof AssistantMessage calls)
				|| !(messages.get(this.position + 1) instanceof ToolResponseMessage results)) {
			return request;
		}
		messages.set(this.position, this.round.withReplacedCalls(calls.getToolCalls()));
		messages.set(this.position + 1,
				ToolResponseMessage.builder().responses(this.round.results(results.getResponses())).build());
		return request.mutate().prompt(request.prompt().mutate().messages(messages).build()).build();
	}

	@Override
	public String getName() {
		return "Continued Round Advisor";
	}

	/**
	 * Places this advisor inside {@link ToolApprovalRoundAdvisor}, which requests
	 * decisions about the remaining tool calls again. Earlier decisions are not stored.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 5;
	}

}
