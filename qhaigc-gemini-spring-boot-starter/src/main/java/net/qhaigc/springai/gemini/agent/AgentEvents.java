package net.qhaigc.springai.gemini.agent;

import java.util.function.Function;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.util.Assert;

/**
 * Streams the events of a turn of {@code ChatClient}: its text, thoughts, tool calls and
 * results, sources, media and usage.
 *
 * <p>
 * A turn that fails ends with {@link AgentEvent.End} and not with an error. Cancelling
 * the stream cancels the turn. Tools run with those {@code ThreadLocal}s of the
 * subscribing thread for which there is a {@code ThreadLocalAccessor}, such as the
 * security context.
 */
public final class AgentEvents {

	private static final AgentEvents DEFAULT = builder().build();

	private final int maxResultLength;

	private final Function<Throwable, String> errorMessage;

	private AgentEvents(Builder builder) {
		this.maxResultLength = builder.maxResultLength;
		this.errorMessage = builder.errorMessage;
	}

	/**
	 * Stream the events of a request, using the default settings of {@link Builder}.
	 * @param request a request of any {@code ChatClient}. Do not use the request for
	 * anything else
	 * @return the events, which must be subscribed to only once
	 */
	public static Flux<AgentEvent> of(ChatClient.ChatClientRequestSpec request) {
		return DEFAULT.stream(request);
	}

	/**
	 * Stream the events of a request.
	 * @param request a request of any {@code ChatClient}. Do not use the request for
	 * anything else
	 * @return the events, which must be subscribed to only once
	 */
	public Flux<AgentEvent> stream(ChatClient.ChatClientRequestSpec request) {
		return Flux.create((sink) -> {
			TurnEvents events = new TurnEvents(sink, this.maxResultLength, this.errorMessage);
			sink.onDispose(request.advisors(new AgentEventsAdvisor(events))
				.stream()
				.chatClientResponse()
				.contextWrite((context) -> events.addTo(context.putAll(sink.contextView())))
				.contextCapture()
				.subscribe(events::emitChunk, events::fail, events::complete));
		});
	}

	/**
	 * Create a builder.
	 * @return a builder with the default settings
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builder for {@link AgentEvents}.
	 */
	public static final class Builder {

		private int maxResultLength = 16_384;

		private Function<Throwable, String> errorMessage = (failure) -> "The response is incomplete.";

		private Builder() {
		}

		/**
		 * Set the maximum length of tool results in events. Longer results are truncated.
		 * @param maxResultLength the maximum number of characters; the default is 16,384
		 * @return this builder
		 */
		public Builder maxResultLength(int maxResultLength) {
			Assert.isTrue(maxResultLength >= 0,
					() -> "maxResultLength is %d but must not be negative".formatted(maxResultLength));
			this.maxResultLength = maxResultLength;
			return this;
		}

		/**
		 * Set the message that users receive if a turn fails. The default does not
		 * contain details of the exception.
		 * @param errorMessage creates the message from the exception
		 * @return this builder
		 */
		public Builder errorMessage(Function<Throwable, String> errorMessage) {
			Assert.notNull(errorMessage, "errorMessage is required");
			this.errorMessage = errorMessage;
			return this;
		}

		/**
		 * Build the instance.
		 * @return an instance with these settings
		 */
		public AgentEvents build() {
			return new AgentEvents(this);
		}

	}

}
