package net.qhaigc.springai.gemini;

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
import net.qhaigc.springai.gemini.client.RequestCondition;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.codec.ChatOptionsResolver;
import net.qhaigc.springai.gemini.codec.EncodedPrompt;
import net.qhaigc.springai.gemini.codec.PromptEncoder;
import net.qhaigc.springai.gemini.codec.ResponseDecoder;
import net.qhaigc.springai.gemini.codec.StreamDecoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.media.InMemoryMediaStore;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.options.Prices;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * {@link ChatModel} for the Qhaigc gateway: encodes the prompt, sends the request and
 * decodes the response. It does not execute tools; {@code ChatClient} does. Instances are
 * thread-safe, and immutable except for the {@linkplain #setObservationConvention
 * observation convention}, which has to be set before the first request.
 */
public final class QhaigcGeminiChatModel implements ChatModel {

	private final QhaigcClient client;

	private final QhaigcGeminiChatOptions options;

	private final WarnOnce warnings;

	private final ChatOptionsResolver optionsResolver;

	private final PromptEncoder encoder;

	private final ResponseDecoder decoder;

	/** Whether encoding a prompt can read media from a file or a database. */
	private final boolean mediaStoreBlocking;

	private final RequestResolvers resolvers;

	private final ChatObservation observation;

	private QhaigcGeminiChatModel(Builder builder) {
		Assert.notNull(builder.client, "client must not be null; create one with QhaigcClient.builder()");
		this.client = (builder.retryTemplate != null) ? builder.client.withRetryTemplate(builder.retryTemplate)
				: builder.client;
		this.warnings = new WarnOnce();
		this.options = builder.options;
		this.optionsResolver = new ChatOptionsResolver(builder.options, this.warnings);
		this.encoder = new PromptEncoder(builder.toolCallingManager, builder.mediaStore, this.warnings);
		this.mediaStoreBlocking = builder.mediaStore.isBlocking();
		this.decoder = new ResponseDecoder(this.warnings, builder.prices);
		this.resolvers = new RequestResolvers(builder.apiKeyResolver, builder.quotaKeyResolver);
		this.observation = new ChatObservation(builder.observationRegistry, builder.observationConvention);
	}

	private QhaigcGeminiChatModel(QhaigcGeminiChatModel model, QhaigcClient client) {
		this.client = client;
		this.warnings = model.warnings;
		this.options = model.options;
		this.optionsResolver = model.optionsResolver;
		this.encoder = model.encoder;
		this.mediaStoreBlocking = model.mediaStoreBlocking;
		this.decoder = model.decoder;
		this.resolvers = model.resolvers;
		this.observation = model.observation;
	}

	/**
	 * Create a builder. The {@linkplain Builder#client(QhaigcClient) client} is required.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return a copy of this model that checks a condition, in addition to the conditions
	 * of this model, before it sends or retries a request. The copy shares the
	 * connections of this model.
	 * @param condition the condition
	 * @return the copy
	 */
	public QhaigcGeminiChatModel withRequestCondition(RequestCondition condition) {
		return new QhaigcGeminiChatModel(this, this.client.withRequestCondition(condition));
	}

