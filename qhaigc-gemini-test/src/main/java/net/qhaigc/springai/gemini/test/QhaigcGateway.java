package net.qhaigc.springai.gemini.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the Qhaigc gateway in this process: an HTTP server on the loopback
 * address that checks requests as strictly as Google does and answers what was scripted.
 * <pre class="code">
 * try (QhaigcGateway gateway = QhaigcGateway.start()) {
 *     gateway.callTool("getWeather", Map.of("city", "Hangzhou"));
 *     gateway.reply("It is raining in Hangzhou.");
 *     // point the client at gateway.url() with gateway.apiKey()
 * }
 * </pre>
 * <p>
 * A request first has to be valid: the key, the path, the JSON, the rules of Gemini's
 * format. If it is, the replies of the first {@link #when(Predicate) matching} rule are
 * used, else the next one of the queue, else those of {@link Builder#autoRespond()}. If
 * there is none, the client gets a 400 that says so, which it will not try again, and
 * {@link #problems()} reports it.
 */
public final class QhaigcGateway extends ReplyScript implements AutoCloseable {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	private final Script script = new Script();

	private final GatewayActivity journal = new GatewayActivity();

	private final List<Consumer<ReceivedRequest>> hooks = new CopyOnWriteArrayList<>();

	private final GatewaySettings settings;

	private final GatewayServer server;

	private volatile boolean rejectionsAllowed;

	private QhaigcGateway(GatewaySettings settings, @Nullable RequestHandler answers) {
		this.settings = settings;
		RequestHandler scripted = new ScriptedRequestHandler(settings, this.script, this.journal,
				(request) -> this.hooks.forEach((hook) -> hook.accept(request)));
		ValidatingRequestHandler router = new ValidatingRequestHandler(settings, this.journal,
				(answers != null) ? answers : scripted);
		this.server = new GatewayServer(settings, router, this.journal);
	}

	/**
	 * Starts a gateway on a free port.
	 * @return the gateway
	 */
	public static QhaigcGateway start() {
		return builder().start();
	}

	/**
	 * Starts a gateway with other than the usual settings.
	 * @return a builder with the usual settings
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts a gateway that asks a real one and keeps every exchange in a file of a
	 * folder. Nothing is checked and nothing is scripted. The key is not kept.
	 * @param upstreamUrl the base URL of the real gateway
	 * @param upstreamKey the key of the real gateway, which replaces that of the clients
	 * @param folder the folder, which is created if need be
	 * @return the gateway
	 * @see #replay(Path)
	 */
	public static QhaigcGateway record(String upstreamUrl, String upstreamKey, Path folder) {
		return new QhaigcGateway(builder().settings(false), new RecordingProxy(upstreamUrl, upstreamKey, folder));
	}

	/**
	 * Starts a gateway that answers with the exchanges of a folder: a request gets what
	 * was recorded for one with the same path, query and JSON, whatever ids its calls
	 * have. Replies may be scripted all the same, and come first.
	 * @param folder the folder
	 * @return the gateway
	 * @throws IllegalArgumentException if the folder has no recorded exchange
	 * @see #record(String, String, Path)
	 */
	public static QhaigcGateway replay(Path folder) {
		Builder builder = builder();
		builder.autoRespond = new RecordedExchanges(folder);
		return new QhaigcGateway(builder.settings(false), null);
	}

	/**
	 * The base URL for clients.
	 * @return the URL, without a trailing slash
	 */
	public String url() {
		return "http://localhost:" + port() + this.settings.pathPrefix();
	}

	/**
	 * The key for clients.
	 * @return the key
	 */
	public String apiKey() {
		return this.settings.apiKey();
	}

	/**
	 * The port.
	 * @return the port that is listened on
	 */
	public int port() {
		return this.server.port();
	}

	@Override
	Reply add(Reply reply) {
		return this.script.enqueue(reply);
	}

	/**
	 * Scripts replies for the requests that match. They are tried before the queue, in
	 * the order of the calls of this method. Each reply is given once, the last one again
	 * for every further match.
	 * @param predicate the requests that are meant
	 * @return the verbs for those requests
	 */
	public ReplyScript when(Predicate<ReceivedRequest> predicate) {
		return this.script.when(predicate);
	}

	/**
	 * Calls a hook for every valid request, before it is answered. If the hook throws,
	 * the request gets a 400 and {@link #problems()} reports it.
	 * @param hook called on a thread of the server
	 */
	public void onRequest(Consumer<ReceivedRequest> hook) {
		this.hooks.add(hook);
	}

	/**
	 * All requests so far, the refused ones included.
	 * @return the requests, in the order they came
	 */
	public List<ReceivedRequest> received() {
		return this.journal.received();
	}

	/**
	 * Takes the first request that was not taken yet, and waits for it up to five
	 * seconds.
	 * @return the request
	 * @throws IllegalStateException if none comes in time
	 */
	public ReceivedRequest takeRequest() {
		return this.journal.take(DEFAULT_TIMEOUT);
	}

	/**
	 * How many connections are open now.
	 * @return the number of connections
	 */
	public int openConnections() {
		return this.journal.openConnections();
	}

	/**
	 * How many connections were opened so far.
	 * @return the number of connections
	 */
	public int connections() {
		return this.journal.connections();
	}

	/**
	 * How many requests were cancelled: the client closed the connection before the
	 * answer had ended.
	 * @return the number of requests
	 */
	public int cancelled() {
		return this.journal.cancelledRequests();
	}

	/**
	 * Waits until a client has cancelled a request.
	 * @param timeout how long to wait
	 * @return whether one had been cancelled in that time
	 */
	public boolean awaitCancelled(Duration timeout) {
		return awaitCancelled(1, timeout);
	}

	/**
	 * Waits until clients have cancelled some requests.
	 * @param requests how many requests in all
	 * @param timeout how long to wait
	 * @return whether so many had been cancelled in that time
	 */
	public boolean awaitCancelled(int requests, Duration timeout) {
		return this.journal.awaitCancelled(requests, timeout);
	}

	/**
	 * How many scripted replies no request has got yet.
	 * @return the number of replies
	 */
	public int unusedReplies() {
		return this.script.unused().size();
	}

	/**
	 * What went wrong on the side of the test: requests without a reply, replies that do
	 * not suit the request, hooks that threw.
	 * @return the problems as sentences
	 */
	public List<String> problems() {
		return this.journal.problems().stream().map(GatewayActivity.Problem::text).toList();
	}

	/**
	 * Takes refused requests as what the test aims at, until {@link #reset()}: they are
	 * no reason for {@link #verify()} to fail.
	 */
	public void allowRejectedRequests() {
		this.rejectionsAllowed = true;
	}

	/**
	 * Checks that all went as it was scripted.
	 * @throws AssertionError if a request was refused, had no reply, or failed in a hook,
	 * or if a reply was not used; its message shows the requests
	 */
	public void verify() {
		verifyAfter(null);
	}

	/**
	 * Checks that all went as it was scripted, at the end of a test that may have failed
	 * already: what {@link #verify()} would tell is then added to that failure as a
	 * suppressed one, unless it says so itself.
	 * @param failure the failure of the test, or null if it has not failed
	 * @throws AssertionError as of {@link #verify()}, if the test has not failed
	 */
	public void verifyAfter(@Nullable Throwable failure) {
		String findings = Verification.of(this.journal, this.script, this.rejectionsAllowed);
		if (findings == null) {
			return;
		}
		if (failure == null) {
			throw new AssertionError(findings);
		}
		if (!Verification.isTold(findings, failure)) {
			failure.addSuppressed(new AssertionError(findings));
		}
	}

	/**
	 * Forgets scripts, hooks, requests and problems. Connections stay open.
	 */
	public void reset() {
		this.rejectionsAllowed = false;
		this.script.clear();
		this.hooks.clear();
		this.journal.clear();
	}

	/**
	 * Closes all connections and stops the server.
	 */
	@Override
	public void close() {
		this.server.close();
	}

	/**
	 * The settings of a gateway.
	 */
	public static final class Builder {

		private String apiKey = "test-key";

		private String pathPrefix = "";

		private int port;

		private final List<String> models = new ArrayList<>();

		private boolean lenient;

		private boolean signatureRules = true;

		private @Nullable Function<ReceivedRequest, Reply> autoRespond;

		private Builder() {
		}

		/**
		 * Sets the key that requests need, {@code test-key} if not set.
		 * @param apiKey the key
		 * @return this builder
		 */
		public Builder apiKey(String apiKey) {
			this.apiKey = apiKey;
			return this;
		}

		/**
		 * Serves every path below a prefix.
		 * @param pathPrefix the prefix, such as {@code /proxy}
		 * @return this builder
		 */
		public Builder pathPrefix(String pathPrefix) {
			this.pathPrefix = pathPrefix;
			return this;
		}

		/**
		 * Listens on a port instead of a free one.
		 * @param port the port
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Serves these models only: any other gets a 404.
		 * @param models the ids of the models
		 * @return this builder
		 */
		public Builder models(String... models) {
			this.models.addAll(List.of(models));
			return this;
		}

		/**
		 * Also accepts what Google reads though it is not canonical: snake_case names,
		 * enum words in lower case, a single object where a list is meant.
		 * @return this builder
		 */
		public Builder lenient() {
			this.lenient = true;
			return this;
		}

		/**
		 * Switches the rules for thought signatures off, which are on for Gemini 3 and
		 * later.
		 * @return this builder
		 */
		public Builder withoutSignatureRules() {
			this.signatureRules = false;
			return this;
		}

		/**
		 * Answers sensibly whatever is not scripted: calls a declared tool if the user's
		 * text asks for what it does, gives JSON if a schema is sent, tells the results
		 * of tools, and else echoes the text. Streams word by word.
		 * @return this builder
		 */
		public Builder autoRespond() {
			return autoRespond(Duration.ZERO);
		}

		/**
		 * Answers sensibly whatever is not scripted, with a pause between the events of a
		 * stream, so that people see it come.
		 * @param pause the pause
		 * @return this builder
		 * @see #autoRespond()
		 */
		public Builder autoRespond(Duration pause) {
			this.autoRespond = new AutoResponder(pause);
			return this;
		}

		/**
		 * Starts the gateway.
		 * @return the gateway, to be closed
		 */
		public QhaigcGateway start() {
			return new QhaigcGateway(settings(true), null);
		}

		private GatewaySettings settings(boolean checking) {
			return new GatewaySettings(this.apiKey, this.pathPrefix, this.port, List.copyOf(this.models), this.lenient,
					this.signatureRules, checking, this.autoRespond);
		}

	}

}
