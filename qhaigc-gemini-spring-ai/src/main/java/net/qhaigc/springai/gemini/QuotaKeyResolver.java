package net.qhaigc.springai.gemini;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Resolves the key of the quota and the budget that a request uses, for example the ID of
 * the current tenant. Each key has its own quota and budget. The resolver is called for
 * each request: by {@code call()} on the thread of the caller, by {@code stream()} upon
 * subscription. A resolver must not block. Retries use the same key.
 */
@FunctionalInterface
public interface QuotaKeyResolver {

	/**
	 * Resolve the key of a request. An exception that the resolver throws ends the
	 * request and is passed to the caller unchanged.
	 * @param options the options of the request, including the
	 * {@linkplain QhaigcGeminiChatOptions#getToolContext() tool context}, which is null
	 * if it is not set
	 * @param context the Reactor context of the subscriber of a stream. Thread-local
	 * values with a {@code ThreadLocalAccessor} are available both in the context and on
	 * the thread: {@code call()} copies those of the calling thread to an empty context,
	 * and {@code stream()} sets those of the context on the current thread
	 * @return the key; null for the quota and the budget that all requests without a
	 * quota key share. If the quotas are in a shared store, the key is part of the names
	 * of the entries in the store
	 */
	@Nullable String resolve(QhaigcGeminiChatOptions options, ContextView context);

}
