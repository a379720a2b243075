package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsProperties;
import org.springframework.util.unit.DataSize;

import net.qhaigc.springai.gemini.options.Endpoint;

/**
 * The connection to the gateway, and the model that answers.
 */
@ConfigurationProperties("qhaigc")
public class QhaigcProperties extends HttpClientSettingsProperties {

	/**
	 * Key of the Qhaigc account. Best given by the environment variable QHAIGC_API_KEY.
	 */
	private @Nullable String apiKey;

	/**
	 * URL of the gateway, with or without a path in front of the API's own.
	 */
	private String baseUrl = "https://api.qhaigc.net";

	/**
	 * Model that answers, by the id that the gateway lists.
	 */
	private String model = "gemini-2.5-flash";

	/**
	 * Endpoint of the gateway: Google's own, which is for Gemini, or the unified one,
	 * which serves models of every vendor.
	 */
	private @Nullable Endpoint endpoint;

	/**
	 * How long to wait for the first byte of an answer. 'qhaigc.read-timeout' holds if
	 * this is not set.
	 */
	private @Nullable Duration responseTimeout;

	/**
	 * How long a stream may be silent; keep-alives count as life. 'qhaigc.read-timeout'
	 * holds if this is not set.
	 */
	private @Nullable Duration streamIdleTimeout;

	/**
	 * How long a call or a stream may take as a whole, retries included.
	 */
	private @Nullable Duration callTimeout;

	/**
	 * Largest answer, and largest event of a stream, that is read.
	 */
	private @Nullable DataSize maxResponseSize;

	/**
	 * Longest wait the gateway may ask for between two attempts. If it asks for more, the
	 * call fails at once.
	 */
	private @Nullable Duration maxRetryAfter;

	/**
	 * Most retries that all calls together make at once, so that a gateway that struggles
	 * is not stormed. From then on there is one a second, and one more for every five
	 * successes. 0 is no limit.
	 */
	private @Nullable Integer retryBudget;

	/**
	 * Whether requests and answers are written to the log, without the key. They hold
	 * what users and models say.
	 */
	private boolean wireLog;

	/**
	 * Headers that are sent with each request.
	 */
	private final Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Further models, by name. Each has the properties of 'qhaigc', those of
	 * 'qhaigc.chat' too, and inherits what it leaves out.
	 */
	private final Map<String, Object> models = new LinkedHashMap<>();

	private final Pool pool = new Pool();

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public String getModel() {
		return this.model;
	}

	public void setModel(String model) {
		this.model = model;
	}

	public @Nullable Endpoint getEndpoint() {
		return this.endpoint;
	}

	public void setEndpoint(@Nullable Endpoint endpoint) {
		this.endpoint = endpoint;
	}

	public @Nullable Duration getResponseTimeout() {
		return this.responseTimeout;
	}

	public void setResponseTimeout(@Nullable Duration responseTimeout) {
		this.responseTimeout = responseTimeout;
	}

	public @Nullable Duration getStreamIdleTimeout() {
		return this.streamIdleTimeout;
	}

	public void setStreamIdleTimeout(@Nullable Duration streamIdleTimeout) {
		this.streamIdleTimeout = streamIdleTimeout;
	}

	public @Nullable Duration getCallTimeout() {
		return this.callTimeout;
	}

	public void setCallTimeout(@Nullable Duration callTimeout) {
		this.callTimeout = callTimeout;
	}

	public @Nullable DataSize getMaxResponseSize() {
		return this.maxResponseSize;
	}

	public void setMaxResponseSize(@Nullable DataSize maxResponseSize) {
		this.maxResponseSize = maxResponseSize;
	}

	public @Nullable Duration getMaxRetryAfter() {
		return this.maxRetryAfter;
	}

	public void setMaxRetryAfter(@Nullable Duration maxRetryAfter) {
		this.maxRetryAfter = maxRetryAfter;
	}

	public @Nullable Integer getRetryBudget() {
		return this.retryBudget;
	}

	public void setRetryBudget(@Nullable Integer retryBudget) {
		this.retryBudget = retryBudget;
	}

	public boolean isWireLog() {
		return this.wireLog;
	}

	public void setWireLog(boolean wireLog) {
		this.wireLog = wireLog;
	}

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public Map<String, Object> getModels() {
		return this.models;
	}

	public Pool getPool() {
		return this.pool;
	}

	/**
	 * The pool of connections to the gateway. Only Reactor Netty's, the default
	 * connector, can be set this way.
	 */
	public static class Pool {

		/**
		 * Most connections that are open at a time; each call and each stream takes one.
		 */
		private @Nullable Integer maxConnections;

		/**
		 * Most requests that wait for a connection.
		 */
		private @Nullable Integer maxPending;

		/**
		 * How long an unused connection is kept. Best below the time after which the
		 * gateway closes it.
		 */
		private @Nullable Duration maxIdleTime;

		/**
		 * How long a connection is used before it is replaced, so that a changed address
		 * of the gateway is noticed.
		 */
		private @Nullable Duration maxLifeTime;

		public @Nullable Integer getMaxConnections() {
			return this.maxConnections;
		}

		public void setMaxConnections(@Nullable Integer maxConnections) {
			this.maxConnections = maxConnections;
		}

		public @Nullable Integer getMaxPending() {
			return this.maxPending;
		}

		public void setMaxPending(@Nullable Integer maxPending) {
			this.maxPending = maxPending;
		}

		public @Nullable Duration getMaxIdleTime() {
			return this.maxIdleTime;
		}

		public void setMaxIdleTime(@Nullable Duration maxIdleTime) {
			this.maxIdleTime = maxIdleTime;
		}

		public @Nullable Duration getMaxLifeTime() {
			return this.maxLifeTime;
		}

		public void setMaxLifeTime(@Nullable Duration maxLifeTime) {
			this.maxLifeTime = maxLifeTime;
		}

		boolean isSet() {
			return this.maxConnections != null || this.maxPending != null || this.maxIdleTime != null
					|| this.maxLifeTime != null;
		}

	}

}
