package net.qhaigc.springai.gemini.failover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.util.Assert;

/**
 * A chat model whose routes are other chat models. It sends each request to the first
 * available route. If that route fails before its response has begun, the request
 * continues with the next route. Routes can differ in their connection, their model or
 * their provider.
 * <p>
 * The request continues with the next route after a failure that another route can avoid:
 * a failed connection, a rate limit, a timeout, an unavailable or misconfigured gateway,
 * a rejected API key, insufficient credit, and a model that is not served. The request
 * does not continue if it is invalid, if its content is blocked, or if an API key from
 * its options or from an {@code ApiKeyResolver} is rejected or has insufficient credit.
 * Each route has a circuit breaker. While its circuit is open after failures, the route
 * is skipped.
 * <p>
 * The options, tools and messages of a prompt apply to every route. Options of the prompt
 * that are equal to the defaults of the first route are replaced by the defaults of the
 * route that is used. However, if the prompt and the route have options of the same type
 * other than {@code QhaigcGeminiChatOptions}, the options of the prompt are used
 * unchanged. Instances are thread-safe.
 */
public final class FailoverChatModel implements ChatModel {

	private final List<Route> routes;

	private final FailoverObserver observer;

	private FailoverChatModel(Builder builder) {
		Assert.isTrue(!builder.models.isEmpty(), "A FailoverChatModel needs at least one route");
		ChatOptions defaults = builder.models.values().iterator().next().getOptions();
		CircuitBreakerRegistry registry = builder.circuitBreakers.get();
		List<Route> routes = new ArrayList<>();
		builder.models.forEach((name, model) -> routes.add(
				new Route(name, model, new RouteOptions(defaults, model.getOptions()), registry.circuitBreaker(name))));
		this.routes = List.copyOf(routes);
		this.routes.forEach((route) -> route.setRequestCondition(this.routes));
		this.observer = new FailoverObserver(builder.observationRegistry);
	}

	/**
	 * Create a builder. At least one {@linkplain Builder#route(String, ChatModel) route}
	 * is required.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Send the prompt to the first available route, and to the next one if that route
	 * fails.
	 * @param prompt the messages and, optionally, options
	 * @return the response of the route that succeeded
	 * @throws RuntimeException the failure of the last route that was tried; the failures
	 * of the earlier routes are {@linkplain Throwable#getSuppressed() suppressed}, in
	 * order
	 * @throws net.qhaigc.springai.gemini.client.error.QhaigcTransientException if no
	 * route is available; the problem of the exception contains the time until a route is
	 * available
	 */
	@Override
	public ChatResponse call(Prompt prompt) {
		return this.observer.call((observed) -> {
			FailoverExecution execution = new FailoverExecution(this.routes, prompt, observed);
			while (true) {
				Attempt attempt = execution.nextAttempt();
				try {
					return attempt.call();
				}
				catch (RuntimeException ex) {
					execution.handleFailure(attempt, ex);
				}
			}
		});
	}

	/**
	 * Send the prompt to the first available route, and to the next one if that route
	 * fails before its first chunk.
	 * @param prompt the messages and, optionally, options
	 * @return the chunks of the route that succeeded; nothing is sent before the
	 * subscription. The stream fails with the same exceptions as {@link #call(Prompt)}
	 */
	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return this.observer
			.stream((observed) -> Flux.defer(() -> stream(new FailoverExecution(this.routes, prompt, observed))));
	}

	private static Flux<ChatResponse> stream(FailoverExecution execution) {
		Attempt attempt = execution.nextAttempt();
		return attempt.stream().onErrorResume(Exception.class, (ex) -> {
			execution.handleFailure(attempt, ex);
			return Flux.defer(() -> stream(execution));
		});
	}

	/**
	 * Return the options of the first route.
	 * @return the options that apply unless those of a prompt override them
	 */
	@Override
	public ChatOptions getOptions() {
		return this.routes.get(0).model().getOptions();
	}

	/**
	 * Return the state of the circuit breaker of each route.
	 * @return the states by the names of the routes, in the order of the routes:
	 * {@code CLOSED}, {@code OPEN} while the route is skipped, {@code HALF_OPEN} if the
	 * next request is a trial, or another state that was set through the registry
	 */
	public Map<String, String> states() {
		Map<String, String> states = new LinkedHashMap<>();
		this.routes.forEach((route) -> states.put(route.name(), route.state()));
		return states;
	}

	/**
	 * Builder for {@link FailoverChatModel}.
	 */
	public static final class Builder {

		private final Map<String, ChatModel> models = new LinkedHashMap<>();

		private Supplier<CircuitBreakerRegistry> circuitBreakers = () -> CircuitBreakerSettings.DEFAULT.newRegistry();

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private Builder() {
		}

		/**
		 * Add a route. Routes are tried in the order in which they are added.
		 * @param name the name of the route in metrics, observations and messages
		 * @param model the model
		 * @return this builder
		 * @throws IllegalArgumentException if the name is empty, or if there is already a
		 * route with this name or this model
		 */
		public Builder route(String name, ChatModel model) {
			Assert.hasText(name, "The route name must not be empty");
			Assert.isTrue(!this.models.containsKey(name),
					() -> "There is more than one route with the name '" + name + "'");
			Assert.isTrue(!this.models.containsValue(model),
					() -> "The model of the route '" + name + "' is also the model of another route");
			this.models.put(name, model);
			return this;
		}

		/**
		 * Set when a route is skipped, and for how long.
		 * @param settings the settings of each circuit breaker;
		 * {@link CircuitBreakerSettings#DEFAULT} if not set
		 * @return this builder
		 */
		public Builder circuitBreaker(CircuitBreakerSettings settings) {
			this.circuitBreakers = settings::newRegistry;
			return this;
		}

		/**
		 * Set the registry that creates the circuit breakers, for example to use its
		 * metrics and events.
		 * @param registry the registry. Its default configuration applies to a route
		 * unless the registry already contains a circuit breaker with the name of the
		 * route
		 * @return this builder
		 */
		public Builder circuitBreakerRegistry(CircuitBreakerRegistry registry) {
			this.circuitBreakers = () -> registry;
			return this;
		}

		/**
		 * Set the registry for the observations of the requests.
		 * @param observationRegistry the registry; {@link ObservationRegistry#NOOP} if
		 * not set
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Build the model.
		 * @return the model
		 * @throws IllegalArgumentException if there is no route
		 */
		public FailoverChatModel build() {
			return new FailoverChatModel(this);
		}

	}

}
