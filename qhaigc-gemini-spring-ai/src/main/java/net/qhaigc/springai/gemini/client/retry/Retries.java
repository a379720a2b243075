package net.qhaigc.springai.gemini.client.retry;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.model.ApiKey;

import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;
import net.qhaigc.springai.gemini.client.scheduling.RunningRequests;

/**
 * Sends the requests of a client as soon as the limits allow this, and retries them.
 */
public final class Retries {

	private final Admission admission;

	private final RunningRequests running;

	/**
	 * Create the retries of a client.
	 * @param settings the limits of retries
	 * @param maxConcurrentRequests the maximum number of requests in progress; zero for
	 * no limit
	 * @param schedulers the threads of the client
	 * @param running counts the requests that have not ended
	 */
	public Retries(RetrySettings settings, int maxConcurrentRequests, ClientSchedulers schedulers,
			RunningRequests running) {
		this.admission = new Admission(settings, maxConcurrentRequests, schedulers);
		this.running = running;
	}

	/**
	 * Return a request with its retries.
	 * @param operation the operation of the client, such as {@code stream}, for retry
	 * listeners
	 * @param apiKey the API key of the request; null for the API key of the client
	 * @param model the requested model; empty if there is none
	 * @param rules the rules that decide whether the request is sent and retried
	 * @param timeout the time limit for all attempts together; zero for no limit
	 * @param exchange sends the request once
	 */
	public <T> Flux<T> retry(String operation, @Nullable ApiKey apiKey, String model, RetryRules rules,
			Duration timeout, Flux<T> exchange) {
		NamedRetryable name = new NamedRetryable(operation, model);
		Throttle throttle = this.admission.throttle(apiKey, model);
		return new RetriedRequest<>(this.running,
				(context) -> new RetryExecution(name, rules, throttle, timeout, context),
				(retries) -> this.admission.admit(exchange, throttle, retries));
	}

}
