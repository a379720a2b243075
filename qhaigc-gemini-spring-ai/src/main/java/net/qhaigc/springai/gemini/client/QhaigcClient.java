package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.ai.model.ApiKey;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.wire.GatewayRequest;
import net.qhaigc.springai.gemini.wire.GatewayResponse;

/**
 * The gateway over HTTP. Every failure is a {@link QhaigcTransientException}, which may
 * pass by itself, or a {@link QhaigcNonTransientException}, which needs a change. Safe
 * for use by many threads.
 */
public interface QhaigcClient extends AutoCloseable {

	/**
	 * Asks for a whole answer.
	 * @param request what to ask
	 * @return the answer; nothing is sent before the subscription
	 */
	Mono<GatewayResponse> generate(GatewayRequest request);

	/**
	 * Asks for an answer as a stream. Cancelling closes the connection.
	 * @param request what to ask
	 * @return the events as they come; a stream that was cut ends with a
	 * {@link QhaigcTransientException} after what had come
	 */
	Flux<GatewayResponse> stream(GatewayRequest request);

	/**
	 * Lists the models that the gateway offers ({@code GET /v1/models}).
	 * @return model ids, which are case-sensitive
	 */
	Mono<List<String>> models();

	/**
	 * The same client, which tries again what may pass. The wait is that of the policy,
	 * or longer if the gateway asks for it.
	 * @param retryTemplate the template, of which policy and listener are used
	 * @return a client that retries, a stream only before its first element; if this one
	 * does so already, the template takes the place of its own
	 */
	default QhaigcClient withRetryTemplate(RetryTemplate retryTemplate) {
		return new RetryingQhaigcClient(this, retryTemplate, RetryRules.defaults());
	}

	/**
	 * Closes the connections to the gateway, those of the clients that
	 * {@link #withRetryTemplate(RetryTemplate)} made of this one too. Whoever asks it
	 * from then on gets a {@link QhaigcNonTransientException}. Does nothing by default,
	 * for clients that have none.
	 */
	@Override
	default void close() {
	}

	/**
	 * Starts a client of the gateway.
	 * @return a builder in which all but the key has a default
	 */
	static Builder builder() {
		return new QhaigcClientBuilder();
	}

	/**
	 * What may be set of a client. Durations of zero stand for no limit.
	 */
	interface Builder {

		/**
		 * Where the gateway is.
		 * @param baseUrl an http or https URL, with or without a path; the gateway's own
		 * by default
		 * @return this
		 */
		Builder baseUrl(String baseUrl);

		/**
		 * The key of the gateway.
		 * @param apiKey a key that never changes
		 * @return this
		 */
		Builder apiKey(String apiKey);

		/**
		 * Where the key of the gateway comes from.
		 * @param apiKey asked at each attempt, never on an event loop
		 * @return this
		 */
		Builder apiKey(ApiKey apiKey);

		/**
		 * Headers of each request.
		 * @param headers by name; none may be one that the client sets itself, such as
		 * {@code Authorization}
		 * @return this
		 */
		Builder headers(Map<String, String> headers);

		/**
		 * Filters, default headers and observations to start from. Its connector gives
		 * way to this client's.
		 * @param webClientBuilder copied, not changed
		 * @return this
		 */
		Builder webClientBuilder(WebClient.Builder webClientBuilder);

		/**
		 * The same, for a builder that takes a while to make.
		 * @param webClientBuilder called when the first request is made, and once more
		 * for connections without a pool
		 * @return this
		 */
		Builder webClientBuilder(Supplier<WebClient.Builder> webClientBuilder);

		/**
		 * Makes the connector, from a Reactor Netty client that has this client's pool
		 * and connect timeout already, or from anything else.
		 * @param connector called once, and once more for connections without a pool when
		 * a pooled one was found closed
		 * @return this
		 */
		Builder connector(Function<HttpClient, ClientHttpConnector> connector);

		/**
		 * How many connections may be open at a time
		 * ({@code qhaigc.pool.max-connections}).
		 * @param maxConnections 1,000 by default
		 * @return this
		 */
		Builder maxConnections(int maxConnections);

		/**
		 * How many requests may wait for a connection ({@code qhaigc.pool.max-pending}).
		 * @param maxPending 4,000 by default
		 * @return this
		 */
		Builder maxPending(int maxPending);

