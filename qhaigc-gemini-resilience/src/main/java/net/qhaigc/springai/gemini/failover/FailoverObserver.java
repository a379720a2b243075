package net.qhaigc.springai.gemini.failover;

import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;

import org.springframework.ai.chat.model.ChatResponse;

/**
 * Creates one observation for each request, even if several routes are tried. The
 * observations of the models are children of this observation.
 */
final class FailoverObserver {

	/** The name of the observation, and therefore of its timer. */
	static final String NAME = "qhaigc.failover";

	private static final ObservedFailover NOOP = new ObservedFailover(Observation.NOOP);

	private final ObservationRegistry registry;

	FailoverObserver(ObservationRegistry registry) {
		this.registry = registry;
	}

	ChatResponse call(Function<ObservedFailover, ChatResponse> call) {
		if (this.registry.isNoop()) {
			return call.apply(NOOP);
		}
		Observation observation = createObservation();
		return observation.observe(() -> call.apply(new ObservedFailover(observation)));
	}

	Flux<ChatResponse> stream(Function<ObservedFailover, Flux<ChatResponse>> stream) {
		if (this.registry.isNoop()) {
			return stream.apply(NOOP);
		}
		return Flux.deferContextual((context) -> {
			Observation observation = createObservation();
			context.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY)
				.ifPresent(observation::parentObservation);
			observation.start();
			return stream.apply(new ObservedFailover(observation))
				.doOnError(observation::error)
				.doFinally((signal) -> stop(observation, signal))
				.contextWrite((current) -> current.put(ObservationThreadLocalAccessor.KEY, observation));
		});
	}

	private static void stop(Observation observation, SignalType signal) {
		if (signal == SignalType.CANCEL) {
			observation.event(Observation.Event.of("cancelled"));
		}
		observation.stop();
	}

	private Observation createObservation() {
		return Observation.createNotStarted(NAME, this.registry)
			.contextualName("failover")
			.lowCardinalityKeyValue(ObservedFailover.NO_ROUTE);
	}

}
