package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
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

/**
 * Client of the gateway. Each failure is a {@link QhaigcTransientException}, after which
 * the same request can succeed later, or a {@link QhaigcNonTransientException}, after
 * which it cannot. Instances are thread-safe.
 */
public interface QhaigcClient extends AutoCloseable {

	/**
	 * Request a complete response.
	 * @param request the request
	 * @return the response; the request is sent upon subscription
	 */
	Mono<GatewayResponse> generate(GatewayRequest request);

	/**
	 * Request a response as a stream. Cancellation closes the connection.
	 * @param request the request
	 * @return the events of the stream; the request is sent upon subscription. An
	 * incomplete stream fails with a {@link QhaigcTransientException} after its events
	 */
	Flux<GatewayResponse> stream(GatewayRequest request);

	/**
	 * Request the list of the gateway's models ({@code GET /v1/models}).
	 * @return the IDs of the models, which are case-sensitive
	 */
	Mono<List<String>> models();

	/**
	 * Request the spending limits of the API key of this client
	 * ({@code GET /v1/dashboard/billing/subscription}).
	 * @return the limits; fails with an {@link UnsupportedOperationException} if this
	 * client does not support them
	 */
	default Mono<SpendingLimits> spendingLimits() {
		return Mono.error(() -> new UnsupportedOperationException("This client does not support spendingLimits()"));
	}

	/**
	 * Return a client that retries transient failures. The template's policy determines
	 * the delay before a retry, unless the gateway requests a longer delay or specifies
	 * when its rate limit ends. A stream is retried only before its first event.
	 * @param retryTemplate the template whose policy and listener are used
	 * @return a client that shares the connections of this one. If this client already
	 * has a template, the given one replaces it
	 */
	default QhaigcClient withRetryTemplate(RetryTemplate retryTemplate) {
		return new RetryingQhaigcClient(this, retryTemplate, ClientSettings.defaults());
	}

	/**
	 * Return a client that sends and retries requests to generate content only if a
	 * condition allows it. Conditions that were set earlier and the policy of the retry
	 * template still apply.
	 * @param condition the condition
	 * @return a client that shares the connections of this one, or this client if it does
	 * not support conditions
	 */
	default QhaigcClient withRequestCondition(RequestCondition condition) {
		return this;
	}

	/**
	 * Close this client and each client that {@link #withRetryTemplate(RetryTemplate)} or
	 * {@link #withRequestCondition(RequestCondition)} derived from it, with their
	 * connections. Running requests are ended, and subsequent ones rejected, with a
	 * {@link QhaigcNonTransientException} whose code is {@code client_closed}. This
	 * method waits until the subscribers of the running requests have received this
	 * exception, but for at most one second. On a thread that must not block, it does not
	 * wait.
	 * <p>
	 * The default implementation does nothing.
	 */
	@Override
	default void close() {
	}

	/**
	 * Reject new requests, wait until the running ones have ended, including their
	 * retries, and then {@link #close()}. Blocks the current thread until no request is
	 * running, or until the grace period is over; an interruption ends the wait.
	 * <p>
	 * The default implementation only closes the client.
	 * @param grace how long to wait; requests that are still running afterwards are ended
	 */
	default void close(Duration grace) {
		close();
	}

	/**
	 * Return a builder. Only the API key is required.
	 * @return a new builder
	 */
	static Builder builder() {
		return new QhaigcClientBuilder();
	}

	/**
	 * Builder for a {@link QhaigcClient}. A duration of zero means no limit, unless the
	 * method specifies otherwise.
	 */
	interface Builder {

		/**
		 * Set the URL of the gateway ({@code qhaigc.base-url}).
		 * @param baseUrl an http or https URL, with or without a path; defaults to
		 * {@code https://api.qhaigc.net}
		 * @return this builder
		 */
		Builder baseUrl(String baseUrl);

		/**
		 * Set the API key ({@code qhaigc.api-key}).
		 * @param apiKey an API key that does not change
		 * @return this builder
		 */
		Builder apiKey(String apiKey);

		/**
		 * Set an {@link ApiKey} that returns the API key.
		 * @param apiKey returns the API key; called for each attempt, and never on an
		 * event loop
		 * @return this builder
		 */
		Builder apiKey(ApiKey apiKey);

