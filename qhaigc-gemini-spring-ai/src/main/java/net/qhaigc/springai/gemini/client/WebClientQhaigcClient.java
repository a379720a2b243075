package net.qhaigc.springai.gemini.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.wire.GatewayRequest;
import net.qhaigc.springai.gemini.wire.GatewayResponse;

/**
 * The gateway through Spring's {@link WebClient}, without its codecs.
 */
final class WebClientQhaigcClient implements QhaigcClient {

	private static final Log logger = LogFactory.getLog(QhaigcClient.class);

	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private static final int MAX_REDIRECTS = 5;

	/** Those after which a request is to be made again as it was. */
	private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);

	/** How long to wait for the body of an error, which is good to have and no more. */
	private static final Duration ERROR_BODY_TIMEOUT = Duration.ofSeconds(5);

	/** A larger body, such as one with an image, is not read on the event loop. */
	private static final int LARGE_BODY = 256 * 1024;

	private final Endpoints endpoints;

	private final ApiKeyResolver key;

	private final WebClients webClients;

	private final ExchangeRules rules;

	private final ConnectionGuards guards = new ConnectionGuards();

	private final AtomicBoolean warnedOfFallback = new AtomicBoolean();

	WebClientQhaigcClient(Endpoints endpoints, ApiKeyResolver key, WebClients webClients, ExchangeRules rules) {
		this.endpoints = endpoints;
		this.key = key;
		this.webClients = webClients;
		this.rules = rules;
	}

	@Override
	public Mono<GatewayResponse> generate(GatewayRequest request) {
		return whole(attempt(() -> OutgoingRequest.generate(request, this.endpoints)), ResponseBodyReader::answer);
	}

	@Override
	public Mono<List<String>> models() {
		return whole(attempt(() -> OutgoingRequest.models(this.endpoints)), ResponseBodyReader::models);
	}

	@Override
	public Flux<GatewayResponse> stream(GatewayRequest request) {
		Flux<GatewayResponse> events = attempt(() -> OutgoingRequest.stream(request, this.endpoints))
			.flatMapMany(this::events);
		return OutgoingRequest.isUnified(request) ? events
				: events.onErrorResume(GatewayErrors::isStreamingUnknown, (ex) -> unstreamed(request));
	}

	/** A new attempt for each subscription; all of them send the same bytes. */
	private Mono<Attempt> attempt(Supplier<OutgoingRequest> request) {
		SingletonSupplier<OutgoingRequest> encoded = SingletonSupplier.of(request);
		return this.key.read().map((key) -> Attempt.of(encoded.obtain(), key, this.rules));
	}

	private Flux<GatewayResponse> unstreamed(GatewayRequest request) {
		return generate(request).doOnNext((answer) -> {
			if (this.warnedOfFallback.compareAndSet(false, true)) {
				logger.warn("The gateway knows no streamGenerateContent: answers of stream() come whole");
			}
		}).flux();
	}

	private Flux<GatewayResponse> events(Attempt attempt) {
		EventReader reader = new EventReader(attempt.errors(), attempt.log(), this.rules.maxResponseSize());
		Flux<byte[]> chunks = exchange(attempt, (response) -> {
			reader.answered(ResponseHead.of(response));
			return body(attempt, response).map(BodyBytes::copy);
		});
		return reader.read(attempt.watchdog().limit(chunks));
	}

	private <T> Mono<T> whole(Mono<Attempt> attempts, BiFunction<ResponseBodyReader, byte[], T> reading) {
		return attempts.flatMap((attempt) -> attempt.watchdog()
			.limit(exchange(attempt, (response) -> readWhole(attempt, response, reading).flux()))
			.onErrorMap((ex) -> TransportErrors.of(ex))
			.next());
	}

	private <T> Mono<T> readWhole(Attempt attempt, ClientResponse response,
			BiFunction<ResponseBodyReader, byte[], T> reading) {
		ResponseHead head = ResponseHead.of(response);
		ResponseBodyReader reader = new ResponseBodyReader(attempt.errors(), head);
		return BodyBytes
			.gather(body(attempt, response), head.headers().getContentLength(), this.rules.maxResponseSize())
			.flatMap((body) -> {
				attempt.log().body(ByteSlice.of(body));
				Mono<T> read = Mono.fromCallable(() -> reading.apply(reader, body));
				return (body.length < LARGE_BODY) ? read : read.subscribeOn(ClientSchedulers.WORK);
			});
	}

	/** Sends, and once more on a new connection if a pooled one was found closed. */
	private <T> Flux<T> exchange(Attempt attempt, Function<ClientResponse, Flux<T>> onSuccess) {
		return attempt.cancellation()
			.of(send(this.webClients.pooled(), attempt.request(), attempt, onSuccess, MAX_REDIRECTS)
				.onErrorResume((ex) -> isStale(attempt, ex), (ex) -> {
					logger.debug("The connection was closed before the answer; trying a new one");
					return send(this.webClients.unpooled(), attempt.request(), attempt, onSuccess, MAX_REDIRECTS);
				}));
	}

	private static boolean isStale(Attempt attempt, Throwable failure) {
		return attempt.reuse().isPossible() && TransportErrors.isClosedBeforeAnswer(failure);
	}

	private <T> Flux<T> send(WebClient client, OutgoingRequest request, Attempt attempt,
			Function<ClientResponse, Flux<T>> onSuccess, int redirects) {
		WebClient.RequestBodySpec spec = client.method(request.method())
			.uri(request.uri())
			.attribute(URI_TEMPLATE, request.uriTemplate())
			.httpRequest((http) -> {
				this.guards.add(http);
				attempt.cancellation().sending(http);
				attempt.reuse().sending(http);
				request.writeHeaders(http.getHeaders(), attempt.secret().key());
				attempt.log().request(request, http.getHeaders());
			});
		if (request.body() != null) {
			spec.body(request.body());
		}
		return spec.exchangeToFlux((response) -> {
			attempt.reuse().answered();
			attempt.log().answer(response);
			URI target = (redirects > 0) ? redirect(request, response) : null;
			if (target != null) {
				return response.releaseBody()
					.thenMany(send(client, request.redirected(target), attempt, onSuccess, redirects - 1));
			}
			attempt.watchdog().answered();
			return response.statusCode().is2xxSuccessful() ? onSuccess.apply(response) : failed(attempt, response);
		});
	}

	/** Where to follow to, or null. The key must not leave the gateway. */
	private @Nullable URI redirect(OutgoingRequest request, ClientResponse response) {
		String location = response.headers().asHttpHeaders().getFirst(HttpHeaders.LOCATION);
		if (!this.rules.followRedirects() || !REDIRECTS.contains(response.statusCode().value()) || location == null) {
			return null;
		}
		try {
			URI target = request.uri().resolve(location);
			return Endpoints.isSameOrigin(request.uri(), target) ? target : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * What of an error's body does not come in time is done without, however short the
	 * user's patience with answers is.
	 */
	private <T> Flux<T> failed(Attempt attempt, ClientResponse response) {
		Flux<DataBuffer> start = DataBufferUtils
			.takeUntilByteCount(response.body(BodyExtractors.toDataBuffers()).onErrorComplete(),
					GatewayErrors.READ_LIMIT)
			.takeUntilOther(ClientSchedulers.after(ERROR_BODY_TIMEOUT));
		return BodyBytes.gather(start, -1, GatewayErrors.READ_LIMIT)
			.doOnNext((body) -> attempt.log().body(ByteSlice.of(body)))
			.flatMapMany((body) -> Flux.error(attempt.errors().ofAnswer(ResponseHead.of(response), body)));
	}

	private static Flux<DataBuffer> body(Attempt attempt, ClientResponse response) {
		return attempt.watchdog()
			.watch(response.body(BodyExtractors.toDataBuffers()))
			.onErrorMap(TransportErrors::ofAnswer);
	}

	@Override
	public void close() {
		this.webClients.close();
	}

}
