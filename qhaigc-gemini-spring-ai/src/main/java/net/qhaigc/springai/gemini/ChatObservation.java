package net.qhaigc.springai.gemini;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.codec.StreamDecoder;

/**
 * Observes calls and streams in the same way as Spring AI's own chat models.
 */
final class ChatObservation {

	/** The finish reason of a stream that the subscriber has cancelled. */
	static final String CANCELLED = "CANCELLED";

	private static final Observation.Event CANCELLED_EVENT = Observation.Event.of("cancelled");

	private static final String PROVIDER = "qhaigc";

	private static final ChatModelObservationConvention DEFAULT_CONVENTION = new DefaultChatModelObservationConvention();

	private final ObservationRegistry registry;

	private volatile @Nullable ChatModelObservationConvention convention;

	ChatObservation(ObservationRegistry registry, @Nullable ChatModelObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	void setConvention(ChatModelObservationConvention convention) {
		this.convention = convention;
	}

	/** Observe a call on the current thread. */
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
	 * Observe a stream from its subscription until it terminates or is cancelled.
	 * @param decoder the decoder of the stream, which returns the whole response at the
	 * end
	 */
	Flux<ChatResponse> stream(Prompt prompt, Flux<ChatResponse> stream, StreamDecoder decoder) {
		if (this.registry.isNoop()) {
			return stream;
		}
		return Flux.deferContextual((reactorContext) -> {
			ChatModelObservationContext context = context(prompt, true);
			Observation observation = observation(context);
			reactorContext.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY)
				.ifPresent(observation::parentObservation);
			observation.start();
			StreamObservation streamObservation = new StreamObservation(observation, context, decoder,
					new AtomicBoolean());
			return stream.doOnComplete(streamObservation::complete)
				.doOnError(streamObservation::fail)
				.doOnCancel(streamObservation::cancel)
				.contextWrite(observation.isNoop() ? Function.identity() : asCurrent(observation));
		});
	}

	/**
	 * Make an observation the parent of the HTTP client's observations. A no-op
	 * observation is not set, since Micrometer could not restore it after an observation
	 * that is nested in it.
	 */
	static <T> Mono<T> within(Observation observation, Mono<T> exchange) {
		return observation.isNoop() ? exchange : exchange.contextWrite(asCurrent(observation));
	}

	private static Function<Context, Context> asCurrent(Observation observation) {
		return (context) -> context.put(ObservationThreadLocalAccessor.KEY, observation);
	}

	private static ChatModelObservationContext context(Prompt prompt, boolean streaming) {
		return ChatModelObservationContext.builder().prompt(prompt).provider(PROVIDER).streaming(streaming).build();
	}

	private Observation observation(ChatModelObservationContext context) {
		return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(this.convention, DEFAULT_CONVENTION,
				() -> context, this.registry);
	}

	/**
	 * The observation of one stream. It is stopped only once, even if the subscriber
	 * cancels the stream after its completion.
	 */
	private record StreamObservation(Observation observation, ChatModelObservationContext context,
			StreamDecoder decoder, AtomicBoolean stopped) {

		void complete() {
			if (markStopped()) {
				stop(this.decoder.response());
			}
		}

		void fail(Throwable failure) {
			if (markStopped()) {
				this.observation.error(failure);
				stop(this.decoder.incompleteResponse(null));
			}
		}

		void cancel() {
			if (markStopped()) {
				this.observation.event(CANCELLED_EVENT);
				stop(this.decoder.incompleteResponse(CANCELLED));
			}
		}

		/** Mark the observation as stopped. Return false if it was already stopped. */
		private boolean markStopped() {
			return this.stopped.compareAndSet(false, true);
		}

		private void stop(@Nullable ChatResponse response) {
			if (response != null) {
				this.context.setResponse(response);
			}
			this.observation.stop();
		}

	}

}