		/**
		 * Set an {@link ApiKey} that returns the API key, and a description of where this
		 * key comes from.
		 * @param apiKey returns the API key
		 * @param source where the API key comes from, such as the name of a property, for
		 * messages that advise the user to check the key; defaults to
		 * {@code qhaigc.api-key}
		 * @return this builder
		 * @see #apiKey(ApiKey)
		 */
		Builder apiKey(ApiKey apiKey, String source);

		/**
		 * Set several API keys, between which the requests alternate
		 * ({@code qhaigc.api-keys}).
		 * @param apiKeys at least one API key, without duplicates
		 * @return this builder
		 * @throws IllegalArgumentException if there is no key, or a blank or repeated one
		 * @see RoundRobinApiKey
		 */
		Builder apiKeys(String... apiKeys);

		/**
		 * Set headers to add to each request ({@code qhaigc.headers}).
		 * @param headers the values of the headers by name; headers that the client sets
		 * itself, such as {@code Host}, and headers that contain an API key, such as
		 * {@code Authorization} and {@code x-goog-api-key}, are not allowed
		 * @return this builder
		 */
		Builder headers(Map<String, String> headers);

		/**
		 * Set the {@link WebClient.Builder} to use, with its filters, default headers and
		 * observations. Its connector is replaced by the connector of this builder, and
		 * default headers with an API key are not sent.
		 * @param webClientBuilder the builder, which is copied
		 * @return this builder
		 */
		Builder webClientBuilder(WebClient.Builder webClientBuilder);

		/**
		 * Set a supplier of the {@link WebClient.Builder} to use, for a builder that is
		 * expensive to create.
		 * @param webClientBuilder the supplier; called when the first request is sent
		 * @return this builder
		 */
		Builder webClientBuilder(Supplier<WebClient.Builder> webClientBuilder);

		/**
		 * Set the function that creates the HTTP connector. Its argument is a Reactor
		 * Netty client with the connection pool and the connect timeout of this builder.
		 * @param connector the function; called when the first request is sent
		 * @return this builder
		 */
		Builder connector(Function<HttpClient, ClientHttpConnector> connector);

		/**
		 * Set the maximum number of connections ({@code qhaigc.pool.max-connections}).
		 * @param maxConnections the maximum number; defaults to 1,000
		 * @return this builder
		 */
		Builder maxConnections(int maxConnections);

		/**
		 * Set the maximum number of requests that wait for a connection
		 * ({@code qhaigc.pool.max-pending}).
		 * @param maxPending the maximum number; defaults to 4,000
		 * @return this builder
		 */
		Builder maxPending(int maxPending);

		/**
		 * Set the maximum idle time of a connection ({@code qhaigc.pool.max-idle-time}).
		 * It should be shorter than the idle timeout of the gateway, so that the client
		 * closes the connection first.
		 * @param maxIdleTime the maximum time; defaults to 30 s
		 * @return this builder
		 */
		Builder maxIdleTime(Duration maxIdleTime);

		/**
		 * Set the maximum lifetime of a connection ({@code qhaigc.pool.max-life-time}),
		 * so that a change of the gateway's address takes effect.
		 * @param maxLifeTime the maximum time; defaults to 10 min
		 * @return this builder
		 */
		Builder maxLifeTime(Duration maxLifeTime);

		/**
		 * Set the timeout for establishing a connection ({@code qhaigc.connect-timeout}).
		 * @param connectTimeout the timeout; defaults to 10 s
		 * @return this builder
		 */
		Builder connectTimeout(Duration connectTimeout);

		/**
		 * Set the maximum time until a response begins ({@code qhaigc.response-timeout}).
		 * It also limits how long an {@link ApiKey} can take to return a key.
		 * @param responseTimeout the timeout; defaults to 15 min
		 * @return this builder
		 */
		Builder responseTimeout(Duration responseTimeout);

		/**
		 * Set the idle timeout of a response that has begun
		 * ({@code qhaigc.stream-idle-timeout}). Any received bytes restart this timeout,
		 * including keep-alives.
		 * @param streamIdleTimeout the timeout; defaults to 15 min
		 * @return this builder
		 */
		Builder streamIdleTimeout(Duration streamIdleTimeout);

		/**
		 * Set the timeout of a whole call, including its retries
		 * ({@code qhaigc.call-timeout}). Requests with the same
		 * {@linkplain GatewayRequest.Builder#deadline(CallDeadline) deadline} are one
		 * call.
		 * @param callTimeout the timeout; defaults to no timeout
		 * @return this builder
		 */
		Builder callTimeout(Duration callTimeout);

