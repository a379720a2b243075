package net.qhaigc.springai.gemini.benchmarks.peer;

import java.util.Objects;

/**
 * Hand-written JSON on Reactor Netty: only the text, without validation and mapping.
 */
final class HandMadePeer implements Peer {

	private final NettyClients clients;

	HandMadePeer(String baseUrl, int connections) {
		this.clients = new NettyClients(baseUrl, connections);
	}

	@Override
	public Exchange prepare(Task task) {
		return new Exchange() {

			@Override
			public int call() {
				byte[] answer = Objects.requireNonNull(HandMadePeer.this.clients.call(task, HandMadeJson.write(task))
					.responseContent()
					.aggregate()
					.asByteArray()
					.block());
				return HandMadeJson.readTexts(answer, 0, answer.length) + 1;
			}

			@Override
			public Runnable stream(StreamListener listener) {
				HandMadeJson.EventLines lines = new HandMadeJson.EventLines();
				return HandMadePeer.this.clients.stream(task, HandMadeJson.write(task))
					.responseContent()
					.subscribe((buffer) -> lines.add(buffer, listener), listener::end,
							() -> listener.end(null))::dispose;
			}

		};
	}

	@Override
	public void close() {
		this.clients.close();
	}

}
