package net.qhaigc.springai.gemini.advisor;

import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;

/**
 * Advisor chains that report the requests and responses inside a tool loop to a
 * {@link ToolLoopState}. The tool loop sends the request of each round through a copy of
 * such a chain. Therefore, each copy reports to the same state.
 */
final class ToolLoopChains {

	private ToolLoopChains() {
	}

	record Call(CallAdvisorChain chain, ToolLoopState state) implements CallAdvisorChain {

		@Override
		public ChatClientResponse nextCall(ChatClientRequest request) {
			this.state.beforeRequest(request);
			ChatClientResponse response = this.chain.nextCall(request);
			this.state.afterResponse(response);
			return response;
		}

		@Override
		public List<CallAdvisor> getCallAdvisors() {
			return this.chain.getCallAdvisors();
		}

		@Override
		public CallAdvisorChain copy(CallAdvisor after) {
			return new Call(this.chain.copy(after), this.state);
		}

		@Override
		public ObservationRegistry getObservationRegistry() {
			return this.chain.getObservationRegistry();
		}

	}

	record Stream(StreamAdvisorChain chain, ToolLoopState state) implements StreamAdvisorChain {

		@Override
		public Flux<ChatClientResponse> nextStream(ChatClientRequest request) {
			this.state.beforeRequest(request);
			return this.chain.nextStream(request).doOnNext(this.state::afterResponse);
		}

		@Override
		public List<StreamAdvisor> getStreamAdvisors() {
			return this.chain.getStreamAdvisors();
		}

		@Override
		public StreamAdvisorChain copy(StreamAdvisor after) {
			return new Stream(this.chain.copy(after), this.state);
		}

		@Override
		public ObservationRegistry getObservationRegistry() {
			return this.chain.getObservationRegistry();
		}

	}

}
