package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

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

	private final RetryRules rules;

	private final ClientSettings settings;

	private final Admission admission;

	RetryingQhaigcClient(QhaigcClient delegate, RetryTemplate template, ClientSettings settings) {
		this(delegate, RetryRules.of(template), settings, new Admission(settings));
	}

	private RetryingQhaigcClient(QhaigcClient delegate, RetryRules rules, ClientSettings settings,
			Admission admission) {
		this.delegate = delegate;
		this.rules = rules;
		this.settings = settings;
		this.admission = admission;
	}

	@Override
	public Mono<GatewayResponse> generate(GatewayRequest request) {
		return Mono.fromDirect(retry(new NamedRetryable("generate", request.model()), throttle(request),
				request.deadline(), this.delegate.generate(this.rules.addConditionTo(request)).flux()));
	}

	@Override
	public Flux<GatewayResponse> stream(GatewayRequest request) {
		return retry(new NamedRetryable("stream", request.model()), throttle(request), request.deadline(),
				this.delegate.stream(this.rules.addConditionTo(request)));
	}

	@Override
	public Mono<List<String>> models() {
		return retry(new NamedRetryable("models", ""), this.admission.throttle(null, ""), null,
				this.delegate.models().flux())
			.singleOrEmpty();
	}

	@Override
	public Mono<SpendingLimits> spendingLimits() {
		return retry(new NamedRetryable("spendingLimits", ""), this.admission.throttle(null, ""), null,
				this.delegate.spendingLimits().flux())
			.singleOrEmpty();
	}

	/**
	 * Replaces the template instead of wrapping this client, since nested clients would
	 * multiply the retries.
	 */
	@Override
	public QhaigcClient withRetryTemplate(RetryTemplate retryTemplate) {
		return withRules(this.rules.withTemplate(retryTemplate));
	}

	@Override
	public QhaigcClient withRequestCondition(RequestCondition condition) {
		return withRules(this.rules.withCondition(condition));
	}

	private QhaigcClient withRules(RetryRules changed) {
		return new RetryingQhaigcClient(this.delegate, changed, this.settings, this.admission);
	}

	private Throttle throttle(GatewayRequest request) {
		return this.admission.throttle(request.apiKey(), request.model());
	}

	private <T> Flux<T> retry(NamedRetryable name, Throttle throttle, @Nullable CallDeadline deadline,
			Flux<T> exchange) {
		Duration timeout = this.settings.timeouts().call();
		if (timeout.isZero()) {
			return attempts(name, throttle, timeout, exchange);
		}
		return Flux.defer(() -> {
			CallDeadline shared = (deadline != null) ? deadline : new CallDeadline();
			Duration remaining = shared.begin(this.settings.clock(), timeout);
			return (remaining.isNegative() || remaining.isZero()) ? Flux.error(CallDeadline.exceeded(timeout))
					: TimeLimit.of(attempts(name, throttle, remaining, exchange), remaining, this.settings.schedulers(),
							() -> CallDeadline.exceeded(timeout));
		});
	}

	private <T> Flux<T> attempts(NamedRetryable name, Throttle throttle, Duration timeout, Flux<T> exchange) {
		return new RetriedRequest<>(this.settings.running(),
				(context) -> new RetryExecution(name, this.rules, this.settings, throttle, timeout, context),
				(retries) -> this.admission.admit(exchange, throttle, retries));
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
