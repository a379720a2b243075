package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.error.StatusRules;
import net.qhaigc.springai.gemini.client.retry.RetrySettings;
import net.qhaigc.springai.gemini.client.scheduling.ClientClock;
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;
import net.qhaigc.springai.gemini.client.scheduling.RunningRequests;

/**
 * Builder that validates the settings, so that an application with an invalid setting
 * fails at startup.
 */
final class QhaigcClientBuilder implements QhaigcClient.Builder {

	private static final int MAX_RETRY_BUDGET = 1_000_000;

	private String baseUrl = "https://api.qhaigc.net";

	private @Nullable ApiKey apiKey;

	private String apiKeySource = RequestApiKey.DEFAULT_SOURCE;

	private Map<String, String> headers = Map.of();

	private Supplier<WebClient.Builder> webClientBuilder = WebClient::builder;

	private Function<HttpClient, ClientHttpConnector> connector = ReactorClientHttpConnector::new;

	private int maxConnections = 1000;

	private int maxPending = 4000;

	private Duration maxIdleTime = Duration.ofSeconds(30);

	private Duration maxLifeTime = Duration.ofMinutes(10);

	private Duration connectTimeout = Duration.ofSeconds(10);

	private Duration responseTimeout = Duration.ofMinutes(15);

	private Duration streamIdleTimeout = Duration.ofMinutes(15);

	private Duration callTimeout = Duration.ZERO;

	private DataSize maxResponseSize = DataSize.ofMegabytes(64);

	private Duration maxRetryAfter = Duration.ofSeconds(60);

	private int retryBudget = RetrySettings.DEFAULT_BUDGET;

	private Duration maxRetryWait = Duration.ofSeconds(60);

	private boolean retryAfterTimeout;

	private int maxConcurrentRequests;

	private @Nullable RequestQuota requestQuota;

	private boolean followRedirects;

	private boolean wireLog;

	private @Nullable MeterRegistry meterRegistry;

	private StatusRules statusRules = StatusRules.DEFAULT;

	private Supplier<ClientSchedulers> schedulers = ClientSchedulers::new;

	@Override
	public QhaigcClient.Builder baseUrl(String baseUrl) {
		this.baseUrl = baseUrl;
		return this;
	}

	@Override
	public QhaigcClient.Builder apiKey(String apiKey) {
		return apiKey(new SimpleApiKey(apiKey));
	}

	@Override
	public QhaigcClient.Builder apiKey(ApiKey apiKey) {
		return apiKey(apiKey, RequestApiKey.DEFAULT_SOURCE);
	}

	@Override
	public QhaigcClient.Builder apiKey(ApiKey apiKey, String source) {
		this.apiKey = apiKey;
		this.apiKeySource = source;
		return this;
	}

	@Override
	public QhaigcClient.Builder apiKeys(String... apiKeys) {
		return apiKey(RoundRobinApiKey.of(List.of(apiKeys)), RequestApiKey.DEFAULT_KEYS_SOURCE);
	}

	@Override
	public QhaigcClient.Builder headers(Map<String, String> headers) {
		this.headers = new LinkedHashMap<>(headers);
		return this;
	}

	@Override
	public QhaigcClient.Builder webClientBuilder(WebClient.Builder webClientBuilder) {
		WebClient.Builder copy = webClientBuilder.clone();
		return webClientBuilder(() -> copy);
	}

	@Override
	public QhaigcClient.Builder webClientBuilder(Supplier<WebClient.Builder> webClientBuilder) {
		this.webClientBuilder = webClientBuilder;
		return this;
	}

	@Override
	public QhaigcClient.Builder connector(Function<HttpClient, ClientHttpConnector> connector) {
		this.connector = connector;
		return this;
	}

	@Override
	public QhaigcClient.Builder maxConnections(int maxConnections) {
		this.maxConnections = positive("qhaigc.pool.max-connections", maxConnections);
		return this;
	}

