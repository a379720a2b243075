package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.connection.FailFastConnector;
import net.qhaigc.springai.gemini.client.error.Redactor;
import net.qhaigc.springai.gemini.client.error.TransportErrors;

/**
 * Creates the web client and its connection pool when they are first needed, so that an
 * application starts sooner.
 */
final class PooledWebClient implements AutoCloseable {

	/** The request attribute that contains the {@link Redactor} of the API key. */
	static final String REDACTOR = Redactor.class.getName();

	/** Larger than Netty's default, with which an image is split into many chunks. */
	private static final int MAX_CHUNK_SIZE = 64 * 1024;

	/** Larger than Netty's default, since gateways and proxies add headers. */
	private static final int MAX_HEADER_SIZE = 64 * 1024;

	/**
	 * How long a request waits for a connection. This is the default of Reactor Netty.
	 */
	private static final Duration MAX_PENDING_TIME = Duration.ofSeconds(45);

	private static final Duration REPEATED_DISPOSAL_DELAY = Duration.ofSeconds(1);

	private final ClientSettings settings;

	private final @Nullable MeterRegistry meterRegistry;

	private final SingletonSupplier<WebClient> webClient;

	private volatile @Nullable ConnectionProvider pool;

	private volatile boolean closed;

	PooledWebClient(ClientSettings settings, @Nullable MeterRegistry meterRegistry,
			Function<HttpClient, ClientHttpConnector> connector, Supplier<WebClient.Builder> builder) {
		this.settings = settings;
		this.meterRegistry = meterRegistry;
		this.webClient = SingletonSupplier.of(() -> build(builder.get(), connector.apply(httpClient(openPool()))));
	}

	private static WebClient build(WebClient.Builder builder, ClientHttpConnector connector) {
		WebClient.Builder failFastBuilder = builder.clientConnector(new FailFastConnector(connector));
		boolean handlerRedactsFailures = connector instanceof ReactorClientHttpConnector;
		return (handlerRedactsFailures ? failFastBuilder : failFastBuilder.filter(PooledWebClient::redact)).build();
	}

	/**
	 * Redact a failure before the filters of the application and the observation of the
	 * HTTP request see it. A failure whose text does not contain the API key keeps its
	 * type. With Reactor Netty, the {@code RedactionHandler} does this.
	 */
	private static Mono<ClientResponse> redact(ClientRequest request, ExchangeFunction exchange) {
		return exchange.exchange(request).onErrorMap((ex) -> {
			Redactor redactor = (Redactor) request.attribute(REDACTOR).orElse(Redactor.NONE);
			return (redactor.redact(ex) != ex) ? redactor.redact(TransportErrors.of(ex)) : ex;
		});
	}

	/**
	 * Return the web client. Fails after {@link #close()}, since Reactor Netty would
	 * otherwise replace the closed pool with a new one.
	 */
	WebClient get() {
		if (this.closed) {
			throw TransportErrors.clientClosed(null);
		}
		try {
			return this.webClient.obtain();
		}
		catch (RuntimeException ex) {
			throw TransportErrors.of(ex);
		}
	}

	private ConnectionProvider openPool() {
		ConnectionProvider pool = createPool();
		this.pool = pool;
		if (this.closed) {
			throw TransportErrors.clientClosed(null);
		}
		return pool;
	}

	private ConnectionProvider createPool() {
		ClientSettings.Pool limits = this.settings.pool();
		ConnectionProvider.Builder pool = ConnectionProvider.builder("qhaigc-gemini")
			.maxConnections(limits.maxConnections())
			.pendingAcquireMaxCount(limits.maxPending())
			.pendingAcquireTimeout(MAX_PENDING_TIME)
			.pendingAcquireTimer(this.settings.schedulers()::schedule);
		if (!limits.maxIdleTime().isZero()) {
			pool.maxIdleTime(limits.maxIdleTime())
				.evictInBackground(limits.maxIdleTime(), this.settings.clock().timer());
		}
		if (!limits.maxLifeTime().isZero()) {
			pool.maxLifeTime(limits.maxLifeTime());
		}
		if (this.meterRegistry != null) {
			PoolMeters meters = new PoolMeters(this.meterRegistry);
			pool.metrics(true, () -> meters);
		}
		return pool.build();
	}

	/**
	 * As in Spring Boot's connector, compression is enabled. Compressed streams are
	 * decompressed too, although their requests do not accept compression. The maximum
	 * chunk size is deprecated in Reactor Netty, whose next major version does not
	 * support this setting.
	 */
	@SuppressWarnings("deprecation")
	private HttpClient httpClient(ConnectionProvider connections) {
		return HttpClient.create(connections)
			.proxyWithSystemProperties()
			.compress(true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS,
					(int) Math.min(Integer.MAX_VALUE, this.settings.timeouts().connect().toMillis()))
			.httpResponseDecoder((decoder) -> decoder.maxChunkSize(MAX_CHUNK_SIZE).maxHeaderSize(MAX_HEADER_SIZE));
	}

	@Override
	public void close() {
		this.closed = true;
		ConnectionProvider pool = this.pool;
		if (pool != null) {
			pool.disposeLater().subscribe();
			// A request that was about to acquire a connection can still open one after
			// this disposal.
			this.settings.schedulers().schedule(() -> pool.disposeLater().subscribe(), REPEATED_DISPOSAL_DELAY);
		}
	}

}
