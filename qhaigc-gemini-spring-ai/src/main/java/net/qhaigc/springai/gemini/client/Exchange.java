package net.qhaigc.springai.gemini.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;

import net.qhaigc.springai.gemini.client.body.EventHandler;
import net.qhaigc.springai.gemini.client.body.EventReader;
import net.qhaigc.springai.gemini.client.body.ResponseBodyReader;
import net.qhaigc.springai.gemini.client.connection.ConnectionReuse;
import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.Redactor;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.client.error.TransportErrors;
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;
import net.qhaigc.springai.gemini.client.scheduling.TimeLimit;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * One attempt to exchange a request for a response: its API key, its timeouts, its
 * cancellation and its failures. An attempt can send several HTTP requests, since it
 * follows redirects and replaces a pooled connection that was closed.
 */
final class Exchange implements TimeLimit.Limit, EventHandler<GatewayResponse> {

	/**
	 * The redirects that are followed with the same method and body. After other
	 * redirects, such as 303, a POST request would have to become a GET request.
	 */
	private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);

	/** Maximum time to read the body of an error, regardless of the other timeouts. */
	private static final Duration ERROR_BODY_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * How long the gateway can take to end the response after {@code [DONE]}. The
	 * connection is used again only if the response ends within this time.
	 */
	private static final Duration CLOSE_DELAY = Duration.ofSeconds(1);

	private static final int MAX_ERROR_BODY = 256 * 1024;

	/** A larger body, such as one with an image, is not parsed on the event loop. */
	private static final int MAX_EVENT_LOOP_BODY = 256 * 1024;

	private final OutgoingRequest request;

	private final ClientSettings settings;

	private final String apiKey;

	private final Redactor redactor;

	private final GatewayErrors errors;

	private final InactivityTimeout inactivity;

	private final Cancellation cancellation = new Cancellation();

	private final ConnectionReuse reuse = new ConnectionReuse();

	private final WireLog log;

	/**
	 * Create an attempt.
	 * @param request the request
	 * @param apiKey the API key
	 * @param keySource where the API key comes from
	 * @param redactor redacts the API key
	 * @param settings the settings of the client
	 */
	Exchange(OutgoingRequest request, String apiKey, String keySource, Redactor redactor, ClientSettings settings) {
		this.request = request;
		this.settings = settings;
		this.apiKey = apiKey;
		this.redactor = redactor;
		this.errors = new GatewayErrors(settings.statusRules(), request.model(), keySource, redactor::redact);
		this.inactivity = new InactivityTimeout(settings.timeouts(), settings.schedulers(), settings.running());
		this.log = new WireLog(settings.wireLog(), redactor);
	}

	OutgoingRequest request() {
		return this.request;
	}

	Redactor redactor() {
		return this.redactor;
	}

	/** Convert an exception to the failure of this attempt, and redact the API key. */
	@Override
	public Throwable failure(Throwable exception) {
		return this.redactor.redact(TransportErrors.of(exception));
	}

	/** Redact the API key in the IDs of models. */
	List<String> redact(List<String> ids) {
		return ids.stream().map(this.redactor::redact).toList();
	}

	/**
	 * Create a response, or an event of a stream, with the API key redacted in the
	 * metadata.
	 */
	@Override
	public GatewayResponse response(ResponseHead head, GenerateContentResponse response) {
		return GatewayResponse.of(head, this.redactor.redact(response));
	}

	/** Return a reader for the events of the response. */
	EventReader eventReader() {
		return new EventReader(this.errors, this.settings.maxResponseSize(), this.log.eventLogger());
	}

	@Override
	public Disposable closeLater(Runnable close) {
		return this.settings.schedulers().schedule(close, CLOSE_DELAY);
	}

	@Override
	public Disposable start(Runnable onExceeded) {
		return this.inactivity.start(onExceeded);
	}

	@Override
	public RuntimeException failure() {
		return this.inactivity.failure();
	}

	/** Cancel on the event loop of the connection. */
	@Override
	public void cancel(Runnable cancellation) {
		this.cancellation.run(cancellation);
	}

	/**
	 * Write the headers of a request after the connection is established, or fail if the
	 * request must no longer be sent.
	 */
	void writeHeaders(OutgoingRequest request, ClientHttpRequest http) {
		if (!request.canBeSent().getAsBoolean()) {
			throw TransportErrors.notSent();
		}
		this.cancellation.recordConnection(http);
		this.reuse.recordConnection(http);
		UserAgent.addTo(http);
		request.writeHeaders(http.getHeaders(), this.apiKey);
		this.log.logRequest(request, http.getHeaders());
		if (request.body() == null) {
			this.inactivity.recordEndOfSending();
		}
	}

	/** Return an inserter that sends the body, and then records that it was sent. */
	BodyInserter<?, ClientHttpRequest> body(RequestBytes body) {
		return (http, context) -> body.insert(http, context)
			.doOnSuccess((nothing) -> this.inactivity.recordEndOfSending());
	}

	/** Record that a response has begun, and return its head. */
	ResponseHead recordResponse(int status, HttpHeaders headers) {
		this.reuse.recordResponse();
		this.log.logResponse(status, headers);
		return ResponseHead.of(status, headers, this.redactor);
	}

	/**
	 * Whether a failure means that a pooled connection was closed before the response
	 * began, in which case the request can be sent again on a new connection.
	 */
	boolean isStaleConnection(Throwable failure) {
		return this.reuse.mayHaveServedResponse() && TransportErrors.isClosedBeforeResponse(failure);
	}

	/**
	 * Return the request to send to the target of a redirect; null if the redirect is not
	 * followed. A redirect to another server is never followed, because the API key must
	 * not be sent there.
	 */
	@Nullable OutgoingRequest redirect(OutgoingRequest original, ResponseHead head) {
		if (!this.settings.followRedirects() || !REDIRECTS.contains(head.status()) || head.location() == null) {
			return null;
		}
		try {
			URI target = original.uri().resolve(head.location());
			return GatewayUris.isSameOrigin(original.uri(), target) ? original.redirected(target) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Read the response with a reader, or fail if its status is not successful.
	 * @param head the status and the headers
	 * @param body the buffers of the body
	 * @param reader reads the body of a successful response
	 */
	<T> Flux<T> read(ResponseHead head, Flux<DataBuffer> body,
			BiFunction<ResponseHead, Flux<DataBuffer>, Flux<T>> reader) {
		this.inactivity.recordResponse();
		return head.isSuccessful() ? reader.apply(head, this.inactivity.watch(body)) : fail(head, body);
	}

	private <T> Flux<T> fail(ResponseHead head, Flux<DataBuffer> body) {
		Flux<DataBuffer> start = DataBufferUtils.takeUntilByteCount(body.onErrorComplete(), MAX_ERROR_BODY)
			.takeUntilOther(this.settings.schedulers().delay(ERROR_BODY_TIMEOUT));
		return ResponseBodyReader.collect(start, -1, MAX_ERROR_BODY, Function.identity())
			.doOnNext(this.log::logBody)
			.flatMapMany((bytes) -> Flux.error(this.errors.forStatus(head, bytes)));
	}

	/**
	 * Read a complete body.
	 * @param head the status and the headers
	 * @param body the buffers of the body
	 * @param parser parses the bytes of the body
	 */
	<T> Flux<T> readBody(ResponseHead head, Flux<DataBuffer> body, BiFunction<ResponseBodyReader, byte[], T> parser) {
		ResponseBodyReader reader = new ResponseBodyReader(this.errors, head);
		ClientSchedulers schedulers = this.settings.schedulers();
		long length = head.contentLength();
		long maxSize = this.settings.maxResponseSize();
		if (length >= 0 && length < MAX_EVENT_LOOP_BODY) {
			return ResponseBodyReader.collect(body, length, maxSize, (bytes) -> parse(parser, reader, bytes)).flux();
		}
		return ResponseBodyReader.collect(body, length, maxSize, Function.identity()).flatMapMany((bytes) -> {
			Mono<T> parsed = Mono.fromCallable(() -> parse(parser, reader, bytes));
			return (bytes.length < MAX_EVENT_LOOP_BODY) ? parsed
					: parsed.subscribeOn(schedulers.decoding()).publishOn(schedulers.signals());
		});
	}

	/** Reactor would rethrow an {@code OutOfMemoryError} without ending the exchange. */
	private <T> T parse(BiFunction<ResponseBodyReader, byte[], T> parser, ResponseBodyReader reader, byte[] bytes) {
		this.log.logBody(bytes);
		try {
			return parser.apply(reader, bytes);
		}
		catch (OutOfMemoryError ex) {
			throw TransportErrors.outOfMemory(ex);
		}
	}

}
