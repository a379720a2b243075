package net.qhaigc.springai.gemini;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * One observation around a call or a stream, as Spring AI's own models have it.
 */
final class ChatObservation {

	private static final String PROVIDER = "qhaigc";

	private static final ChatModelObservationConvention DEFAULT_CONVENTION = new DefaultChatModelObservationConvention();

	private final ObservationRegistry registry;

	private @Nullable ChatModelObservationConvention convention;

	ChatObservation(ObservationRegistry registry, @Nullable ChatModelObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	void setConvention(ChatModelObservationConvention convention) {
		this.convention = convention;
	}

	/** Observes a call on the caller's thread. */
	ChatResponse call(Prompt prompt, Function<Observation, ChatResponse> call) {
		if (this.registry.isNoop()) {
			return call.apply(Observation.NOOP);
		}
		ChatModelObservationContext context = context(prompt, false);
		Observation observation = observation(context);
		return observation.observe(() -> {
			ChatResponse response = call.apply(observation);
			context.setResponse(response);
			return response;
		});
	}

	/**
	 * Observes a stream from its subscription to its end.
	 * @param whole gives the whole answer once the stream has ended
	 */
	Flux<ChatResponse> stream(Prompt prompt, Flux<ChatResponse> stream, Supplier<@Nullable ChatResponse> whole) {
		if (this.registry.isNoop()) {
			return stream;
		}
		return Flux.deferContextual((reactorContext) -> {
			ChatModelObservationContext context = context(prompt, true);
			Observation observation = observation(context);
			reactorContext.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY)
				.ifPresent(observation::parentObservation);
			observation.start();
			Runnable stop = once(observation::stop);
			return stream.doOnComplete(() -> {
				ChatResponse response = whole.get();
				if (response != null) {
					context.setResponse(response);
				}
			}).doOnError(observation::error).doOnTerminate(stop).doOnCancel(stop).contextWrite(within(observation));
		});
	}

	/** Who cancels after the end, as subscribers may, does not end it again. */
	private static Runnable once(Runnable action) {
		AtomicBoolean done = new AtomicBoolean();
		return () -> {
			if (done.compareAndSet(false, true)) {
				action.run();
			}
		};
	}

	/**
	 * Makes an observation the parent of what the HTTP client observes. One that observes
	 * nothing is left out: Micrometer cannot restore it where it stands within itself.
	 */
	static UnaryOperator<Context> within(Observation observation) {
		return observation.isNoop() ? UnaryOperator.identity()
				: (context) -> context.put(ObservationThreadLocalAccessor.KEY, observation);
	}

	private static ChatModelObservationContext context(Prompt prompt, boolean streaming) {
		return ChatModelObservationContext.builder().prompt(prompt).provider(PROVIDER).streaming(streaming).build();
	}

	private Observation observation(ChatModelObservationContext context) {
		return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(this.convention, DEFAULT_CONVENTION,
				() -> context, this.registry);
	}

}