	@Override
	public QhaigcClient.Builder maxPending(int maxPending) {
		this.maxPending = positive("qhaigc.pool.max-pending", maxPending);
		return this;
	}

	@Override
	public QhaigcClient.Builder maxIdleTime(Duration maxIdleTime) {
		this.maxIdleTime = validDuration("qhaigc.pool.max-idle-time", maxIdleTime);
		return this;
	}

	@Override
	public QhaigcClient.Builder maxLifeTime(Duration maxLifeTime) {
		this.maxLifeTime = validDuration("qhaigc.pool.max-life-time", maxLifeTime);
		return this;
	}

	@Override
	public QhaigcClient.Builder connectTimeout(Duration connectTimeout) {
		this.connectTimeout = validDuration("qhaigc.connect-timeout", connectTimeout);
		return this;
	}

	@Override
	public QhaigcClient.Builder responseTimeout(Duration responseTimeout) {
		this.responseTimeout = validDuration("qhaigc.response-timeout", responseTimeout);
		return this;
	}

	@Override
	public QhaigcClient.Builder streamIdleTimeout(Duration streamIdleTimeout) {
		this.streamIdleTimeout = validDuration("qhaigc.stream-idle-timeout", streamIdleTimeout);
		return this;
	}

	@Override
	public QhaigcClient.Builder callTimeout(Duration callTimeout) {
		this.callTimeout = validDuration("qhaigc.call-timeout", callTimeout);
		return this;
	}

	@Override
	public QhaigcClient.Builder maxResponseSize(DataSize maxResponseSize) {
		if (maxResponseSize.toBytes() <= 0 || maxResponseSize.toBytes() > Integer.MAX_VALUE) {
			throw new IllegalArgumentException(
					"qhaigc.max-response-size must be greater than 0 and less than 2 GB, but is " + maxResponseSize);
		}
		this.maxResponseSize = maxResponseSize;
		return this;
	}

	@Override
	public QhaigcClient.Builder maxRetryAfter(Duration maxRetryAfter) {
		this.maxRetryAfter = validDuration("qhaigc.max-retry-after", maxRetryAfter);
		return this;
	}

	@Override
	public QhaigcClient.Builder retryBudget(int retryBudget) {
		if (retryBudget < 0 || retryBudget > MAX_RETRY_BUDGET) {
			throw new IllegalArgumentException(
					"qhaigc.retry-budget must be from 0 to " + MAX_RETRY_BUDGET + ", but is " + retryBudget);
		}
		this.retryBudget = retryBudget;
		return this;
	}

	@Override
	public QhaigcClient.Builder maxRetryWait(Duration maxRetryWait) {
		this.maxRetryWait = validDuration("qhaigc.max-retry-wait", maxRetryWait);
		return this;
	}

	@Override
	public QhaigcClient.Builder retryAfterTimeout(boolean retryAfterTimeout) {
		this.retryAfterTimeout = retryAfterTimeout;
		return this;
	}

	@Override
	public QhaigcClient.Builder maxConcurrentRequests(int maxConcurrentRequests) {
		if (maxConcurrentRequests < 0) {
			throw new IllegalArgumentException(
					"qhaigc.max-concurrent-requests must not be negative, but is " + maxConcurrentRequests);
		}
		this.maxConcurrentRequests = maxConcurrentRequests;
		return this;
	}

	@Override
	public QhaigcClient.Builder requestQuota(@Nullable RequestQuota requestQuota) {
		this.requestQuota = requestQuota;
		return this;
	}

	@Override
	public QhaigcClient.Builder followRedirects(boolean followRedirects) {
		this.followRedirects = followRedirects;
		return this;
	}

	@Override
	public QhaigcClient.Builder wireLog(boolean wireLog) {
		this.wireLog = wireLog;
		return this;
	}

	@Override
	public QhaigcClient.Builder meterRegistry(MeterRegistry meterRegistry) {
		this.meterRegistry = meterRegistry;
		return this;
	}

