package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.Objects;
import java.util.function.UnaryOperator;

import reactor.netty.http.client.HttpClient;

/**
 * Reactor Netty with handwritten JSON code, which reads only the text of a response,
 * without validation or mapping.
 */
final class HandwrittenBaseline implements MeasuredClient {

	private final NettyHttpClient client;

	HandwrittenBaseline(String baseUrl, int connections) {
		this(baseUrl, connections, UnaryOperator.identity());
	}

	HandwrittenBaseline(String baseUrl, int connections, UnaryOperator<HttpClient> configuration) {
		this.client = new NettyHttpClient(baseUrl, connections, configuration);
	}

	@Override
	public Exchange prepare(Task task) {
		return new Exchange() {

			@Override
			public int call() {
				byte[] response = Objects
					.requireNonNull(HandwrittenBaseline.this.client.call(task, HandwrittenJson.write(task))
						.responseContent()
						.aggregate()
						.asByteArray()
						.block());
				// A response without text is not empty, so its size must not be 0.
				return HandwrittenJson.readTexts(response, 0, response.length) + 1;
			}

			@Override
			public Runnable stream(StreamListener listener) {
				HandwrittenJson.EventLineReader reader = new HandwrittenJson.EventLineReader();
				return HandwrittenBaseline.this.client.stream(task, HandwrittenJson.write(task))
					.responseContent()
					.subscribe((buffer) -> reader.add(buffer, listener), listener::onEnd,
							() -> listener.onEnd(null))::dispose;
			}

		};
	}

	@Override
	public void close() {
		this.client.close();
	}

}