	/**
	 * Send the prompt and wait for the whole response.
	 * @param prompt the messages and, optionally, {@code ChatOptions}.
	 * {@link QhaigcGeminiChatOptions} are used in place of the {@linkplain #getOptions()
	 * options} of this model, from which only a missing model, endpoint or API key is
	 * taken. Options of another type are merged with those of this model
	 * @return the response, with one generation for each candidate
	 * @throws IllegalArgumentException if the prompt or its options are invalid
	 * @throws IllegalStateException if the current thread must not block
	 * @throws QhaigcTransientException if the request failed and a retry may succeed
	 * @throws net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException if the
	 * request cannot succeed until the prompt, the API key or the settings change. It is
	 * also thrown, with the code {@code interrupted}, if the thread was interrupted: the
	 * request is then cancelled, and the interrupt flag of the thread stays set
	 */
	@Override
	public ChatResponse call(Prompt prompt) {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("call() blocks, which is not allowed on thread %s. Use stream() instead."
				.formatted(Thread.currentThread().getName()));
		}
		Prompt resolved = this.optionsResolver.resolve(prompt);
		EncodedPrompt encoded = this.encoder.encode(resolved);
		return this.observation.call(resolved, (current) -> {
			Continuations continuations = new Continuations(resolved, encoded, this.warnings);
			return new BlockingExchange(this.decoder, encoded, continuations).execute(() -> ChatObservation
				.within(current, this.client.generate(this.resolvers.forCall(continuations.nextRequest(), resolved))));
		});
	}

	/**
	 * Send the prompt and stream the response, without blocking. Text, thoughts, media,
	 * executed code, calls of server tools and search queries are emitted as they arrive;
	 * the closing chunk contains the finish reason, the usage, all tool calls and the
	 * metadata.
	 * @param prompt the messages and, optionally, {@code ChatOptions}, as for
	 * {@link #call(Prompt)}
	 * @return the chunks; nothing is sent before the subscription, and cancelling the
	 * subscription closes the connection. If the prompt is invalid or the request fails,
	 * the stream ends with the exception that {@link #call(Prompt)} would throw
	 */
	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		Flux<ChatResponse> stream = Flux.deferContextual((context) -> {
			Prompt resolved = this.optionsResolver.resolve(prompt);
			EncodedPrompt encoded = this.encoder.encode(resolved);
			StreamDecoder streamDecoder = this.decoder.stream(encoded);
			Flux<ChatResponse> chunks = Flux.defer(() -> {
				Continuations continuations = new Continuations(resolved, encoded, this.warnings);
				return new ChunkStream(streamDecoder, resolved, continuations, encoded.isMediaStoreBlocking())
					.decode(() -> this.client
						.stream(this.resolvers.forStream(continuations.nextRequest(), resolved, context)));
			});
			return this.observation.stream(resolved, chunks, streamDecoder);
		});
		return this.mediaStoreBlocking ? Flux
			.defer(() -> Schedulers.isInNonBlockingThread() ? stream.subscribeOn(Schedulers.boundedElastic()) : stream)
				: stream;
	}

	/**
	 * Return the options of this model, which apply to prompts without options. See
	 * {@link #call(Prompt)} for how they are combined with the options of a prompt.
	 * @return the default options
	 */
	@Override
	public QhaigcGeminiChatOptions getOptions() {
		return this.options;
	}

	/**
	 * Return whether this model has a resolver for the API keys of its requests.
	 * @return false if each request uses the API key of its options or of the client
	 */
	public boolean hasApiKeyResolver() {
		return this.resolvers.hasApiKeyResolver();
	}

	/**
	 * Set the convention for the names and key values of observations.
	 * @param convention the convention
	 */
	public void setObservationConvention(ChatModelObservationConvention convention) {
		this.observation.setConvention(convention);
	}

	/**
	 * Builder for {@link QhaigcGeminiChatModel}.
	 */
	public static final class Builder {

		private @Nullable QhaigcClient client;

		private QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder().build();

		private @Nullable ApiKeyResolver apiKeyResolver;

		private @Nullable QuotaKeyResolver quotaKeyResolver;

		private @Nullable RetryTemplate retryTemplate;

		private @Nullable Prices prices;

		private ToolCallingManager toolCallingManager = ToolCallingManager.builder().build();

		private MediaStore mediaStore = new InMemoryMediaStore();

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable ChatModelObservationConvention observationConvention;

		private Builder() {
		}

		/**
		 * Set the client for the gateway. Required.
		 * @param client the client
		 * @return this builder
		 */
		public Builder client(QhaigcClient client) {
			this.client = client;
			return this;
		}

		/**
		 * Set the options of the model, which apply to prompts without options.
		 * @param options the default options
		 * @return this builder
		 */
		public Builder options(QhaigcGeminiChatOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Set the resolver that determines the API key of a request whose options have
		 * none.
		 * @param apiKeyResolver the resolver; null, the default, if all of these requests
		 * use the API key of the client
		 * @return this builder
		 */
		public Builder apiKeyResolver(@Nullable ApiKeyResolver apiKeyResolver) {
			this.apiKeyResolver = apiKeyResolver;
			return this;
		}

		/**
		 * Set the resolver that determines the key of the quota and the budget that a
		 * request uses.
		 * @param quotaKeyResolver the resolver; null, the default, if all requests share
		 * one quota and one budget
		 * @return this builder
		 */
		public Builder quotaKeyResolver(@Nullable QuotaKeyResolver quotaKeyResolver) {
			this.quotaKeyResolver = quotaKeyResolver;
			return this;
		}

		/**
		 * Set how transient failures are retried.
		 * @param retryTemplate the template, whose policy and listener are used; null to
		 * keep the retries of the client
		 * @return this builder
		 */
		public Builder retryTemplate(@Nullable RetryTemplate retryTemplate) {
			this.retryTemplate = retryTemplate;
			return this;
		}

		/**
		 * Set the prices from which the costs of responses are estimated.
		 * @param prices the prices; null, the default, if costs should not be estimated
		 * @return this builder
		 */
		public Builder prices(@Nullable Prices prices) {
			this.prices = prices;
			return this;
		}

		/**
		 * Set the manager that resolves tool definitions.
		 * @param toolCallingManager the manager; Spring AI's default one if not set
		 * @return this builder
		 */
		public Builder toolCallingManager(ToolCallingManager toolCallingManager) {
			this.toolCallingManager = toolCallingManager;
			return this;
		}

		/**
		 * Set the store for media that the model generates. Stored media is sent back
		 * with the history even if Spring AI or a chat memory has dropped it from a
		 * message.
		 * @param mediaStore the store; an {@link InMemoryMediaStore} of 64 MiB if not set
		 * @return this builder
		 */
		public Builder mediaStore(MediaStore mediaStore) {
			this.mediaStore = mediaStore;
			return this;
		}

		/**
		 * Set the registry for the observations of calls and streams.
		 * @param observationRegistry the registry; {@link ObservationRegistry#NOOP} if
		 * not set
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry observationRegistry) {
			this.observationRegistry = observationRegistry;
			return this;
		}

		/**
		 * Set the convention for the names and key values of observations.
		 * @param observationConvention the convention; null for Spring AI's default one
		 * @return this builder
		 */
		public Builder observationConvention(@Nullable ChatModelObservationConvention observationConvention) {
			this.observationConvention = observationConvention;
			return this;
		}

		/**
		 * Build the model.
		 * @return the model
		 * @throws IllegalArgumentException if the client is not set
		 */
		public QhaigcGeminiChatModel build() {
			return new QhaigcGeminiChatModel(this);
		}

	}

}
