package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.Objects;
import java.util.function.UnaryOperator;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Spring's {@link WebClient}, which sends a request body that was encoded in advance and
 * does not parse the response: the minimum cost of a client that is based on
 * {@code WebClient}.
 */
final class WebClientBaseline implements MeasuredClient {

	private final NettyHttpClient client;

	private final WebClient webClient;

	WebClientBaseline(String baseUrl, int connections) {
		this.client = new NettyHttpClient(baseUrl, connections, UnaryOperator.identity());
		this.webClient = WebClient.builder()
			.baseUrl(baseUrl)
			.clientConnector(new ReactorClientHttpConnector(this.client.client()))
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(-1))
			.build();
	}

	@Override
	public Exchange prepare(Task task) {
		byte[] body = HandwrittenJson.write(task);
		return new Exchange() {

			@Override
			public int call() {
				byte[] response = Objects.requireNonNull(
						post("/v1beta/models/{model}:generateContent", task, body).bodyToMono(byte[].class).block());
				return response.length;
			}

			@Override
			public Runnable stream(StreamListener listener) {
				return post("/v1beta/models/{model}:streamGenerateContent?alt=sse", task, body)
					.bodyToFlux(DataBuffer.class)
					.subscribe((buffer) -> {
						DataBufferUtils.release(buffer);
						listener.onChunk();
					}, listener::onEnd, () -> listener.onEnd(null))::dispose;
			}

		};
	}

	private WebClient.ResponseSpec post(String path, Task task, byte[] body) {
		return this.webClient.post()
			.uri(path, task.model())
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.retrieve();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