	@Override
	public QhaigcClient.Builder retryOn(Collection<Integer> onHttpCodes, boolean onClientErrors,
			Collection<Integer> excludeOnHttpCodes) {
		this.statusRules = new StatusRules(Set.copyOf(onHttpCodes), onClientErrors, Set.copyOf(excludeOnHttpCodes));
		return this;
	}

	/** Set the clock of timeouts and retries, for tests. */
	QhaigcClientBuilder clock(ClientClock clock) {
		this.schedulers = () -> new ClientSchedulers(clock);
		return this;
	}

	@Override
	public QhaigcClient build() {
		if (this.apiKey == null) {
			throw new IllegalArgumentException(RequestApiKey.MISSING_KEY_MESSAGE);
		}
		validateApiKey(this.apiKey);
		String error = RequestHeaders.validate(this.headers);
		if (error != null) {
			throw new IllegalArgumentException("qhaigc.headers is not valid: " + error);
		}
		GatewayUris uris = new GatewayUris(BaseUrl.validate(this.baseUrl));
		ClientSettings settings = settings();
		RequestApiKey key = new RequestApiKey(this.apiKey, this.apiKeySource, this.responseTimeout,
				settings.schedulers());
		QhaigcClient client = new WebClientQhaigcClient(uris, key, webClient(settings), settings);
		QhaigcClient retrying = new RetryingQhaigcClient(client, RetryingQhaigcClient.DEFAULT_TEMPLATE, settings);
		return (this.meterRegistry != null) ? new MeteredQhaigcClient(retrying, this.meterRegistry) : retrying;
	}

	/**
	 * Validate each key that is known at startup. A blank key does not fail startup, only
	 * the requests that use it.
	 */
	private void validateApiKey(ApiKey apiKey) {
		if (apiKey instanceof RoundRobinApiKey roundRobin) {
			roundRobin.keys().forEach((key) -> validateApiKey(key.value(), key.source(this.apiKeySource)));
		}
		validateApiKey(apiKey, this.apiKeySource);
	}

	private static void validateApiKey(ApiKey apiKey, String source) {
		String value = (apiKey instanceof SimpleApiKey) ? apiKey.getValue() : "";
		String error = value.isBlank() ? null : RequestApiKey.validate(value, source);
		if (error != null) {
			throw new IllegalArgumentException(error);
		}
	}

	ClientSettings settings() {
		return new ClientSettings(
				new ClientSettings.Timeouts(this.connectTimeout, this.responseTimeout, this.streamIdleTimeout,
						this.callTimeout),
				new ClientSettings.Pool(this.maxConnections, this.maxPending, this.maxIdleTime, this.maxLifeTime),
				new RetrySettings(this.maxRetryAfter, this.retryBudget, this.maxRetryWait, this.retryAfterTimeout),
				this.statusRules, this.maxResponseSize.toBytes(), this.followRedirects, this.wireLog,
				this.maxConcurrentRequests, this.requestQuota, this.schedulers.get(), new RunningRequests());
	}

	/** Copies the current values, because the builder can be modified and used again. */
	private PooledWebClient webClient(ClientSettings settings) {
		Supplier<WebClient.Builder> builder = this.webClientBuilder;
		Map<String, String> defaults = this.headers;
		return new PooledWebClient(settings, this.meterRegistry, this.connector,
				() -> builder.get()
					.clone()
					.defaultHeaders(RequestHeaders::removeCredentials)
					.defaultHeaders((headers) -> defaults.forEach(headers::set)));
	}

	/** Reject a negative duration, and reduce one that is longer than the maximum. */
	private static Duration validDuration(String property, Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException(property + " must not be negative, but is " + duration);
		}
		return (duration.compareTo(ClientClock.MAX_TIMEOUT) > 0) ? ClientClock.MAX_TIMEOUT : duration;
	}

	private static int positive(String property, int number) {
		if (number <= 0) {
			throw new IllegalArgumentException(property + " must be greater than 0, but is " + number);
		}
		return number;
	}

}
