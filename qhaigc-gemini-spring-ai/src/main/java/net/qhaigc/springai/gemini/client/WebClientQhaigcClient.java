package net.qhaigc.springai.gemini.client;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.util.ConcurrentLruCache;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.body.EventReader;
import net.qhaigc.springai.gemini.client.body.ResponseBodyReader;
import net.qhaigc.springai.gemini.client.connection.ConnectionGuards;
import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.Redactor;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.client.scheduling.TimeLimit;

/**
 * {@link QhaigcClient} based on Spring's {@link WebClient}, whose codecs it does not use.
 */
final class WebClientQhaigcClient implements QhaigcClient {

	private static final Log logger = LogFactory.getLog(QhaigcClient.class);

	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private static final int MAX_REDIRECTS = 5;

	private static final int MAX_REPLACED_CONNECTIONS = 5;

	/** Large enough for applications that have an API key for each tenant. */
	private static final int MAX_REDACTORS = 256;

	private final GatewayUris uris;

	private final RequestApiKey apiKey;

	private final PooledWebClient webClient;

	private final ClientSettings settings;

	private final ConnectionGuards guards = new ConnectionGuards();

	private final ModelSuggestions suggestions;

	private final AtomicBoolean streamingUnsupported = new AtomicBoolean();

	private final ConcurrentLruCache<String, Redactor> redactors = new ConcurrentLruCache<>(MAX_REDACTORS,
			Redactor::new);

	private volatile Redactor lastRedactor = Redactor.NONE;

	WebClientQhaigcClient(GatewayUris uris, RequestApiKey apiKey, PooledWebClient webClient, ClientSettings settings) {
		this.uris = uris;
		this.apiKey = apiKey;
		this.webClient = webClient;
		this.settings = settings;
		this.suggestions = new ModelSuggestions(settings.schedulers());
	}

	@Override
	public Mono<GatewayResponse> generate(GatewayRequest request) {
		RequestApiKey key = this.apiKey.forRequest(request);
		return Mono
			.fromDirect(exchange(key, request.model(), () -> OutgoingRequest.generate(request, this.uris),
					(exchange) -> withQuota(request, exchange, generate(exchange), true)))
			.onErrorResume(GatewayErrors::isModelNotServed, (ex) -> this.suggestions.addTo(ex, request, models(key)));
	}

	@Override
	public Mono<List<String>> models() {
		return models(this.apiKey);
	}

	private Mono<List<String>> models(RequestApiKey key) {
		return Mono.fromDirect(exchange(key, "", () -> OutgoingRequest.models(this.uris),
				(exchange) -> sendAndParse(exchange, (reader, bytes) -> exchange.redact(reader.readModels(bytes)))));
	}

	@Override
	public Mono<SpendingLimits> spendingLimits() {
		return Mono.fromDirect(exchange(this.apiKey, "", () -> OutgoingRequest.spendingLimits(this.uris),
				(exchange) -> sendAndParse(exchange, (reader, bytes) -> SpendingLimits.of(reader.readObject(bytes)))));
	}

	@Override
	public Flux<GatewayResponse> stream(GatewayRequest request) {
		Flux<GatewayResponse> events = events(request);
		if (request.isUnified()) {
			return events;
		}
		Flux<GatewayResponse> withFallback = events.onErrorResume(GatewayErrors::isStreamingUnsupported,
				(ex) -> streamFallback(request));
		return Flux.defer(() -> this.streamingUnsupported.get() ? generate(request).flux() : withFallback);
	}

	private Flux<GatewayResponse> events(GatewayRequest request) {
		RequestApiKey key = this.apiKey.forRequest(request);
		return exchange(key, request.model(), () -> OutgoingRequest.stream(request, this.uris),
				(exchange) -> withQuota(request, exchange, events(exchange), false))
			.onErrorResume(GatewayErrors::isModelNotServed, (ex) -> this.suggestions.addTo(ex, request, models(key)));
	}

	/**
	 * Send the request without streaming. If this succeeds, streaming is regarded as
	 * unsupported from now on. If this fails too, the path of the base URL may be the
	 * cause of both failures, so streaming is not regarded as unsupported.
	 */
	private Flux<GatewayResponse> streamFallback(GatewayRequest request) {
		return generate(request).doOnNext((response) -> {
			if (this.streamingUnsupported.compareAndSet(false, true)) {
				logger.warn("The gateway does not support streamGenerateContent; stream() returns one chunk");
			}
		}).flux();
	}

