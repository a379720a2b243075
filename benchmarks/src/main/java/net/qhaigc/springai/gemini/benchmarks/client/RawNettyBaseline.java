package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.function.UnaryOperator;

import reactor.netty.http.client.HttpClient;

/**
 * Sends prepared bytes, and reads the response without decoding its JSON.
 */
final class RawNettyBaseline implements MeasuredClient {

	private final NettyHttpClient client;

	RawNettyBaseline(String baseUrl, int connections) {
		this(baseUrl, connections, UnaryOperator.identity());
	}

	RawNettyBaseline(String baseUrl, int connections, UnaryOperator<HttpClient> configuration) {
		this.client = new NettyHttpClient(baseUrl, connections, configuration);
	}

	@Override
	public Exchange prepare(Task task) {
		byte[] body = HandwrittenJson.write(task);
		return new Exchange() {

			@Override
			public int call() {
				RawNettyBaseline.this.client.call(task, body).responseContent().then().block();
				return 1;
			}

			@Override
			public Runnable stream(StreamListener listener) {
				return RawNettyBaseline.this.client.stream(task, body)
					.responseContent()
					.subscribe((buffer) -> listener.onChunk(), listener::onEnd, () -> listener.onEnd(null))::dispose;
			}

		};
	}

	@Override
	public void close() {
		this.client.close();
	}

}
