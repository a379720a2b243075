package net.qhaigc.springai.gemini.client;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.ChannelId;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.text;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for HTTP/2, which is disabled by default and can be enabled with a custom
 * connector.
 */
class Http2Tests {

	private static final String EVENT = """
			{"candidates":[{"content":{"parts":[{"text":"one"}]},"finishReason":"STOP"}]}""";

	private final Set<ChannelId> connections = ConcurrentHashMap.newKeySet();

	private final CountDownLatch cancelled = new CountDownLatch(1);

	private final DisposableServer server = HttpServer.create()
		.host("127.0.0.1")
		.port(0)
		.protocol(HttpProtocol.H2C, HttpProtocol.HTTP11)
		.handle(this::respond)
		.bindNow();

	private final QhaigcClient client = client(this.server);

	@AfterEach
	void stop() {
		this.client.close();
		this.server.disposeNow();
	}

	@Test
	void sharesConnectionAmongStreams() {
		List<String> texts = Flux.range(0, 50)
			.flatMap((i) -> this.client.stream(request()).map(ClientFixtures::text).take(1), 50)
			.collectList()
			.block(TIMEOUT);
		assertThat(texts).hasSize(50).containsOnly("one");
		assertThat(this.connections).hasSize(1);
	}

	@Test
	void keepsConnectionWhenStreamIsCancelled() throws InterruptedException {
		StepVerifier.create(this.client.stream(request()).map(ClientFixtures::text))
			.expectNext("one")
			.thenCancel()
			.verify(TIMEOUT);
		assertThat(this.cancelled.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(text(this.client.generate(request()).block(TIMEOUT))).isEqualTo("one");
		assertThat(this.connections).hasSize(1);
	}

	@Test
	void skipsInterimResponses() {
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.protocol(HttpProtocol.H2C)
			.handle((request, response) -> request.receive()
				.then(writeEarlyHints(request))
				.thenMany(response.sendString(Mono.just(CallerEcho.json(CallerEcho.caller(request.uri()))))))
			.bindNow();
		try (QhaigcClient client = client(server)) {
			List<String> misattributed = Flux.range(0, 100)
				.map((number) -> "caller-" + number)
				.flatMap((caller) -> Flux
					.merge(CallerEcho.call(client, caller, "Who am I?"), CallerEcho.stream(client, caller, "Who am I?"))
					.filter((text) -> !text.equals(caller)), 20)
				.collectList()
				.block(TIMEOUT);
			assertThat(misattributed).isEmpty();
		}
		finally {
			server.disposeNow();
		}
	}

	/** Write an interim response, for which Reactor Netty's server has no method. */
	private static Mono<Void> writeEarlyHints(HttpServerRequest request) {
		return Mono.create((sink) -> request.withConnection((stream) -> stream.channel()
			.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("103"), false))
			.addListener((written) -> sink.success())));
	}

	@Test
	void httpClientDoesNotRepeatRequestsWhenNewConnectionIsClosed() {
		AtomicInteger requests = new AtomicInteger();
		DisposableServer closing = HttpServer.create()
			.host("127.0.0.1")
			.protocol(HttpProtocol.H2C)
			.handle((request, response) -> {
				if (requests.incrementAndGet() == 2) {
					request.withConnection((stream) -> stream.channel().parent().close());
				}
				return Mono.never();
			})
			.bindNow();
		try (QhaigcClient client = client(closing)) {
			List<Object> outcomes = Flux.range(0, 2)
				.flatMap((i) -> client.generate(request()).cast(Object.class).onErrorResume(Mono::just))
				.collectList()
				.block(TIMEOUT);
			assertThat(outcomes).hasSize(2).hasOnlyElementsOfType(QhaigcTransientException.class);
			assertThat(requests).hasValue(2);
		}
		finally {
			closing.disposeNow();
		}
	}

	private static QhaigcClient client(DisposableServer server) {
		return withoutRetries(QhaigcClient.builder()
			.baseUrl("http://127.0.0.1:" + server.port())
			.apiKey("test-key")
			.maxConnections(1)
			.connector((http) -> new ReactorClientHttpConnector(http.protocol(HttpProtocol.H2C))));
	}

	private Publisher<Void> respond(HttpServerRequest request, HttpServerResponse response) {
		assertThat(request.protocol()).isEqualTo("HTTP/2.0");
		request.withConnection((stream) -> this.connections.add(stream.channel().parent().id()));
		Mono<Void> received = request.receive().then();
		if (!request.uri().contains("streamGenerateContent")) {
			return received.thenMany(response.sendString(Mono.just(EVENT)));
		}
		Flux<String> events = Flux.just("data: " + EVENT + "\n\n")
			.concatWith(Flux.never())
			.doOnCancel(this.cancelled::countDown);
		return received.thenMany(response.sse().sendString(events));
	}

}
