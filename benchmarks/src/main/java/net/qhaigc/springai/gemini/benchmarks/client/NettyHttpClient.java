package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.function.UnaryOperator;

import io.netty.buffer.Unpooled;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The Reactor Netty client that all baselines use.
 */
final class NettyHttpClient {

	private final ConnectionProvider pool;

	private final HttpClient client;

	NettyHttpClient(String baseUrl, int connections, UnaryOperator<HttpClient> configuration) {
		this.pool = ConnectionProvider.builder("limit")
			.maxConnections(connections)
			.pendingAcquireMaxCount(connections)
			.build();
		this.client = configuration.apply(HttpClient.create(this.pool))
			.baseUrl(baseUrl)
			.headers((headers) -> headers.set("Content-Type", "application/json"));
	}

	HttpClient client() {
		return this.client;
	}

	HttpClient.ResponseReceiver<?> call(Task task, byte[] body) {
		return post("/v1beta/models/" + task.model() + ":generateContent", body);
	}

	HttpClient.ResponseReceiver<?> stream(Task task, byte[] body) {
		return post("/v1beta/models/" + task.model() + ":streamGenerateContent?alt=sse", body);
	}

	private HttpClient.ResponseReceiver<?> post(String path, byte[] body) {
		return this.client.post().uri(path).send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)));
	}

	void close() {
		this.pool.dispose();
	}

}
