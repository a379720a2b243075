package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a gateway.
 *
 * @param apiKey the API key that requests must contain
 * @param additionalApiKeys further API keys that requests can contain instead
 * @param pathPrefix the prefix of all paths, may be empty
 * @param port the port, or 0 for a free port
 * @param models the ids of the models, or an empty list for all
 * @param lenient whether to accept JSON that is not canonical
 * @param signatureRules whether to require thought signatures for the models that require
 * them
 * @param relay whether to respond as a relay does
 * @param validating whether to validate requests
 * @param maxRequestBytes the maximum size of a request of the native endpoint
 * @param journalLimits how many requests are kept
 * @param unscripted returns the reply for a request without a scripted one, or null
 */
record GatewaySettings(String apiKey, Set<String> additionalApiKeys, String pathPrefix, int port, List<String> models,
		boolean lenient, boolean signatureRules, boolean relay, boolean validating, int maxRequestBytes,
		GatewayActivity.Limits journalLimits, @Nullable Function<ReceivedRequest, Reply> unscripted) {

	private static final List<String> DEFAULT_MODELS = List.of("gemini-3.5-flash", "gemini-2.5-flash", "gpt-5-mini");

	boolean acceptsApiKey(@Nullable String key) {
		return this.apiKey.equals(key) || (key != null && this.additionalApiKeys.contains(key));
	}

	boolean serves(String model) {
		return this.models.isEmpty() || this.models.contains(model);
	}

	List<String> listedModels() {
		return this.models.isEmpty() ? DEFAULT_MODELS : this.models;
	}

}
