package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.Objects;
import java.util.function.UnaryOperator;

import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Spring's {@link WebClient} in two variants. One sends a request body that was encoded
 * in advance and does not parse the response; the other uses handwritten JSON code. The
 * costs of both variants are lower bounds for clients that are based on
 * {@code WebClient}.
 */
final class WebClientBaseline implements MeasuredClient {

	private final NettyHttpClient client;

	private final WebClient webClient;

	private final boolean processesJson;

	private WebClientBaseline(String baseUrl, int connections, boolean processesJson,
			UnaryOperator<HttpClient> configuration) {
		this.client = new NettyHttpClient(baseUrl, connections, configuration);
		this.webClient = WebClient.builder()
			.baseUrl(baseUrl)
			.clientConnector(new ReactorClientHttpConnector(this.client.client()))
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(-1))
			.build();
		this.processesJson = processesJson;
	}

	/** Create a client that sends prepared bytes and does not parse the response. */
	static WebClientBaseline withoutJson(String baseUrl, int connections) {
		return new WebClientBaseline(baseUrl, connections, false, UnaryOperator.identity());
	}

	/** Create a client that writes and reads JSON as {@link HandwrittenBaseline} does. */
	static WebClientBaseline withJson(String baseUrl, int connections) {
		return withJson(baseUrl, connections, UnaryOperator.identity());
	}

	static WebClientBaseline withJson(String baseUrl, int connections, UnaryOperator<HttpClient> configuration) {
		return new WebClientBaseline(baseUrl, connections, true, configuration);
	}

	@Override
	public Exchange prepare(Task task) {
		byte[] prepared = HandwrittenJson.write(task);
		return new Exchange() {

			@Override
			public int call() {
				byte[] response = Objects.requireNonNull(
						post("/v1beta/models/{model}:generateContent", task, body()).bodyToMono(byte[].class).block());
				return WebClientBaseline.this.processesJson
						? HandwrittenJson.readTexts(response, 0, response.length) + 1 : response.length;
			}

			@Override
			public Runnable stream(StreamListener listener) {
				Flux<DataBuffer> buffers = post("/v1beta/models/{model}:streamGenerateContent?alt=sse", task, body())
					.bodyToFlux(DataBuffer.class);
				HandwrittenJson.EventLineReader reader = new HandwrittenJson.EventLineReader();
				return buffers.subscribe((buffer) -> {
					if (WebClientBaseline.this.processesJson) {
						reader.add(NettyDataBufferFactory.toByteBuf(buffer), listener);
					}
					else {
						listener.onChunk();
					}
					DataBufferUtils.release(buffer);
				}, listener::onEnd, () -> listener.onEnd(null))::dispose;
			}

			private byte[] body() {
				return WebClientBaseline.this.processesJson ? HandwrittenJson.write(task) : prepared;
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
