package net.qhaigc.springai.gemini;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.ai.model.ApiKey;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Resolves the API key of a request, for example the key of the current tenant. The
 * resolver is called for each request whose options have no API key: by {@code call()} on
 * the thread of the caller, by {@code stream()} upon subscription. Retries use the same
 * {@link ApiKey}.
 * <p>
 * A stream can be subscribed to on a thread that must not block, so a resolver must not
 * block either. If the value of the key has to be fetched, return an {@link ApiKey} that
 * fetches it: {@link ApiKey#getValue()} is called on a thread that can block.
 */
@FunctionalInterface
public interface ApiKeyResolver {

	/**
	 * Resolve the API key of a request. An exception that the resolver throws ends the
	 * request and is passed to the caller unchanged.
	 * @param options the options of the request, including the
	 * {@linkplain QhaigcGeminiChatOptions#getToolContext() tool context}, which is null
	 * if it is not set
	 * @param context the Reactor context of the subscriber of a stream. Thread-local
	 * values with a {@code ThreadLocalAccessor} are available both in the context and on
	 * the thread: {@code call()} copies those of the calling thread to an empty context,
	 * and {@code stream()} sets those of the context on the current thread
	 * @return the API key; null for the API key of the client. Requests with equal keys
	 * and the same model share one retry budget; two
	 * {@link org.springframework.ai.model.SimpleApiKey}s are equal if their values are
	 * equal
	 */
	@Nullable ApiKey resolve(QhaigcGeminiChatOptions options, ContextView context);

}
