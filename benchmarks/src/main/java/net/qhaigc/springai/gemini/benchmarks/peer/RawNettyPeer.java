package net.qhaigc.springai.gemini.benchmarks.peer;

import java.util.function.UnaryOperator;

import reactor.netty.http.client.HttpClient;

/**
 * Sends prepared bytes and ignores the response.
 */
final class RawNettyPeer implements Peer {

	private final NettyHttpClient client;

	RawNettyPeer(String baseUrl, int connections) {
		this(baseUrl, connections, UnaryOperator.identity());
	}

	RawNettyPeer(String baseUrl, int connections, UnaryOperator<HttpClient> configuration) {
		this.client = new NettyHttpClient(baseUrl, connections, configuration);
	}

	@Override
	public Exchange prepare(Task task) {
		byte[] body = HandwrittenJson.write(task);
		return new Exchange() {

			@Override
			public int call() {
				RawNettyPeer.this.client.call(task, body).responseContent().then().block();
				return 1;
			}

			@Override
			public Runnable stream(StreamListener listener) {
				return RawNettyPeer.this.client.stream(task, body)
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
