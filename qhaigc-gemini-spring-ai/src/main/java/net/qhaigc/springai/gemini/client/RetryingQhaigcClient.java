package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.model.ApiKey;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.retry.Retries;
import net.qhaigc.springai.gemini.client.retry.RetryRules;
import net.qhaigc.springai.gemini.client.scheduling.RunningRequests;
import net.qhaigc.springai.gemini.client.scheduling.TimeLimit;

/**
 * Retries transient failures according to the policy of a {@link RetryTemplate}, without
 * blocking. A delay that the gateway requests takes precedence if it is longer than the
 * delay of the policy, or if the gateway specifies when its rate limit ends. A stream is
 * retried only before its first element.
 */
final class RetryingQhaigcClient implements QhaigcClient {

	/** The template of a client for which no template was set. */
	static final RetryTemplate DEFAULT_TEMPLATE = new RetryTemplate(RetryPolicy.builder()
		.includes(QhaigcTransientException.class)
		.maxRetries(3)
		.delay(Duration.ofMillis(500))
		.multiplier(2)
		.jitter(Duration.ofMillis(250))
		.maxDelay(Duration.ofSeconds(10))
		.build());

	/**
	 * The maximum time for which {@link #close()} waits until the subscribers of running
	 * requests have received the exception that ends their requests. The wait is limited,
	 * since a subscriber can block, or can itself close the client.
	 */
	private static final Duration NOTIFICATION_TIMEOUT = Duration.ofSeconds(1);

	private final QhaigcClient delegate;

	private final RequestCondition condition;

	private final RetryRules rules;

	private final ClientSettings settings;

	private final Retries retries;

	RetryingQhaigcClient(QhaigcClient delegate, RetryTemplate template, ClientSettings settings) {
		this(delegate, template, RequestConditions.NONE, settings, new Retries(settings.retries(),
				settings.maxConcurrentRequests(), settings.schedulers(), settings.running()));
	}

	private RetryingQhaigcClient(QhaigcClient delegate, RetryTemplate template, RequestCondition condition,
			ClientSettings settings, Retries retries) {
		this.delegate = delegate;
		this.condition = condition;
		this.rules = new RetryRules(template, condition::allowsRetry, condition::allowsSending);
		this.settings = settings;
		this.retries = retries;
	}

	@Override
	public Mono<GatewayResponse> generate(GatewayRequest request) {
		return Mono.fromDirect(retry("generate", request, this.delegate.generate(withCondition(request)).flux()));
	}

	@Override
	public Flux<GatewayResponse> stream(GatewayRequest request) {
		return retry("stream", request, this.delegate.stream(withCondition(request)));
	}

	@Override
	public Mono<List<String>> models() {
		return retryWithoutModel("models", this.delegate.models().flux()).singleOrEmpty();
	}

	@Override
	public Mono<SpendingLimits> spendingLimits() {
		return retryWithoutModel("spendingLimits", this.delegate.spendingLimits().flux()).singleOrEmpty();
	}

	/**
	 * Replaces the template instead of wrapping this client, since nested clients would
	 * multiply the retries.
	 */
	@Override
	public QhaigcClient withRetryTemplate(RetryTemplate retryTemplate) {
		return new RetryingQhaigcClient(this.delegate, retryTemplate, this.condition, this.settings, this.retries);
	}

	@Override
	public QhaigcClient withRequestCondition(RequestCondition condition) {
		return new RetryingQhaigcClient(this.delegate, this.rules.template(),
				RequestConditions.and(this.condition, condition), this.settings, this.retries);
	}

	private GatewayRequest withCondition(GatewayRequest request) {
		return (this.condition == RequestConditions.NONE) ? request : request.withCondition(this.condition);
	}

	private <T> Flux<T> retry(String operation, GatewayRequest request, Flux<T> exchange) {
		return retry(operation, request.apiKey(), request.model(), request.deadline(), exchange);
	}

	private <T> Flux<T> retryWithoutModel(String operation, Flux<T> exchange) {
		return retry(operation, null, "", null, exchange);
	}

	private <T> Flux<T> retry(String operation, @Nullable ApiKey apiKey, String model, @Nullable CallDeadline deadline,
			Flux<T> exchange) {
		Duration timeout = this.settings.timeouts().call();
		if (timeout.isZero()) {
			return this.retries.retry(operation, apiKey, model, this.rules, timeout, exchange);
		}
		return Flux.defer(() -> {
			CallDeadline shared = (deadline != null) ? deadline : new CallDeadline();
			Duration remaining = shared.begin(this.settings.clock(), timeout);
			if (remaining.isNegative() || remaining.isZero()) {
				return Flux.error(CallDeadline.exceeded(timeout));
			}
			return TimeLimit.of(this.retries.retry(operation, apiKey, model, this.rules, remaining, exchange),
					remaining, this.settings.schedulers(), () -> CallDeadline.exceeded(timeout));
		});
	}

	@Override
	public void close() {
		close(Duration.ZERO);
	}

	@Override
	public void close(Duration grace) {
		RunningRequests running = this.settings.running();
		running.awaitEnd(grace);
		this.delegate.close();
		running.endExchanges();
		this.settings.schedulers().close();
		if (!Schedulers.isInNonBlockingThread()) {
			running.awaitEnd(NOTIFICATION_TIMEOUT);
		}
	}

}
