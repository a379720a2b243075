package net.qhaigc.springai.gemini.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Builder for a {@link QhaigcGateway}, obtained from {@link QhaigcGateway#builder()}.
 */
public final class QhaigcGatewayBuilder {

	private String apiKey = "test-key";

	private final Set<String> additionalApiKeys = new HashSet<>();

	private String pathPrefix = "";

	private boolean anyKey;

	private String host = "localhost";

	private int port;

	private final List<String> models = new ArrayList<>();

	private boolean lenient;

	private boolean signatureRules = true;

	private boolean relay;

	private int maxRequestBytes = 100 * 1024 * 1024;

	private GatewayActivity.Limits journalLimits = new GatewayActivity.Limits(1000, 64L * 1024 * 1024);

	private @Nullable Function<ReceivedRequest, Reply> unscriptedReplies;

	private GatewaySettings.@Nullable JournalEndpointSettings journalEndpoint;

	private boolean validating = true;

	private LongSupplier nanoTime = System::nanoTime;

	private @Nullable RecordingProxy proxy;

	QhaigcGatewayBuilder() {
	}

	/**
	 * Set the API key that requests must contain. Defaults to {@code test-key}.
	 * @param apiKey the API key
	 * @return this builder
	 */
	public QhaigcGatewayBuilder apiKey(String apiKey) {
		if (apiKey.isBlank()) {
			throw new IllegalArgumentException("The API key must not be blank");
		}
		this.apiKey = apiKey;
		return this;
	}

	/**
	 * Set the API keys that the gateway accepts, such as the keys of tenants, or keys
	 * that an application uses alternately. {@link ReceivedRequest#apiKey()} returns the
	 * key of a request.
	 * @param apiKeys the API keys; {@link QhaigcGateway#apiKey()} returns the first one
	 * @return this builder
	 * @throws IllegalArgumentException if no API key is given
	 */
	public QhaigcGatewayBuilder apiKeys(String... apiKeys) {
		if (apiKeys.length == 0) {
			throw new IllegalArgumentException("At least one API key is required. See acceptAnyKey().");
		}
		return apiKey(apiKeys[0]).additionalApiKeys(apiKeys);
	}

	/**
	 * Accept any API key. A request without an API key is still rejected.
	 * @return this builder
	 */
	public QhaigcGatewayBuilder acceptAnyKey() {
		this.anyKey = true;
		return this;
	}

	/**
	 * Accept API keys, such as those of tenants, in addition to the key set with
	 * {@link #apiKey(String)}. {@link ReceivedRequest#apiKey()} returns the key of a
	 * request.
	 * @param apiKeys the API keys
	 * @return this builder
	 */
	public QhaigcGatewayBuilder additionalApiKeys(String... apiKeys) {
		this.additionalApiKeys.addAll(List.of(apiKeys));
		return this;
	}

	/**
	 * Set a prefix for all paths. Defaults to none.
	 * @param pathPrefix the prefix, such as {@code /proxy}
	 * @return this builder
	 * @throws IllegalArgumentException if the prefix ends with a slash, or is not empty
	 * and does not begin with one
	 */
	public QhaigcGatewayBuilder pathPrefix(String pathPrefix) {
		if (!pathPrefix.matches("(/.*[^/])?")) {
			throw new IllegalArgumentException(
					"The path prefix must begin with a slash and not end with one, but is '" + pathPrefix + "'");
		}
		this.pathPrefix = pathPrefix;
		return this;
	}

	/**
	 * Set the address on which the server listens. Defaults to {@code localhost}.
	 * @param host the address, such as {@code 0.0.0.0} for all network interfaces
	 * @return this builder
	 */
	public QhaigcGatewayBuilder host(String host) {
		this.host = host;
		return this;
	}

	/**
	 * Set the port. Defaults to a free port.
	 * @param port the port
	 * @return this builder
	 */
	public QhaigcGatewayBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Set the models that the gateway serves. A request for any other model is rejected
	 * with a 404. By default, the gateway serves all models.
	 * @param models the IDs of the models
	 * @return this builder
	 */
	public QhaigcGatewayBuilder models(String... models) {
		for (String model : models) {
			if (model.isBlank()) {
				throw new IllegalArgumentException("The model ID must not be blank");
			}
			this.models.add(model);
		}
		return this;
	}

	/**
	 * Accept JSON that Google accepts although it is not canonical, such as names in
	 * snake case, enum constants in lower case, or a single object in place of a list.
	 * @return this builder
	 */
	public QhaigcGatewayBuilder lenient() {
		this.lenient = true;
		return this;
	}

	/**
	 * Do not require the thought signatures that Gemini 3 and later models require.
	 * @return this builder
	 */
	public QhaigcGatewayBuilder withoutSignatureRules() {
		this.signatureRules = false;
		return this;
	}

	/**
	 * Respond as a relay does. A relay is a gateway, such as one-api or new-api, that
	 * forwards requests to vendors. Errors are in the format of relays, a request for a
	 * model that is not served fails with a 503, thoughts are {@code <think>} blocks in
	 * the text, thought signatures are neither required nor sent, and the unified
	 * endpoint rejects the schemas that relays do not convert.
	 * @return this builder
	 * @see RelayError
	 */
	public QhaigcGatewayBuilder respondAsRelay() {
		this.relay = true;
		return withoutSignatureRules();
	}

	/**
	 * Generate a reply for each request for which no reply is scripted: a call of the
	 * declared tool that matches the user's text. If no tool matches, or if tool results
	 * follow the user's text, the reply is example JSON if the request has a response
	 * schema. Otherwise, the reply contains the tool results, or the user's text if there
	 * are no tool results. Streams have one event per word.
	 * @return this builder
	 */
	public QhaigcGatewayBuilder autoRespond() {
		return autoRespond(Duration.ZERO);
	}

	/**
	 * Generate a reply for each request for which no reply is scripted, with a delay
	 * between the events of a stream.
	 * @param eventDelay the delay
	 * @return this builder
	 * @see #autoRespond()
	 */
	public QhaigcGatewayBuilder autoRespond(Duration eventDelay) {
		Arguments.requireNotNegative("delay", eventDelay);
		return unscriptedReplies(new AutoResponder(eventDelay));
	}

	/**
	 * Limit the journal, which contains the requests that
	 * {@link QhaigcGateway#received()} returns. If a limit is exceeded, the oldest
	 * requests are dropped; the last request is always kept. Defaults to 1,000 requests
	 * with 64 MiB of bodies.
	 * @param maxRequests the maximum number of requests, at least 1
	 * @param maxBodyBytes the maximum total size of the bodies of these requests, in
	 * bytes; for simplicity, each character counts as one byte
	 * @return this builder
	 */
	public QhaigcGatewayBuilder journal(int maxRequests, long maxBodyBytes) {
		this.journalLimits = new GatewayActivity.Limits(maxRequests, maxBodyBytes);
		return this;
	}

	/**
	 * Set the maximum size of a request that the native endpoint accepts, including
	 * media. A larger request is rejected with Google's error. Defaults to 100 MiB,
	 * Google's limit for requests.
	 * @param maxRequestBytes the maximum size in bytes, such as {@code 20 * 1024 * 1024},
	 * which was Google's limit until January 2026
	 * @return this builder
	 */
	public QhaigcGatewayBuilder maxRequestBytes(int maxRequestBytes) {
		this.maxRequestBytes = maxRequestBytes;
		return this;
	}

	/**
	 * Use recorded responses as the replies to requests for which no reply is scripted.
	 * @param folder the folder with the recorded exchanges
	 * @return this builder
	 * @throws IllegalArgumentException if the folder contains no recorded exchanges
	 * @see QhaigcGateway#replay(Path)
	 */
	public QhaigcGatewayBuilder replay(Path folder) {
		this.validating = false;
		return unscriptedReplies(new RecordedExchanges(folder));
	}

	/**
	 * Forward each request to another gateway and record the exchange.
	 * @param upstreamUrl the base URL of the other gateway
	 * @param upstreamKey the API key of the other gateway
	 * @param folder the folder for the files, which is created if it does not exist
	 * @return this builder
	 * @see QhaigcGateway#record(String, String, Path)
	 */
	public QhaigcGatewayBuilder record(String upstreamUrl, String upstreamKey, Path folder) {
		this.validating = false;
		this.proxy = new RecordingProxy(upstreamUrl, upstreamKey, folder);
		return this;
	}

	QhaigcGatewayBuilder unscriptedReplies(Function<ReceivedRequest, Reply> unscriptedReplies) {
		this.unscriptedReplies = unscriptedReplies;
		return this;
	}

	QhaigcGatewayBuilder nanoTime(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		return this;
	}

	/**
	 * Add an endpoint that returns the journal, and log each request, except those for
	 * the journal.
	 * @param requestLog receives a line for each request
	 */
	QhaigcGatewayBuilder journalEndpoint(Consumer<String> requestLog) {
		this.journalEndpoint = new GatewaySettings.JournalEndpointSettings(requestLog);
		return this;
	}

	/**
	 * Start the gateway.
	 * @return the gateway, which the caller must close
	 */
	public QhaigcGateway start() {
		return new QhaigcGateway(settings(), this.proxy);
	}

	GatewaySettings settings() {
		Set<String> accepted = new HashSet<>(this.additionalApiKeys);
		accepted.add(this.apiKey);
		return new GatewaySettings(new GatewaySettings.Keys(this.apiKey, Set.copyOf(accepted), this.anyKey),
				new GatewaySettings.Address(this.host, this.port, this.pathPrefix), List.copyOf(this.models),
				this.lenient, this.signatureRules, this.relay, this.validating, this.maxRequestBytes,
				this.journalEndpoint, this.journalLimits, this.unscriptedReplies, this.nanoTime);
	}

}
