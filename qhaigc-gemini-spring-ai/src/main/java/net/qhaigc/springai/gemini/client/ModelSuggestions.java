package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.ai.model.ApiKey;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;

/**
 * Adds the IDs of similar models to the failure of a request for a model that the gateway
 * does not serve. The list of models is requested at most once a minute for each model
 * and API key, and a failure to receive it is ignored.
 */
final class ModelSuggestions {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private static final Duration CACHE_DURATION = Duration.ofMinutes(1);

	private static final int MAX_ENTRIES = 64;

	private static final int MAX_SUGGESTIONS = 3;

	/** Limits the time of the comparison, which is done on an event loop. */
	private static final int MAX_COMPARED_IDS = 1000;

	private static final int MAX_ID_LENGTH = 100;

	private final ClientSchedulers schedulers;

	private final Map<UnservedModel, Mono<String>> advice = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<UnservedModel, Mono<String>> eldest) {
			return size() > MAX_ENTRIES;
		}

	};

	ModelSuggestions(ClientSchedulers schedulers) {
		this.schedulers = schedulers;
	}

	/**
	 * Fail with the given failure. If it is permanent, advice is added to its message:
	 * either the IDs of the most similar models, or a note that the gateway lists the
	 * requested model, but no provider serves it.
	 * @param failure the failure of a request
	 * @param request the request
	 * @param models requests the IDs of the models that the gateway offers
	 */
	<T> Mono<T> addTo(Throwable failure, GatewayRequest request, Mono<List<String>> models) {
		if (!(failure instanceof QhaigcNonTransientException permanent)) {
			return Mono.error(failure);
		}
		boolean denied = GatewayErrors.isModelNotAllowed(permanent);
		return advice(new UnservedModel(request.model(), request.apiKey(), denied), models)
			.flatMap((text) -> Mono.error(text.isEmpty() ? permanent : GatewayErrors.withAdvice(permanent, text)));
	}

	private Mono<String> advice(UnservedModel unserved, Mono<List<String>> models) {
		synchronized (this.advice) {
			return this.advice.computeIfAbsent(unserved,
					(key) -> Mono
						.firstWithSignal(models.map((ids) -> text(unserved, ids)),
								this.schedulers.delay(TIMEOUT).thenReturn(""))
						.onErrorReturn("")
						.cache(CACHE_DURATION, this.schedulers.clock().timer()));
		}
	}

	private static String text(UnservedModel unserved, List<String> ids) {
		if (!unserved.denied() && ids.contains(unserved.model())) {
			return "The gateway lists the model, but no provider currently serves it";
		}
		List<String> others = ids.stream().filter((id) -> !id.equals(unserved.model())).toList();
		List<String> nearest = nearest(unserved.model(), others);
		return nearest.isEmpty() ? "" : "The most similar models %s are %s"
			.formatted(unserved.denied() ? "available to the API key" : "of the gateway", String.join(", ", nearest));
	}

	/**
	 * Return the most similar IDs, the most similar one first. IDs with the same first
	 * word as the requested model, which are of the same family, come before all others.
	 */
	static List<String> nearest(String model, List<String> ids) {
		String name = model.toLowerCase(Locale.ROOT);
		return ids.stream()
			.filter((id) -> !id.isBlank() && id.length() <= MAX_ID_LENGTH)
			.distinct()
			.limit(MAX_COMPARED_IDS)
			.map((id) -> comparedId(name, id))
			.sorted(Comparator.comparing(ComparedId::otherFamily).thenComparing(ComparedId::distance))
			.limit(MAX_SUGGESTIONS)
			.map(ComparedId::id)
			.toList();
	}

	private static ComparedId comparedId(String name, String id) {
		String other = id.toLowerCase(Locale.ROOT);
		return new ComparedId(id, !name.split("-", 2)[0].equals(other.split("-", 2)[0]), distance(name, other));
	}

	/** Return the number of characters to insert, delete or replace (Levenshtein). */
	private static int distance(String one, String other) {
		int[] previous = new int[other.length() + 1];
		for (int j = 0; j < previous.length; j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= Math.min(one.length(), MAX_ID_LENGTH); i++) {
			int[] current = new int[other.length() + 1];
			current[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = previous[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
			}
			previous = current;
		}
		return previous[other.length()];
	}

	/**
	 * A model that the gateway does not serve to an API key.
	 *
	 * @param model the requested model
	 * @param apiKey the API key of the request; null for the API key of the client
	 * @param denied whether the API key is not permitted to use the model
	 */
	private record UnservedModel(String model, @Nullable ApiKey apiKey, boolean denied) {

	}

	/**
	 * The ID of a model that the gateway offers, compared with that of the requested
	 * model.
	 *
	 * @param id the ID
	 * @param otherFamily whether the first word of the ID differs from that of the
	 * requested model
	 * @param distance how much the ID differs from that of the requested model
	 */
	private record ComparedId(String id, boolean otherFamily, int distance) {

	}

}
