package net.qhaigc.springai.gemini;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.GatewayRequest;
import net.qhaigc.springai.gemini.wire.GatewayResponse;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Loads the classes that encode and decode, so that the first question need not wait for
 * them. The Spring Boot starter does so in the background while the application starts.
 */
public final class QhaigcGeminiWarmUp {

	private QhaigcGeminiWarmUp() {
	}

	/**
	 * Asks a question that never leaves the process. Takes part of a second, once;
	 * blocks, logs nothing and keeps nothing.
	 */
	public static void warmUp() {
		QhaigcGeminiChatModel.builder()
			.client(new Echo())
			.options(QhaigcGeminiChatOptions.builder().model("gemini").build())
			.build()
			.call("Hi");
	}

	/** Writes the request to nowhere, and reads an answer that is there already. */
	private static final class Echo implements QhaigcClient {

		private static final byte[] ANSWER = """
				{"candidates":[{"content":{"role":"model","parts":[{"text":"Hi"}]},"finishReason":"STOP"}],
				"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}"""
			.getBytes(StandardCharsets.UTF_8);

		@Override
		public Mono<GatewayResponse> generate(GatewayRequest request) {
			WireJson.write(request.body(), request.extraBody(), OutputStream.nullOutputStream());
			return Mono.just(new GatewayResponse(WireJson.readResponse(ANSWER, 0, ANSWER.length), Map.of()));
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
