package net.qhaigc.springai.gemini.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The HTTP server on the loopback address, with threads of its own.
 */
final class GatewayServer implements AutoCloseable {

	private static final int MAX_HEADER_BYTES = 64 * 1024;

	private static final Duration SHUTDOWN = Duration.ofSeconds(5);

	private final RequestHandler answers;

	private final GatewayActivity journal;

	private final String prefix;

	private final AtomicInteger requests = new AtomicInteger();

	private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final LoopResources loops = LoopResources.create("qhaigc-gateway", 2, true);

	private final DisposableServer server;

	GatewayServer(GatewaySettings settings, RequestHandler answers, GatewayActivity journal) {
		this.answers = answers;
		this.journal = journal;
		this.prefix = settings.pathPrefix();
		this.server = HttpServer.create()
			.host("localhost")
			.port(settings.port())
			.runOn(this.loops)
			.httpRequestDecoder(
					(decoder) -> decoder.maxHeaderSize(MAX_HEADER_BYTES).maxInitialLineLength(MAX_HEADER_BYTES))
			.doOnChannelInit((observer, channel, address) -> opened(channel))
			.handle(this::handle)
			.bindNow();
	}

	int port() {
		return this.server.port();
	}

	private void opened(Channel channel) {
		this.channels.add(channel);
		this.journal.connectionOpened();
		channel.closeFuture().addListener((closed) -> this.journal.connectionClosed());
	}

	private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		Scheduler loop = loopOf(response);
		return request.receive()
			.aggregate()
			.asByteArray()
			.defaultIfEmpty(new byte[0])
			.flatMap((body) -> this.answers.to(received(request, new String(body, StandardCharsets.UTF_8))))
			.publishOn(loop)
			.flatMap((answer) -> ResponseWriter.write(answer, response, loop, this.journal));
	}

	/**
	 * The thread of a connection. All writes are made there, so none is under way once
	 * the threads of this server have ended.
	 */
	private static Scheduler loopOf(HttpServerResponse response) {
		AtomicReference<@Nullable Scheduler> loop = new AtomicReference<>();
		response.withConnection((connection) -> loop.set(Schedulers.fromExecutor(connection.channel().eventLoop())));
		return Objects.requireNonNull(loop.get());
	}

	private ReceivedRequest received(HttpServerRequest request, String body) {
		String[] uri = request.uri().split("\\?", 2);
		Map<String, List<String>> headers = new HashMap<>();
		for (String name : request.requestHeaders().names()) {
			headers.put(name, List.copyOf(request.requestHeaders().getAll(name)));
		}
		return new ReceivedRequest(this.requests.incrementAndGet(), request.method().name(),
				RequestTarget.of(uri[0], this.prefix), (uri.length > 1) ? uri[1] : "", headers, body, json(body));
	}

	private static JsonNode json(String body) {
		try {
			return body.isEmpty() ? MissingNode.getInstance() : Json.read(body);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	@Override
	public void close() {
		this.server.disposeNow(SHUTDOWN);
		this.channels.close().awaitUninterruptibly(SHUTDOWN.toMillis());
		this.loops.disposeLater(Duration.ZERO, SHUTDOWN).block(SHUTDOWN);
	}

}
