package net.qhaigc.springai.gemini.client;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
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

/**
 * Checks what was set, so that a mistake shows at the start and by its name.
 */
final class QhaigcClientBuilder implements QhaigcClient.Builder {

	private static final int MAX_RETRIES = 1_000_000;

	private String baseUrl = "https://api.qhaigc.net";

	private @Nullable ApiKey apiKey;

	private Map<String, String> headers = Map.of();

	private Supplier<WebClient.Builder> webClientBuilder = WebClient::builder;

	private Function<HttpClient, ClientHttpConnector> connector = ReactorClientHttpConnector::new;

	private int maxConnections = 1000;

	private int maxPending = 4000;

	private Duration maxIdleTime = Duration.ofSeconds(30);

	private Duration maxLifeTime = Duration.ofMinutes(10);

	private Duration connectTimeout = Duration.ofSeconds(10);

	private Duration responseTimeout = Duration.ofMinutes(5);

	private Duration streamIdleTimeout = Duration.ofMinutes(5);

	private Duration callTimeout = Duration.ZERO;

	private DataSize maxResponseSize = DataSize.ofMegabytes(64);

	private Duration maxRetryAfter = Duration.ofSeconds(60);

	private int retryBudget = RetryBudget.DEFAULT_RETRIES;

	private boolean followRedirects;

	private boolean wireLog;

	private @Nullable MeterRegistry meterRegistry;

	private StatusRules statusRules = StatusRules.DEFAULT;

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
		this.apiKey = apiKey;
		return this;
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
		this.maxIdleTime = notNegative("qhaigc.pool.max-idle-time", maxIdleTime);
		return this;
	}

	@Override
	public QhaigcClient.Builder maxLifeTime(Duration maxLifeTime) {
		this.maxLifeTime = notNegative("qhaigc.pool.max-life-time", maxLifeTime);
		return this;
	}

	@Override
	public QhaigcClient.Builder connectTimeout(Duration connectTimeout) {
		this.connectTimeout = notNegative("qhaigc.connect-timeout", connectTimeout);
		return this;
	}

	@Override
	public QhaigcClient.Builder responseTimeout(Duration responseTimeout) {
		this.responseTimeout = notNegative("qhaigc.response-timeout", responseTimeout);
		return this;
	}

	@Override
	public QhaigcClient.Builder streamIdleTimeout(Duration streamIdleTimeout) {
		this.streamIdleTimeout = notNegative("qhaigc.stream-idle-timeout", streamIdleTimeout);
		return this;
	}

	@Override
	public QhaigcClient.Builder callTimeout(Duration callTimeout) {
		this.callTimeout = notNegative("qhaigc.call-timeout", callTimeout);
		return this;
	}

	@Override
	public QhaigcClient.Builder maxResponseSize(DataSize maxResponseSize) {
		if (maxResponseSize.toBytes() <= 0 || maxResponseSize.toBytes() > Integer.MAX_VALUE) {
			throw new IllegalArgumentException(
					"qhaigc.max-response-size must be above 0 and below 2 GB, not " + maxResponseSize);
		}
		this.maxResponseSize = maxResponseSize;
		return this;
	}

	@Override
	public QhaigcClient.Builder maxRetryAfter(Duration maxRetryAfter) {
		this.maxRetryAfter = notNegative("qhaigc.max-retry-after", maxRetryAfter);
		return this;
	}

	@Override
	public QhaigcClient.Builder retryBudget(int retryBudget) {
		if (retryBudget < 0 || retryBudget > MAX_RETRIES) {
			throw new IllegalArgumentException(
					"qhaigc.retry-budget must be from 0 to " + MAX_RETRIES + ", but is " + retryBudget);
		}
		this.retryBudget = retryBudget;
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

	@Override
	public QhaigcClient build() {
		if (this.apiKey == null) {
			throw new IllegalArgumentException(
					"There is no key for the gateway: set qhaigc.api-key (environment variable QHAIGC_API_KEY)");
		}
		String mistake = RequestHeaders.validate(this.headers);
		if (mistake != null) {
			throw new IllegalArgumentException("qhaigc.headers cannot be used: " + mistake);
		}
		URI base = BaseUrl.check(this.baseUrl);
		ApiKeyResolver key = new ApiKeyResolver(this.apiKey, this.responseTimeout);
		QhaigcClient client = new WebClientQhaigcClient(new Endpoints(base), key, webClients(),
				new ExchangeRules(new Timeouts(this.responseTimeout, this.streamIdleTimeout),
						this.maxResponseSize.toBytes(), this.statusRules, this.followRedirects, this.wireLog));
		QhaigcClient retrying = new RetryingQhaigcClient(client, RetryingQhaigcClient.DEFAULT_TEMPLATE,
				new RetryRules(this.maxRetryAfter, this.callTimeout, new RetryBudget(this.retryBudget)));
		return (this.meterRegistry != null) ? new MeteredQhaigcClient(retrying, this.meterRegistry) : retrying;
	}

	/** Takes what is set now: the builder may be changed and used again. */
	private WebClients webClients() {
		PoolSettings connections = new PoolSettings(this.maxConnections, this.maxPending, this.maxIdleTime,
				this.maxLifeTime, this.connectTimeout);
		MeterRegistry registry = this.meterRegistry;
		Supplier<WebClient.Builder> builder = this.webClientBuilder;
		Map<String, String> defaults = this.headers;
		return new WebClients(() -> connections.pool(registry), connections, this.connector,
				() -> builder.get().clone().defaultHeaders((headers) -> defaults.forEach(headers::set)));
	}

	private static Duration notNegative(String property, Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException(property + " must not be negative, but is " + duration);
		}
		return (duration.compareTo(Timeouts.LONGEST) > 0) ? Timeouts.LONGEST : duration;
	}

	private static int positive(String property, int number) {
		if (number <= 0) {
			throw new IllegalArgumentException(property + " must be above 0, but is " + number);
		}
		return number;
	}

}
