package net.qhaigc.springai.gemini;

import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.GatewayResponse;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a stream whose decoding fails because memory cannot be allocated.
 */
class OutOfMemoryStreamTests {

	@Test
	void streamFailsWhenAllocationFails() {
		QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
			.client(new SingleEventClient())
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
			.build();
		StepVerifier.create(model.stream(new Prompt("Hello")))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(QhaigcNonTransientException.class)
				.hasMessageStartingWith("There is not enough memory for the request or the response: Java heap space"))
			.verify();
	}

	/**
	 * Returns a single event. Reading its fields throws an {@code OutOfMemoryError}.
	 */
	private static final class SingleEventClient implements QhaigcClient {

		@Override
		public Mono<GatewayResponse> generate(GatewayRequest request) {
			return Mono.error(new UnsupportedOperationException());
		}

		@Override
		public Flux<GatewayResponse> stream(GatewayRequest request) {
			return Flux.just(GatewayResponse.of(ResponseHead.NONE,
					new GenerateContentResponse(List.of(), Map.of(), null, null, null, null, new OutOfMemoryMap())));
		}

		@Override
		public Mono<List<String>> models() {
			return Mono.error(new UnsupportedOperationException());
		}

	}

	private static final class OutOfMemoryMap extends AbstractMap<String, Object> {

		@Override
		public Set<Entry<String, Object>> entrySet() {
			throw new OutOfMemoryError("Java heap space");
		}

	}

}
