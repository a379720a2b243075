package net.qhaigc.springai.gemini.benchmarks.peer;

import java.util.Objects;
import java.util.function.UnaryOperator;

import reactor.netty.http.client.HttpClient;

/**
 * Handwritten JSON on Reactor Netty: reads the text only, without validation or mapping.
 */
final class HandwrittenPeer implements Peer {

	private final NettyHttpClient client;

	HandwrittenPeer(String baseUrl, int connections) {
		this(baseUrl, connections, UnaryOperator.identity());
	}

	HandwrittenPeer(String baseUrl, int connections, UnaryOperator<HttpClient> configuration) {
		this.client = new NettyHttpClient(baseUrl, connections, configuration);
	}

	@Override
	public Exchange prepare(Task task) {
		return new Exchange() {

			@Override
			public int call() {
				byte[] response = Objects
					.requireNonNull(HandwrittenPeer.this.client.call(task, HandwrittenJson.write(task))
						.responseContent()
						.aggregate()
						.asByteArray()
						.block());
				return HandwrittenJson.readTexts(response, 0, response.length) + 1;
			}

			@Override
			public Runnable stream(StreamListener listener) {
				HandwrittenJson.EventLines lines = new HandwrittenJson.EventLines();
				return HandwrittenPeer.this.client.stream(task, HandwrittenJson.write(task))
					.responseContent()
					.subscribe((buffer) -> lines.add(buffer, listener), listener::onEnd,
							() -> listener.onEnd(null))::dispose;
			}

		};
	}

	@Override
	public void close() {
		this.client.close();
	}

}
