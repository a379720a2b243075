package net.qhaigc.springai.gemini.wire;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatCompletionRequest}.
 */
class ChatCompletionRequestTests {

	private final ChatCompletionRequest request = ChatCompletionRequest
		.builder("gpt-5-mini", List.of(ChatCompletionRequest.Message.of("user", "Hi")))
		.build();

	@Test
	void requestsTokenUsageOfStream() {
		assertThat(WireJson.write(this.request.streaming(true))).isEqualTo("""
				{"model":"gpt-5-mini","messages":[{"role":"user","content":"Hi"}],"style":"gemini",\
				"stream":true,"stream_options":{"include_usage":true}}""");
	}

	@Test
	void removesStreamingFields() {
		assertThat(this.request.streaming(true).streaming(null)).isEqualTo(this.request);
		assertThat(this.request.streaming(null)).isSameAs(this.request);
	}

	@Test
	void returnsNullForStreamingFieldsThatMustBeAbsent() {
		assertThat(ChatCompletionRequest.streamingFields(true)).hasSize(2)
			.containsEntry("stream", true)
			.extractingByKey("stream_options")
			.hasToString("{include_usage=true}");
		assertThat(ChatCompletionRequest.streamingFields(null)).hasSize(2)
			.containsEntry("stream", null)
			.containsEntry("stream_options", null);
	}

}
