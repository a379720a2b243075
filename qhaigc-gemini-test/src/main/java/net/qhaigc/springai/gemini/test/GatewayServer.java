package net.qhaigc.springai.gemini.test;

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
import io.netty.handler.codec.http.HttpHeaderNames;
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

/**
 * The HTTP server of a stand-in gateway, with its own event loops.
 */
final class GatewayServer implements AutoCloseable {

	private static final int MAX_HEADER_BYTES = 64 * 1024;

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

	private final RequestHandler handler;

	private final GatewayActivity activity;

	private final String prefix;

	private final AtomicInteger requestCount = new AtomicInteger();

	private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final LoopResources eventLoops = LoopResources.create("qhaigc-gateway", 2, true);

	private final DisposableServer server;

	GatewayServer(GatewaySettings settings, RequestHandler handler, GatewayActivity activity) {
		this.handler = handler;
		this.activity = activity;
		this.prefix = settings.address().pathPrefix();
		this.server = HttpServer.create()
			.host(settings.address().host())
			.port(settings.address().port())
			.runOn(this.eventLoops)
			.httpRequestDecoder(
					(decoder) -> decoder.maxHeaderSize(MAX_HEADER_BYTES).maxInitialLineLength(MAX_HEADER_BYTES))
			.doOnChannelInit((observer, channel, address) -> registerChannel(channel))
			.handle(this::handle)
			.bindNow();
	}

	int port() {
		return this.server.port();
	}

	private void registerChannel(Channel channel) {
		this.channels.add(channel);
		this.activity.connectionOpened();
		channel.closeFuture().addListener((closed) -> this.activity.connectionClosed());
	}

	private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		Scheduler eventLoop = eventLoop(response);
		return request.receive()
			.aggregate()
			.asByteArray()
			.defaultIfEmpty(new byte[0])
			.flatMap((body) -> this.handler.handle(toReceivedRequest(request, body)))
			.publishOn(eventLoop)
			.flatMap((encoded) -> ResponseWriter.write(encoded, response, eventLoop, this.activity));
	}

	/**
	 * Return the event loop of a connection. All writes are executed on the event loop,
	 * so that no write is still in progress after the event loops of this server have
	 * been stopped.
	 */
	private static Scheduler eventLoop(HttpServerResponse response) {
		AtomicReference<@Nullable Scheduler> loop = new AtomicReference<>();
		response.withConnection((connection) -> loop.set(Schedulers.fromExecutor(connection.channel().eventLoop())));
		return Objects.requireNonNull(loop.get());
	}

	private ReceivedRequest toReceivedRequest(HttpServerRequest request, byte[] body) {
		String[] uri = request.uri().split("\\?", 2);
		Map<String, List<String>> headers = new HashMap<>();
		for (String name : request.requestHeaders().names()) {
			headers.put(name, List.copyOf(request.requestHeaders().getAll(name)));
		}
		return new ReceivedRequest(this.requestCount.incrementAndGet(), request.method().name(),
				RequestTarget.of(uri[0], this.prefix), (uri.length > 1) ? uri[1] : "", headers,
				RequestBody.of(body, request.requestHeaders().get(HttpHeaderNames.CONTENT_TYPE)));
	}

	@Override
	public void close() {
		this.server.disposeNow(SHUTDOWN_TIMEOUT);
		this.channels.close().awaitUninterruptibly(SHUTDOWN_TIMEOUT.toMillis());
		this.eventLoops.disposeLater(Duration.ZERO, SHUTDOWN_TIMEOUT).block(SHUTDOWN_TIMEOUT);
	}

}
