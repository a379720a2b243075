package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a gateway.
 *
 * @param keys the accepted API keys
 * @param address the address of the server
 * @param models the IDs of the models that are served, or an empty list for all models
 * @param lenient whether to accept JSON that Google accepts although it is not canonical
 * @param signaturesRequired whether to require thought signatures for the models for
 * which Google requires them
 * @param relay whether to respond as a relay, such as new-api, does
 * @param validating whether to validate requests
 * @param maxRequestBytes the maximum size of a request to the native endpoint
 * @param journalEndpoint the settings of the endpoint that returns the journal (the
 * received requests), or null for no such endpoint
 * @param journalLimits the limits of the journal
 * @param unscriptedReplies returns the reply for a request without a scripted reply; null
 * if chat requests without a scripted reply are rejected, with the status 400
 * @param nanoTime returns the current time in nanoseconds, as {@link System#nanoTime()}
 * does
 */
record GatewaySettings(Keys keys, Address address, List<String> models, boolean lenient, boolean signaturesRequired,
		boolean relay, boolean validating, int maxRequestBytes, @Nullable JournalEndpointSettings journalEndpoint,
		GatewayActivity.Limits journalLimits, @Nullable Function<ReceivedRequest, Reply> unscriptedReplies,
		LongSupplier nanoTime) {

	private static final List<String> DEFAULT_MODELS = List.of("gemini-3.5-flash", "gemini-2.5-flash", "gpt-5-mini");

	boolean acceptsApiKey(@Nullable String key) {
		return key != null && (this.keys.acceptsAny() || this.keys.accepted().contains(key));
	}

	boolean serves(String model) {
		return this.models.isEmpty() || this.models.contains(model);
	}

	List<String> listedModels() {
		return this.models.isEmpty() ? DEFAULT_MODELS : this.models;
	}

	/**
	 * The accepted API keys.
	 *
	 * @param first the API key to configure clients with
	 * @param accepted all accepted API keys, including the first one
	 * @param acceptsAny whether any other API key is accepted too
	 */
	record Keys(String first, Set<String> accepted, boolean acceptsAny) {
	}

	/**
	 * The address of the server.
	 *
	 * @param host the host name or IP address on which the server listens
	 * @param port the port, or 0 for a free port
	 * @param pathPrefix the prefix of all paths, which can be empty
	 */
	record Address(String host, int port, String pathPrefix) {
	}

	/**
	 * The settings of the endpoint that returns the journal.
	 *
	 * @param requestLog receives a line for each request
	 */
	record JournalEndpointSettings(Consumer<String> requestLog) {
	}

}
