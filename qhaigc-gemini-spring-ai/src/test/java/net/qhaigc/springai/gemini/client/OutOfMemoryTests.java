package net.qhaigc.springai.gemini.client;

import java.util.function.Function;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferWrapper;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.unit.DataSize;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.problem;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for exchanges during which memory cannot be allocated.
 */
class OutOfMemoryTests {

	private final QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@EnumSource
	void failsWhenAllocationFails(Allocation allocation) {
		QhaigcClient client = withoutRetries(QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.maxResponseSize(DataSize.ofBytes(Integer.MAX_VALUE))
			.connector(allocation.connector));
		RuntimeException failure = ClientFixtures.failure(client, request());
		assertThat(failure).isInstanceOf(QhaigcNonTransientException.class)
			.hasMessageStartingWith("There is not enough memory for the request or the response: ")
			.hasMessageContaining("qhaigc.max-response-size");
		assertThat(problem(failure).code()).isEqualTo("out_of_memory");
		assertThat(problem(ClientFixtures.streamFailure(client, request())).code()).isEqualTo("out_of_memory");
	}

	/** Where the allocation of memory fails. */
	enum Allocation {

		/** In a channel handler of the HTTP client. */
		CHANNEL_HANDLER((http) -> new ReactorClientHttpConnector(
				http.doOnResponse((response, connection) -> connection.addHandlerFirst(new FailingHandler())))),

		/** Where the content of a buffer is copied to an array. */
		COPY((http) -> withTransformedBodies(http, (body) -> body.map(LargeBuffer::new)));

		private final Function<HttpClient, ClientHttpConnector> connector;

		Allocation(Function<HttpClient, ClientHttpConnector> connector) {
			this.connector = connector;
		}

	}

	private static ClientHttpConnector withTransformedBodies(HttpClient http,
			Function<Flux<DataBuffer>, Flux<DataBuffer>> transformation) {
		ClientHttpConnector connector = new ReactorClientHttpConnector(http);
		return (method, uri, request) -> connector.connect(method, uri, request)
			.map((response) -> new ClientHttpResponseDecorator(response) {

				@Override
				public Flux<DataBuffer> getBody() {
					return transformation.apply(super.getBody());
				}

			});
	}

	@ChannelHandler.Sharable
	private static final class FailingHandler extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof HttpContent) {
				ReferenceCountUtil.release(message);
				throw new OutOfMemoryError("Cannot reserve direct buffer memory");
			}
			context.fireChannelRead(message);
		}

	}

	/** A buffer that reports a size that is too large for an array. */
	private static final class LargeBuffer extends DataBufferWrapper {

		private LargeBuffer(DataBuffer delegate) {
			super(delegate);
		}

		@Override
		public int readableByteCount() {
			return Integer.MAX_VALUE;
		}

	}

}
