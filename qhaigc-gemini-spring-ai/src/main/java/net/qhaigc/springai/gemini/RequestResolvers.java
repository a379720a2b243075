package net.qhaigc.springai.gemini;

import java.util.Objects;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Resolves the API key and the quota key of a request. The API key comes from the options
 * of the request, else from the {@link ApiKeyResolver}, else from the client.
 *
 * @param apiKeys resolves API keys; null if there is no resolver
 * @param quotaKeys resolves quota keys; null if there is no resolver
 */
record RequestResolvers(@Nullable ApiKeyResolver apiKeys, @Nullable QuotaKeyResolver quotaKeys) {

	/**
	 * Return the request of a call. The keys are resolved on the thread of the caller.
	 */
	GatewayRequest forCall(GatewayRequest.Builder request, Prompt prompt) {
		QhaigcGeminiChatOptions options = options(prompt);
		if (needsResolver(options)) {
			resolve(request, options, Snapshots.FACTORY.captureAll().updateContext(Context.empty()));
		}
		return withApiKey(request, options);
	}

	boolean hasApiKeyResolver() {
		return this.apiKeys != null;
	}

	/** Return the request of a stream. The keys are resolved with the given context. */
	GatewayRequest forStream(GatewayRequest.Builder request, Prompt prompt, ContextView context) {
		QhaigcGeminiChatOptions options = options(prompt);
		if (needsResolver(options)) {
			ContextSnapshot.Scope scope = Snapshots.FACTORY.captureFrom(context).setThreadLocals();
			try {
				resolve(request, options, context);
			}
			finally {
				scope.close();
			}
		}
		return withApiKey(request, options);
	}

	private static QhaigcGeminiChatOptions options(Prompt prompt) {
		return (QhaigcGeminiChatOptions) Objects.requireNonNull(prompt.getOptions());
	}

	private boolean needsResolver(QhaigcGeminiChatOptions options) {
		return this.quotaKeys != null || (this.apiKeys != null && options.getApiKey() == null);
	}

	private void resolve(GatewayRequest.Builder request, QhaigcGeminiChatOptions options, ContextView context) {
		if (this.apiKeys != null && options.getApiKey() == null) {
			request.apiKey(this.apiKeys.resolve(options, context), "the ApiKeyResolver");
		}
		if (this.quotaKeys != null) {
			request.quotaKey(this.quotaKeys.resolve(options, context));
		}
	}

	private static GatewayRequest withApiKey(GatewayRequest.Builder request, QhaigcGeminiChatOptions options) {
		if (options.getApiKey() != null) {
			request.apiKey(options.getApiKey(), "the option 'apiKey' of the request");
		}
		return request.build();
	}

	/**
	 * Captures thread-local values. This class is loaded only if there is a resolver.
	 * Observations are not captured: Micrometer cannot restore a no-op observation that
	 * is nested in itself, and a resolver does not need an observation.
	 */
	private static final class Snapshots {

		private static final ContextSnapshotFactory FACTORY = ContextSnapshotFactory.builder()
			.captureKeyPredicate((key) -> !ObservationThreadLocalAccessor.KEY.equals(key))
			.build();

	}

}
