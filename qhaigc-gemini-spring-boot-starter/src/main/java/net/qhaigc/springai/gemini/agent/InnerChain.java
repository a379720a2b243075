package net.qhaigc.springai.gemini.agent;

import java.util.List;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.client.advisor.api.BaseAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.ToolAdvisor;

/**
 * Adds advisors inside the tool loop, for one turn.
 */
final class InnerChain {

	private InnerChain() {
	}

	/**
	 * Return the rest of a chain after an outer advisor, with additional inner advisors.
	 * @throws IllegalStateException if the request has tools, but no tool loop comes
	 * after the outer advisor
	 */
	static CallAdvisorChain of(CallAdvisorChain chain, ChatClientRequest request, CallAdvisor outer, Advisor... inner) {
		CallAdvisorChain rest = chain.copy(outer);
		checkOrder(rest.getCallAdvisors(), request, outer);
		return withAdvisors(rest, inner);
	}

	/**
	 * Return the rest of a chain after an outer advisor, with additional inner advisors.
	 * @throws IllegalStateException if the request has tools, but no tool loop comes
	 * after the outer advisor
	 */
	static StreamAdvisorChain of(StreamAdvisorChain chain, ChatClientRequest request, StreamAdvisor outer,
			Advisor... inner) {
		StreamAdvisorChain rest = chain.copy(outer);
		checkOrder(rest.getStreamAdvisors(), request, outer);
		return withAdvisors(rest, inner);
	}

	private static BaseAdvisorChain withAdvisors(Object chain, Advisor... inner) {
		if (!(chain instanceof BaseAdvisorChain base)) {
			throw new IllegalStateException("The advisor chain %s is not a BaseAdvisorChain".formatted(chain));
		}
		return base.mutate().pushAll(List.of(inner)).build();
	}

	private static void checkOrder(List<? extends Advisor> rest, ChatClientRequest request, Advisor outer) {
		if (InterceptedTool.toolsOf(request).isEmpty() || rest.stream().anyMatch(ToolAdvisor.class::isInstance)) {
			return;
		}
		throw new IllegalStateException(("%s (order %d) requires a tool loop after it. Check"
				+ " spring.ai.chat.client.tool-calling.advisor-order and the order of the advisors")
			.formatted(outer.getName(), outer.getOrder()));
	}

}
