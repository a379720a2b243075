package net.qhaigc.springai.gemini;

import java.util.Objects;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.util.Assert;

import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.codec.EncodedPrompt;
import net.qhaigc.springai.gemini.codec.WarnOnce;
import net.qhaigc.springai.gemini.codec.PromptEncoder;
import net.qhaigc.springai.gemini.codec.ChatOptionsResolver;
import net.qhaigc.springai.gemini.codec.ResponseDecoder;
import net.qhaigc.springai.gemini.codec.StreamDecoder;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.wire.GatewayResponse;

/**
 * Spring AI's chat model on the Qhaigc gateway: encodes the prompt, sends it, decodes the
 * answer. It never runs a tool; {@code ChatClient} does. Immutable and safe for use by
 * many threads.
 */
public final class QhaigcGeminiChatModel implements ChatModel {

	private final QhaigcClient client;

	private final QhaigcGeminiChatOptions options;

	private final WarnOnce notices = new WarnOnce();

	private final ChatOptionsResolver promptOptions;

	private final PromptEncoder encoder;

	private final ResponseDecoder decoder;

	private final ChatObservation observation;

	private QhaigcGeminiChatModel(Builder builder) {
		Assert.notNull(builder.client, "client must not be null: QhaigcClient.builder() makes one");
		this.client = (builder.retryTemplate != null) ? builder.client.withRetryTemplate(builder.retryTemplate)
				: builder.client;
		this.options = builder.options;
		this.promptOptions = new ChatOptionsResolver(builder.options, this.notices);
		this.encoder = new PromptEncoder(builder.toolCallingManager, this.notices);
		this.decoder = new ResponseDecoder(this.notices);
		this.observation = new ChatObservation(builder.observationRegistry, builder.observationConvention);
	}

	/**
	 * A builder without a client, which has to be set.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Asks for a whole answer and waits for it. {@code ChatOptions} of any kind may stand
	 * on the prompt.
	 * @param prompt the conversation
	 * @return the answer, with one generation for each candidate
	 * @throws IllegalArgumentException if the prompt or its options cannot be sent
	 * @throws IllegalStateException on a thread that must not block
	 * @throws QhaigcTransientException if a later try may do better
	 * @throws net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException if the
	 * request, the key or the settings have to change
	 */
	@Override
	public ChatResponse call(Prompt prompt) {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("call() waits for the answer, which this thread (%s) must not: use stream()"
				.formatted(Thread.currentThread().getName()));
		}
		Prompt resolved = this.promptOptions.resolve(prompt);
		EncodedPrompt asked = this.encoder.encode(resolved);
		return this.observation.call(resolved, (current) -> {
			GatewayResponse response = this.client.generate(asked.request())
				.contextWrite(ChatObservation.within(current))
				.block();
			return this.decoder.decode(Objects.requireNonNull(response), asked);
		});
	}

	/**
	 * Asks for an answer as a stream, without blocking. Text comes as it is made; a
	 * closing chunk has the finish reason, the usage, all tool calls and the metadata.
	 * @param prompt the conversation
	 * @return the chunks; cancelling closes the connection. Fails as
	 * {@link #call(Prompt)} does
	 */
	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return Flux.defer(() -> {
			Prompt resolved = this.promptOptions.resolve(prompt);
			EncodedPrompt asked = this.encoder.encode(resolved);
			StreamDecoder streamDecoder = new StreamDecoder(asked, this.notices);
			Flux<ChatResponse> chunks = new ChunkStream(streamDecoder, resolved)
				.decode(this.client.stream(asked.request()));
			return this.observation.stream(resolved, chunks, streamDecoder::whole);
		});
	}

	/**
	 * The options that hold where a prompt has none.
	 * @return the options
	 */
	@Override
	public QhaigcGeminiChatOptions getOptions() {
		return this.options;
	}

	/**
	 * Names the observations in another way.
	 * @param convention the convention
	 */
	public void setObservationConvention(ChatModelObservationConvention convention) {
		this.observation.setConvention(convention);
	}

	/**
	 * Builds a {@link QhaigcGeminiChatModel}.
	 */
	public static final class Builder {

		private @Nullable QhaigcClient client;

		private QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder().build();

		private @Nullable RetryTemplate retryTemplate;

		private ToolCallingManager toolCallingManager = ToolCallingManager.builder().build();

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable ChatModelObservationConvention observationConvention;

		private Builder() {
		}

		/** The way to the gateway; has to be set. */
		public Builder client(QhaigcClient client) {
			this.client = client;
			return this;
		}

		/** What holds where a prompt says nothing else. */
		public Builder options(QhaigcGeminiChatOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * How failures that may pass are tried again; without it the client's own way.
		 */
		public Builder retryTemplate(@Nullable RetryTemplate retryTemplate) {
			this.retryTemplate = retryTemplate;
			return this;
		}

		/** Knows the definitions of tools. */
		public Builder toolCallingManager(ToolCallingManager toolCallingManager) {
			this.toolCallingManager = toolCallingManager;
			return this;
		}

		/** Where calls and streams are observed. */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/** Names the observations in another way. */
		public Builder observationConvention(@Nullable ChatModelObservationConvention observationConvention) {
			this.observationConvention = observationConvention;
			return this;
		}

		/** Builds the model. */
		public QhaigcGeminiChatModel build() {
			return new QhaigcGeminiChatModel(this);
		}

	}

}
