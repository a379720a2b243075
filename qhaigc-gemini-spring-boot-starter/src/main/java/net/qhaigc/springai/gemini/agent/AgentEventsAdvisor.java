package net.qhaigc.springai.gemini.agent;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;

/**
 * Reports the rounds and tool calls of one turn. To observe the rounds, this advisor adds
 * another advisor inside the tool loop.
 */
final class AgentEventsAdvisor implements StreamAdvisor {

	private final TurnEvents events;

	AgentEventsAdvisor(TurnEvents events) {
		this.events = events;
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		return InnerChain.of(chain, request, this, new RoundAdvisor(this.events))
			.nextStream(InterceptedTool.intercept(request, this.events));
	}

	@Override
	public String getName() {
		return "Agent Events Advisor";
	}

	@Override
	public int getOrder() {
		return ToolCallingAdvisor.DEFAULT_ORDER - 10;
	}

	private record RoundAdvisor(TurnEvents events) implements StreamAdvisor {

		@Override
		public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
			this.events.roundStarted(request.prompt().getInstructions());
			return chain.nextStream(request)
				.doOnNext(this.events::chunkReceived)
				.doOnComplete(this.events::roundEnded)
				.doOnError((failure) -> this.events.roundEnded());
		}

		@Override
		public String getName() {
			return "Agent Round Advisor";
		}

		/**
		 * Outside {@link ToolApprovalRoundAdvisor}, so that this advisor receives the
		 * tool calls after the decisions about them.
		 */
		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE - 20;
		}

	}

}
