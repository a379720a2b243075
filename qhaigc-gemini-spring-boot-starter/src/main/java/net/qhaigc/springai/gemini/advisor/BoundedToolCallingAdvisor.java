package net.qhaigc.springai.gemini.advisor;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionEligibilityChecker;
import org.springframework.util.Assert;

/**
 * Spring AI's tool loop with a limit on its rounds: a turn in which the model calls tools
 * in more rounds than are allowed ends with a {@link ToolRoundLimitException}. The usage
 * of the response is the total of all rounds.
 */
public final class BoundedToolCallingAdvisor extends ToolCallingAdvisor {

	private final ToolExecutionEligibilityChecker toolCallChecker;

	private final boolean conversationHistoryEnabled;

	private final int maxRounds;

	private BoundedToolCallingAdvisor(ToolCallingManager toolCallingManager,
			ToolExecutionEligibilityChecker toolCallChecker, int order, boolean conversationHistoryEnabled,
			int maxRounds) {
		super(toolCallingManager, toolCallChecker, order, conversationHistoryEnabled);
		this.toolCallChecker = toolCallChecker;
		this.conversationHistoryEnabled = conversationHistoryEnabled;
		this.maxRounds = maxRounds;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		ToolLoopState state = newState();
		return state.withTotalUsage(super.adviseCall(request, new ToolLoopChains.Call(chain, state)));
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		ToolLoopState state = newState();
		return super.adviseStream(request, new ToolLoopChains.Stream(chain, state)).map(state::withTotalUsage);
	}

	private ToolLoopState newState() {
		return new ToolLoopState(this.toolCallChecker, this.conversationHistoryEnabled, this.maxRounds);
	}

	/**
	 * Create a builder.
	 * @return a builder with the defaults of Spring AI and a limit of 25 rounds
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builder for {@link BoundedToolCallingAdvisor}.
	 */
	public static final class Builder extends ToolCallingAdvisor.Builder<Builder> {

		/** The default maximum number of rounds. */
		public static final int DEFAULT_MAX_ROUNDS = 25;

		private int maxRounds = DEFAULT_MAX_ROUNDS;

		private boolean failuresAsResults;

		private Builder() {
		}

		/**
		 * Set the maximum number of rounds of tool calls in one turn.
		 * @param maxRounds the maximum; 0 for no limit
		 * @return this builder
		 */
		public Builder maxRounds(int maxRounds) {
			Assert.isTrue(maxRounds >= 0, () -> "maxRounds is %d but must not be negative".formatted(maxRounds));
			this.maxRounds = maxRounds;
			return this;
		}

		/**
		 * Set whether the model receives the failures that otherwise end the turn:
		 * checked exceptions and errors that tools throw, and calls to unknown tools. The
		 * setting does not apply to {@link InterruptedException} and
		 * {@link VirtualMachineError}.
		 * @param failuresAsResults whether these failures are sent as tool results
		 * @return this builder
		 */
		public Builder failuresAsResults(boolean failuresAsResults) {
			this.failuresAsResults = failuresAsResults;
			return this;
		}

		@Override
		public Builder copy() {
			Builder copy = (Builder) super.copy();
			copy.maxRounds = this.maxRounds;
			copy.failuresAsResults = this.failuresAsResults;
			return copy;
		}

		@Override
		protected Builder newCopy() {
			return new Builder();
		}

		@Override
		public BoundedToolCallingAdvisor build() {
			ToolCallingManager manager = this.failuresAsResults
					? new FailureReportingToolCallingManager(getToolCallingManager()) : getToolCallingManager();
			return new BoundedToolCallingAdvisor(new ConversionErrorToolCallingManager(manager),
					getToolExecutionEligibilityChecker(), getAdvisorOrder(), isConversationHistoryEnabled(),
					this.maxRounds);
		}

	}

}
