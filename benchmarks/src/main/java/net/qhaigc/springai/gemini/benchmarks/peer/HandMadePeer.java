package net.qhaigc.springai.gemini.benchmarks.peer;

import java.util.Objects;

/**
 * JSON by hand on Reactor Netty: the text alone, nothing checked, nothing mapped.
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
			public Runnable stream(Watcher watcher) {
				HandMadeJson.EventLines lines = new HandMadeJson.EventLines();
				return HandMadePeer.this.clients.stream(task, HandMadeJson.write(task))
					.responseContent()
					.subscribe((buffer) -> lines.add(buffer, watcher), watcher::end, () -> watcher.end(null))::dispose;
			}

		};
	}

	@Override
	public void close() {
		this.clients.close();
	}

}
