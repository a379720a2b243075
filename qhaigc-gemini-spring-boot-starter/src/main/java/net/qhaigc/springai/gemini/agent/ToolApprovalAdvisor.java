package net.qhaigc.springai.gemini.agent;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.util.Assert;

/**
 * Executes the tool calls that require approval only after a {@link ToolApprover} has
 * approved them. If a response contains several tool calls, none of them is executed
 * before there is a decision about each one that requires approval. While a stream waits
 * for decisions, it blocks no thread and uses no connection, whereas {@code call()}
 * blocks the calling thread.
 */
public final class ToolApprovalAdvisor implements CallAdvisor, StreamAdvisor {

	private final ToolApprover approver;

	private final Predicate<ToolCall> filter;

	private final Duration timeout;

	private final Scheduler timer;

	private ToolApprovalAdvisor(Builder builder) {
		this.approver = builder.approver;
		this.filter = builder.filter;
		this.timeout = builder.timeout;
		this.timer = builder.timer;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		TurnApprovals approvals = new TurnApprovals(this, InterceptedTool.toolsOf(request));
		return InnerChain.of(chain, request, this, new ToolApprovalRoundAdvisor(approvals))
			.nextCall(InterceptedTool.intercept(request, approvals));
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		return Flux.defer(() -> {
			TurnApprovals approvals = new TurnApprovals(this, InterceptedTool.toolsOf(request));
			return InnerChain.of(chain, request, this, new ToolApprovalRoundAdvisor(approvals))
				.nextStream(InterceptedTool.intercept(request, approvals));
		});
	}

	boolean requiresApproval(ToolCall call) {
		return this.filter.test(call);
	}

	/**
	 * Ask the approver to decide about a call.
	 * @param request the call
	 * @param onWaiting called with the request as soon as the approver can accept a
	 * decision, so that even the callback itself can make the decision
	 */
	Mono<ToolDecision> decide(ToolApprovalRequest request, Consumer<ToolApprovalRequest> onWaiting) {
		return this.approver.decide(request)
			.doOnSubscribe((subscription) -> onWaiting.accept(request))
			.timeout(this.timeout, Mono.fromSupplier(this::denyAfterTimeout), this.timer)
			.switchIfEmpty(Mono.fromSupplier(() -> ToolDecision.deny("")));
	}

	private ToolDecision denyAfterTimeout() {
		return new ToolDecision.Denied(
				"The user did not respond within %d seconds.".formatted(this.timeout.toSeconds()));
	}

	@Override
	public String getName() {
		return "Tool Approval Advisor";
	}

	/** Inside the memory advisor, and outside AgentEventsAdvisor and the tool loop. */
	@Override
	public int getOrder() {
		return ToolCallingAdvisor.DEFAULT_ORDER - 20;
	}

	/**
	 * Create a builder.
	 * @param approver decides about tool calls
	 * @return a builder; by default, all tool calls require approval, and a call is
	 * denied if there is no decision within 5 minutes
	 */
	public static Builder builder(ToolApprover approver) {
		return new Builder(approver);
	}

	/**
	 * Builder for {@link ToolApprovalAdvisor}.
	 */
	public static final class Builder {

		private final ToolApprover approver;

		private Predicate<ToolCall> filter = (call) -> true;

		private Duration timeout = Duration.ofMinutes(5);

		private Scheduler timer = Schedulers.parallel();

		private Builder(ToolApprover approver) {
			Assert.notNull(approver, "approver is required");
			this.approver = approver;
		}

		/**
		 * Set the tools that require approval.
		 * @param names the names of the tools
		 * @return this builder
		 */
		public Builder tools(String... names) {
			Set<String> tools = Set.of(names);
			return toolCalls((call) -> tools.contains(call.name()));
		}

		/**
		 * Set the tool calls that require approval, for example those with certain
		 * arguments.
		 * @param filter returns true for calls that require approval
		 * @return this builder
		 */
		public Builder toolCalls(Predicate<ToolCall> filter) {
			Assert.notNull(filter, "filter is required");
			this.filter = filter;
			return this;
		}

		/**
		 * Set the time after which a call is denied if there is no decision.
		 * @param timeout the time; the default is 5 minutes
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			Assert.isTrue(!timeout.isNegative() && !timeout.isZero(),
					() -> "timeout is %s but must be positive".formatted(timeout));
			this.timeout = timeout;
			return this;
		}

		/**
		 * Set the scheduler that measures the timeout.
		 * @param timer the scheduler; the default is {@code Schedulers.parallel()}
		 * @return this builder
		 */
		public Builder timer(Scheduler timer) {
			Assert.notNull(timer, "timer is required");
			this.timer = timer;
			return this;
		}

		/**
		 * Build the advisor.
		 * @return the advisor
		 */
		public ToolApprovalAdvisor build() {
			return new ToolApprovalAdvisor(this);
		}

	}

}
