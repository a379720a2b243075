package net.qhaigc.springai.gemini;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.GatewayResponse;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Loads the classes that encode requests and decode responses, so that the first request
 * does not have to load them. The Spring Boot starter calls {@link #warmUp()} in the
 * background during startup.
 */
public final class QhaigcGeminiWarmUp {

	private QhaigcGeminiWarmUp() {
	}

	/**
	 * Encode a request and decode a response without any network traffic. Blocks for a
	 * fraction of a second the first time; logs nothing and retains nothing.
	 */
	public static void warmUp() {
		QhaigcGeminiChatModel.builder()
			.client(new FixedResponseClient())
			.options(QhaigcGeminiChatOptions.builder().model("gemini").build())
			.build()
			.call("Hi");
	}

	/** Serializes each request, and always returns the same response. */
	private static final class FixedResponseClient implements QhaigcClient {

		private static final byte[] RESPONSE = """
				{"candidates":[{"content":{"role":"model","parts":[{"text":"Hi"}]},"finishReason":"STOP"}],
				"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}"""
			.getBytes(StandardCharsets.UTF_8);

		@Override
		public Mono<GatewayResponse> generate(GatewayRequest request) {
			WireJson.write(request.body(), request.extraBody(), OutputStream.nullOutputStream());
			return Mono
				.just(GatewayResponse.of(ResponseHead.NONE, WireJson.readResponse(RESPONSE, 0, RESPONSE.length)));
		}

		@Override
		public Flux<GatewayResponse> stream(GatewayRequest request) {
			return generate(request).flux();
		}

		@Override
		public Mono<List<String>> models() {
			return Mono.just(List.of());
		}

	}

}
