package net.qhaigc.springai.gemini.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

/**
 * A stand-in gateway: an HTTP server in this process, by default on the loopback
 * interface. It validates the format of requests at least as strictly as Google does, and
 * returns scripted replies. <pre class="code">
 * try (QhaigcGateway gateway = QhaigcGateway.start()) {
 *     gateway.callTool("getWeather", Map.of("city", "Hangzhou"));
 *     gateway.reply("It is raining in Hangzhou.");
 *     // configure the client with gateway.url() and gateway.apiKey()
 * }
 * </pre>
 * <p>
 * First, the API key, the path and the content of each request are validated. A valid
 * request gets the next reply of the first {@link #when(Predicate) rule} that matches the
 * request, else the next reply in the queue, else a reply that is generated
 * ({@link QhaigcGatewayBuilder#autoRespond()}) or recorded ({@link #replay(Path)}). A
 * request without a reply gets the status 400, which clients do not retry, and
 * {@link #problems()} reports the request.
 * <p>
 * Replies that are added directly to the gateway form the queue: each reply is used once,
 * in order, for a chat request. A request to an endpoint in OpenAI's format that is not a
 * chat endpoint, such as embeddings, gets a generated reply unless a rule matches the
 * request; see {@link #when(Endpoint)}. Replies cannot be scripted for
 * {@link Endpoint#MODELS} and {@link Endpoint#IMAGE_FILE}.
 */
public final class QhaigcGateway extends ReplyScript implements AutoCloseable {

	private static final long SEED = 42;

	private static final Duration TAKE_REQUEST_TIMEOUT = Duration.ofSeconds(5);

	private final GatewaySettings settings;

	private final Script script;

	private final GatewayActivity activity;

	private final GatewayServer server;

	/**
	 * Start a gateway.
	 * @param settings the settings
	 * @param proxy the handler that forwards the requests to another gateway, or null for
	 * scripted replies
	 */
	QhaigcGateway(GatewaySettings settings, @Nullable RecordingProxy proxy) {
		this.settings = settings;
		this.script = new Script();
		this.activity = new GatewayActivity(settings.journalLimits());
		RequestHandler replyHandler = (proxy != null) ? proxy
				: new ScriptedRequestHandler(settings, this.script, this.activity);
		RequestHandler handler = new ValidatingRequestHandler(settings, this.activity, replyHandler);
		GatewaySettings.JournalEndpointSettings journal = settings.journalEndpoint();
		this.server = new GatewayServer(settings,
				(journal != null) ? new JournalEndpoint(this.activity, journal.requestLog(), handler) : handler,
				this.activity);
	}

	/**
	 * Start a gateway on a free port with the default settings.
	 */
	public static QhaigcGateway start() {
		return builder().start();
	}

	/**
	 * Return a builder for a gateway with settings that differ from the defaults.
	 */
	public static QhaigcGatewayBuilder builder() {
		return new QhaigcGatewayBuilder();
	}

	/**
	 * Start a gateway that forwards each request to another gateway and records the
	 * exchange in a file. The content of requests is not validated, and replies cannot be
	 * scripted. The API key of the other gateway is redacted in the files.
	 * @param upstreamUrl the base URL of the other gateway
	 * @param upstreamKey the API key of the other gateway, which replaces the API key of
	 * the requests
	 * @param folder the folder for the files, which is created if it does not exist
	 * @return the gateway
	 * @see #replay(Path)
	 */
	public static QhaigcGateway record(String upstreamUrl, String upstreamKey, Path folder) {
		return builder().record(upstreamUrl, upstreamKey, folder).start();
	}

	/**
	 * Start a gateway that returns recorded responses: a request gets the response that
	 * was recorded for a request with the same method, path, query and JSON. Only the
	 * values of {@code id} and {@code tool_call_id} and the formats of numbers can
	 * differ. The content of requests is not validated. Scripted replies take precedence
	 * over recorded responses.
	 * @param folder the folder with the recorded exchanges
	 * @return the gateway
	 * @throws IllegalArgumentException if the folder contains no recorded exchanges
	 * @see #record(String, String, Path)
	 */
	public static QhaigcGateway replay(Path folder) {
		return builder().replay(folder).start();
	}

	/**
	 * Return the base URL for clients, without a trailing slash.
	 */
	public String url() {
		return "http://localhost:" + port() + this.settings.address().pathPrefix();
	}

	/**
	 * Return the API key for clients.
	 */
	public String apiKey() {
		return this.settings.keys().first();
	}

	/**
	 * Return the port of the server.
	 */
	public int port() {
		return this.server.port();
	}

	@Override
	Reply add(Reply reply) {
		return this.script.enqueue(reply);
	}

	/**
	 * Script replies for the requests that match a predicate. Such a rule takes
	 * precedence over the queue. If several rules match a request, the rule that was
	 * declared first is used. The replies of a rule are used in order; the last reply is
	 * repeated.
	 * @param predicate the condition
	 * @return the script of the rule
	 */
	public ReplyScript when(Predicate<ReceivedRequest> predicate) {
		return this.script.when(predicate);
	}

	/**
	 * Script replies for the requests of an endpoint, as {@link #when(Predicate)} does.
	 * @param endpoint the endpoint
	 * @return the script of the rule
	 */
	public ReplyScript when(Endpoint endpoint) {
		return when((request) -> request.endpoint() == endpoint);
	}

