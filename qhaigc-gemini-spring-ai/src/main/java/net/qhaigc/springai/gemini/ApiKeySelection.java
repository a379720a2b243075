package net.qhaigc.springai.gemini;

import java.util.Objects;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.ApiKey;

import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Selects the API key of a request: that of its options, else that of the
 * {@link ApiKeyResolver}, else that of the client.
 *
 * @param resolver resolves the keys; null if there is none
 */
record ApiKeySelection(@Nullable ApiKeyResolver resolver) {

	/** Select the key of a call, on the thread of the caller. */
	GatewayRequest ofCall(GatewayRequest.Builder request, Prompt resolved) {
		return select(request, resolved, (resolver, options) -> {
			Context context = Snapshots.FACTORY.captureAll().updateContext(Context.empty());
			return resolver.resolve(options, context);
		});
	}

	boolean hasResolver() {
		return this.resolver != null;
	}

	/** Select the key of a stream, with the context of its subscriber. */
	GatewayRequest ofStream(GatewayRequest.Builder request, Prompt resolved, ContextView context) {
		return select(request, resolved, (resolver, options) -> {
			ContextSnapshot.Scope scope = Snapshots.FACTORY.captureFrom(context).setThreadLocals();
			try {
				return resolver.resolve(options, context);
			}
			finally {
				scope.close();
			}
		});
	}

	private GatewayRequest select(GatewayRequest.Builder request, Prompt resolved, Resolution resolution) {
		QhaigcGeminiChatOptions options = (QhaigcGeminiChatOptions) Objects.requireNonNull(resolved.getOptions());
		if (options.getApiKey() != null) {
			request.apiKey(options.getApiKey(), "option 'apiKey' of the request");
		}
		else if (this.resolver != null) {
			request.apiKey(resolution.resolve(this.resolver, options), "the ApiKeyResolver");
		}
		return request.build();
	}

	/** How a resolver is called. */
	private interface Resolution {

		@Nullable ApiKey resolve(ApiKeyResolver resolver, QhaigcGeminiChatOptions options);

	}

	/**
	 * Created only if there is a resolver. Observations are not captured: a no-op
	 * observation cannot be restored, and a resolver does not need one.
	 */
	private static final class Snapshots {

		private static final ContextSnapshotFactory FACTORY = ContextSnapshotFactory.builder()
			.captureKeyPredicate((key) -> !ObservationThreadLocalAccessor.KEY.equals(key))
			.build();

	}

}