	/**
	 * Send a request with its key. If there are several keys, an {@link ApiKeyFailover}
	 * selects the key.
	 */
	private <T> Flux<T> exchange(RequestApiKey key, String model, Supplier<OutgoingRequest> request,
			Function<Exchange, Flux<T>> responses) {
		ApiKeyFailover failover = key.failover(model);
		return (failover != null) ? failover.send((apiKey) -> exchange(apiKey, request, responses))
				: exchange(key, request, responses);
	}

	/**
	 * The request is encoded only once. Each subscription sends the same bytes in a new
	 * exchange.
	 */
	private <T> Flux<T> exchange(RequestApiKey apiKey, Supplier<OutgoingRequest> request,
			Function<Exchange, Flux<T>> responses) {
		SingletonSupplier<OutgoingRequest> encoded = SingletonSupplier.of(request);
		return apiKey.resolve((key) -> responses
			.apply(new Exchange(encoded.obtain(), key, apiKey.source(), redactor(key), this.settings)));
	}

	/**
	 * The redactors are cached by key. The last redactor is checked first, since most
	 * requests use the same key as the previous request.
	 */
	private Redactor redactor(String key) {
		Redactor redactor = this.lastRedactor;
		if (!redactor.isFor(key)) {
			redactor = this.redactors.get(key);
			this.lastRedactor = redactor;
		}
		return redactor;
	}

	private Flux<GatewayResponse> events(Exchange exchange) {
		EventReader reader = exchange.eventReader();
		return reader.read(TimeLimit.ofChunks(send(exchange, reader::begin, MAX_REPLACED_CONNECTIONS), exchange),
				exchange);
	}

	private Flux<GatewayResponse> generate(Exchange exchange) {
		return sendAndParse(exchange, (reader, bytes) -> exchange.response(reader.head(), reader.readResponse(bytes)));
	}

	private <T> Flux<T> sendAndParse(Exchange exchange, BiFunction<ResponseBodyReader, byte[], T> parser) {
		return TimeLimit.ofSingleElement(
				send(exchange, (head, body) -> exchange.readBody(head, body, parser), MAX_REPLACED_CONNECTIONS),
				exchange);
	}

	private Flux<GatewayResponse> withQuota(GatewayRequest request, Exchange exchange, Flux<GatewayResponse> responses,
			boolean singleResponse) {
		RequestQuota quota = this.settings.quota();
		return (quota != null) ? QuotaUse.limit(quota, new QuotaRequest(request, exchange.request().body()), responses,
				singleResponse, this.settings.schedulers()) : responses;
	}

	/**
	 * Send the request. If the connection from the pool was closed before the response,
	 * send the request again on another connection. Close the idle connections first,
	 * since the server has probably closed them as well.
	 */
	private <T> Flux<T> send(Exchange exchange, BiFunction<ResponseHead, Flux<DataBuffer>, Flux<T>> reader,
			int remainingReplacements) {
		return send(this.webClient.get(), exchange, exchange.request(), reader, MAX_REDIRECTS)
			.onErrorResume((ex) -> remainingReplacements > 0 && exchange.isStaleConnection(ex), (ex) -> {
				logger
					.debug("The connection was closed before the response; sending the request on another connection");
				this.guards.closeIdle();
				return send(exchange, reader, remainingReplacements - 1);
			});
	}

	private <T> Flux<T> send(WebClient client, Exchange exchange, OutgoingRequest request,
			BiFunction<ResponseHead, Flux<DataBuffer>, Flux<T>> reader, int remainingRedirects) {
		WebClient.RequestBodySpec spec = client.method(request.method())
			.uri(request.uri())
			.attribute(URI_TEMPLATE, request.uriTemplate())
			.attribute(PooledWebClient.REDACTOR, exchange.redactor())
			.httpRequest((http) -> {
				this.guards.add(http, exchange.redactor());
				exchange.writeHeaders(request, http);
			});
		if (request.body() != null) {
			spec.body(exchange.body(request.body()));
		}
		return spec.exchangeToFlux((response) -> {
			ResponseHead head = exchange.recordResponse(response.statusCode().value(),
					response.headers().asHttpHeaders());
			OutgoingRequest next = (remainingRedirects > 0) ? exchange.redirect(request, head) : null;
			return (next != null)
					? response.releaseBody().thenMany(send(client, exchange, next, reader, remainingRedirects - 1))
					: exchange.read(head, response.body(BodyExtractors.toDataBuffers()), reader);
		});
	}

	@Override
	public void close() {
		this.webClient.close();
	}

}