	/**
	 * Limit the rate of requests. Each valid request above the limit gets a 429 with a
	 * {@code Retry-After} header, even if a reply is scripted for the request. The limit
	 * applies until the next {@link #reset()}. It does not apply to requests for the list
	 * of models and for image files.
	 * @param requests the maximum number of requests within the period
	 * @param period the length of the period, such as one second. For each request, the
	 * requests that were accepted in the period before that request are counted.
	 */
	public void limit(int requests, Duration period) {
		int seconds = (int) Math.max(1, period.plusNanos(999_999_999).toSeconds());
		this.script.addFault(new RequestLimit(requests, period, this.settings.nanoTime()))
			.gatewayError(429)
			.retryAfter(seconds);
	}

	/**
	 * Start an outage, during which each valid request gets a 503, even if a reply is
	 * scripted for the request. The outage does not apply to requests for the list of
	 * models and for image files. A {@link #reset()} ends the outage early.
	 * @param duration the duration of the outage
	 */
	public void outage(Duration duration) {
		long start = this.settings.nanoTime().getAsLong();
		this.script.addFault((request) -> this.settings.nanoTime().getAsLong() - start < duration.toNanos())
			.gatewayError(503);
	}

	/**
	 * Script replies for randomly chosen requests:
	 * {@code gateway.sometimes(0.01).googleError(503)}. These replies take precedence
	 * over other scripted replies. The choice depends only on the order of the requests,
	 * so it is the same each time the test is run.
	 * @param probability the probability that a request gets one of the replies, from 0
	 * to 1
	 * @return the script to which the replies are added
	 */
	public ReplyScript sometimes(double probability) {
		if (!(probability >= 0 && probability <= 1)) {
			throw new IllegalArgumentException("The probability must be from 0 to 1, but is " + probability);
		}
		Random random = new Random(SEED);
		return this.script.addFault((request) -> random.nextDouble() < probability);
	}

	/**
	 * Register a hook that is called with each valid request before the reply is chosen,
	 * except for requests to {@link Endpoint#MODELS} and {@link Endpoint#IMAGE_FILE}. If
	 * the hook throws an exception, the response is a 400, and {@link #problems()}
	 * contains the message of the exception.
	 * @param hook the hook, which is called on a thread of the server
	 */
	public void onRequest(Consumer<ReceivedRequest> hook) {
		this.script.onRequest(hook);
	}

	/**
	 * Return the requests that have been received, including rejected ones, in order. If
	 * they exceed the {@linkplain QhaigcGatewayBuilder#journal(int, long) limits of the
	 * journal}, the oldest ones are missing.
	 */
	public List<ReceivedRequest> received() {
		return this.activity.received();
	}

	/**
	 * Return the next request that this method has not returned yet, waiting up to five
	 * seconds for it.
	 * @return the request
	 * @throws IllegalStateException if no request is received in time
	 */
	public ReceivedRequest takeRequest() {
		return this.activity.take(TAKE_REQUEST_TIMEOUT);
	}

	/**
	 * Return the number of connections that are open.
	 */
	public int openConnections() {
		return this.activity.openConnections();
	}

	/**
	 * Return the number of connections that have been opened since the start.
	 */
	public int connections() {
		return this.activity.connections();
	}

	/**
	 * Return the number of requests that have been cancelled since the start or the last
	 * {@link #reset()}. A request is cancelled if the client closes the connection before
	 * the end of the response.
	 */
	public int cancelled() {
		return this.activity.cancelledRequests();
	}

	/**
	 * Wait until at least one request has been cancelled.
	 * @param timeout the maximum time to wait
	 * @return whether a request has been cancelled
	 */
	public boolean awaitCancelled(Duration timeout) {
		return awaitCancelled(1, timeout);
	}

	/**
	 * Wait until at least the given number of requests have been cancelled.
	 * @param requests the number of cancelled requests since the start or the last
	 * {@link #reset()}
	 * @param timeout the maximum time to wait
	 * @return whether that many requests have been cancelled
	 */
	public boolean awaitCancelled(int requests, Duration timeout) {
		return this.activity.awaitCancelled(requests, timeout);
	}

	/**
	 * Return the number of scripted replies that have not been used.
	 */
	public int unusedReplies() {
		return this.script.unused().size();
	}

	/**
	 * Return the problems of the test itself: requests without a reply, replies that do
	 * not fit the request, and hooks that threw an exception.
	 */
	public List<String> problems() {
		return this.activity.problems().stream().map(GatewayActivity.Problem::message).toList();
	}

	/**
	 * Prevent {@link #verify()} from failing because of rejected requests, until the next
	 * {@link #reset()}.
	 */
	public void allowRejectedRequests() {
		this.script.allowRejectedRequests();
	}

	/**
	 * Verify that no request was rejected, that there are no {@linkplain #problems()
	 * problems} and that each scripted reply was used.
	 * @throws AssertionError if one of these conditions is not met; the message lists the
	 * rejected requests, the problems and the unused replies
	 */
	public void verify() {
		verifyAfter(null);
	}

	/**
	 * Verify the gateway at the end of a test that may have failed. If both the test and
	 * {@link #verify()} fail, the error of the verification is added to the failure of
	 * the test as a suppressed exception, unless the failure already contains it.
	 * @param failure the failure of the test, or null if the test was successful
	 * @throws AssertionError if the test was successful and {@link #verify()} fails
	 */
	public void verifyAfter(@Nullable Throwable failure) {
		Verification.of(this.activity, this.script).report(failure);
	}

	/**
	 * Discard scripted replies, rules, hooks, received requests and problems, and set the
	 * number of {@linkplain #cancelled() cancelled} requests to 0. Connections stay open.
	 */
	public void reset() {
		this.script.clear();
		this.activity.clear();
	}

	/**
	 * Close all connections and stop the server.
	 */
	@Override
	public void close() {
		this.server.close();
	}

}