		/**
		 * Set the maximum size of a response, or of an event of a stream
		 * ({@code qhaigc.max-response-size}).
		 * @param maxResponseSize the maximum size; defaults to 64 MB
		 * @return this builder
		 */
		Builder maxResponseSize(DataSize maxResponseSize);

		/**
		 * Set the maximum delay that the gateway can request before a retry
		 * ({@code qhaigc.max-retry-after}). If the gateway requests a longer delay, there
		 * is no retry.
		 * @param maxRetryAfter the maximum delay; zero for no retry if the gateway
		 * requests a delay; defaults to 60 s
		 * @return this builder
		 */
		Builder maxRetryAfter(Duration maxRetryAfter);

		/**
		 * Set the number of retries that the requests of one API key and model can make
		 * without waiting ({@code qhaigc.retry-budget}), to avoid overloading a failing
		 * gateway. One retry is added to this budget per second, and one for every five
		 * successful requests. Retries wait while the budget is used up. Retries for
		 * which the gateway specifies a delay neither wait for the budget nor count
		 * towards it.
		 * @param retryBudget the number of retries, at most 1,000,000; zero for no limit;
		 * defaults to 100
		 * @return this builder
		 */
		Builder retryBudget(int retryBudget);

		/**
		 * Set how long a retry waits for the retry budget, and how long a request waits
		 * for the end of a rate limit ({@code qhaigc.max-retry-wait}). Waiting does not
		 * block a thread.
		 * @param maxRetryWait the maximum time; zero for no wait; defaults to 60 s
		 * @return this builder
		 */
		Builder maxRetryWait(Duration maxRetryWait);

		/**
		 * Set whether a request that was sent is retried after a timeout
		 * ({@code qhaigc.retry-after-timeout}). The gateway can still be processing the
		 * first request, and may charge for the retry too.
		 * @param retryAfterTimeout whether to retry; defaults to false
		 * @return this builder
		 */
		Builder retryAfterTimeout(boolean retryAfterTimeout);

		/**
		 * Set the maximum number of requests in progress
		 * ({@code qhaigc.max-concurrent-requests}). Requests beyond this number wait in
		 * the order of their arrival, without blocking a thread. A stream is in progress
		 * until it has ended.
		 * @param maxConcurrentRequests the maximum number; zero, the default, for no
		 * limit
		 * @return this builder
		 */
		Builder maxConcurrentRequests(int maxConcurrentRequests);

		/**
		 * Set the quota of the requests.
		 * @param requestQuota the quota, which several clients can share; null, the
		 * default, for no quota
		 * @return this builder
		 */
		Builder requestQuota(@Nullable RequestQuota requestQuota);

		/**
		 * Set whether to follow redirects to the same origin ({@code qhaigc.redirects}).
		 * Redirects to another origin are never followed, since they would disclose the
		 * API key.
		 * @param followRedirects whether to follow redirects; defaults to false
		 * @return this builder
		 */
		Builder followRedirects(boolean followRedirects);

		/**
		 * Set whether to log requests and responses at INFO ({@code qhaigc.wire-log}). A
		 * request is logged as a curl command without the API key. Base64 data is
		 * replaced by its length. The log contains the users' messages and the model's
		 * responses.
		 * @param wireLog whether to log; defaults to false
		 * @return this builder
		 */
		Builder wireLog(boolean wireLog);

		/**
		 * Set the registry for the metrics of streams and of the connection pool.
		 * @param meterRegistry the registry; defaults to no metrics
		 * @return this builder
		 */
		Builder meterRegistry(MeterRegistry meterRegistry);

		/**
		 * Set the HTTP statuses that are transient or permanent failures, in place of the
		 * client's own rules for these statuses ({@code spring.ai.retry.on-http-codes},
		 * {@code on-client-errors} and {@code exclude-on-http-codes}).
		 * @param onHttpCodes the statuses that are transient
		 * @param onClientErrors whether all 4xx statuses are transient
		 * @param excludeOnHttpCodes the statuses that are permanent
		 * @return this builder
		 */
		Builder retryOn(Collection<Integer> onHttpCodes, boolean onClientErrors,
				Collection<Integer> excludeOnHttpCodes);

		/**
		 * Build the client.
		 * @return a client that retries a transient failure up to three times, unless
		 * {@link QhaigcClient#withRetryTemplate(RetryTemplate)} replaces the template
		 * @throws IllegalArgumentException if a setting is not valid; the message names
		 * the property
		 */
		QhaigcClient build();

	}

}