		/**
		 * How long a connection may be unused ({@code qhaigc.pool.max-idle-time}). It is
		 * to be shorter than the gateway's own limit, so that no connection is found
		 * closed.
		 * @param maxIdleTime 30 s by default
		 * @return this
		 */
		Builder maxIdleTime(Duration maxIdleTime);

		/**
		 * How long a connection may live ({@code qhaigc.pool.max-life-time}), so that a
		 * changed address of the gateway is noticed.
		 * @param maxLifeTime 10 min by default
		 * @return this
		 */
		Builder maxLifeTime(Duration maxLifeTime);

		/**
		 * How long it may take to connect ({@code qhaigc.connect-timeout}).
		 * @param connectTimeout 10 s by default
		 * @return this
		 */
		Builder connectTimeout(Duration connectTimeout);

		/**
		 * How long the gateway may think before its answer begins, and an {@link ApiKey}
		 * before that over the key ({@code qhaigc.response-timeout}).
		 * @param responseTimeout 5 min by default
		 * @return this
		 */
		Builder responseTimeout(Duration responseTimeout);

		/**
		 * How long the gateway may be silent within an answer
		 * ({@code qhaigc.stream-idle-timeout}). Whatever comes counts, keep-alives too.
		 * @param streamIdleTimeout 5 min by default
		 * @return this
		 */
		Builder streamIdleTimeout(Duration streamIdleTimeout);

		/**
		 * How long one question may take in all, retries included
		 * ({@code qhaigc.call-timeout}).
		 * @param callTimeout no limit by default
		 * @return this
		 */
		Builder callTimeout(Duration callTimeout);

		/**
		 * How large an answer, or one event of a stream, may be
		 * ({@code qhaigc.max-response-size}).
		 * @param maxResponseSize 64 MB by default
		 * @return this
		 */
		Builder maxResponseSize(DataSize maxResponseSize);

		/**
		 * The longest wait that the gateway may ask for before a retry
		 * ({@code qhaigc.max-retry-after}); if it asks for more, there is no retry.
		 * @param maxRetryAfter 60 s by default
		 * @return this
		 */
		Builder maxRetryAfter(Duration maxRetryAfter);

		/**
		 * How many retries all questions together may make at once
		 * ({@code qhaigc.retry-budget}), so that a gateway that struggles is not stormed.
		 * From then on there is one a second; five questions that succeed give one back.
		 * @param retryBudget 100 by default, up to 1,000,000; zero for no limit
		 * @return this
		 */
		Builder retryBudget(int retryBudget);

		/**
		 * Whether redirects to the same origin are followed ({@code qhaigc.redirects});
		 * others never are, since the key would go with them.
		 * @param followRedirects false by default
		 * @return this
		 */
		Builder followRedirects(boolean followRedirects);

		/**
		 * Whether requests and answers are written to the log ({@code qhaigc.wire-log}),
		 * at INFO: a request as a curl command, without the key, with the length alone of
		 * what is base64. They hold what users and models say.
		 * @param wireLog false by default
		 * @return this
		 */
		Builder wireLog(boolean wireLog);

		/**
		 * Where the times of streams and the pool of connections are measured.
		 * @param meterRegistry the registry; nothing is measured by default
		 * @return this
		 */
		Builder meterRegistry(MeterRegistry meterRegistry);

		/**
		 * Which statuses may pass by themselves, against the client's own judgement
		 * ({@code spring.ai.retry.on-http-codes}, {@code on-client-errors} and
		 * {@code exclude-on-http-codes}).
		 * @param onHttpCodes statuses to be retried
		 * @param onClientErrors whether each 4xx is to be retried
		 * @param excludeOnHttpCodes statuses not to be retried
		 * @return this
		 */
		Builder retryOn(Collection<Integer> onHttpCodes, boolean onClientErrors,
				Collection<Integer> excludeOnHttpCodes);

		/**
		 * Builds the client.
		 * @return a client that retries three times, unless
		 * {@link QhaigcClient#withRetryTemplate(RetryTemplate)} says otherwise
		 * @throws IllegalArgumentException if a setting makes no sense; the message names
		 * its property
		 */
		QhaigcClient build();

	}

}
