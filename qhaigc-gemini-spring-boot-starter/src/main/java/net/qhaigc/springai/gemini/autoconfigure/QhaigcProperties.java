package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsProperties;
import org.springframework.util.unit.DataSize;

import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Properties of the connection to the gateway, and of the model.
 */
@ConfigurationProperties("qhaigc")
public class QhaigcProperties extends HttpClientSettingsProperties {

	/**
	 * API key of the Qhaigc account. Preferably set by the environment variable
	 * QHAIGC_API_KEY.
	 */
	private @Nullable String apiKey;

	/**
	 * Several API keys of the Qhaigc account, in place of 'qhaigc.api-key'. Requests
	 * alternate between them; a key that is rejected or rate-limited is not used for a
	 * while.
	 */
	private List<String> apiKeys = new ArrayList<>();

	/**
	 * Base URL of the gateway, with an optional path prefix.
	 */
	private String baseUrl = "https://api.qhaigc.net";

	/**
	 * ID of the model, as listed by the gateway. Case-sensitive.
	 */
	private @Nullable String model;

	/**
	 * Endpoint of the gateway: Google's endpoint for Gemini models, or the unified
	 * endpoint, which serves models of every vendor.
	 */
	private @Nullable Endpoint endpoint;

	/**
	 * Maximum time to wait for the first byte of a response. Defaults to
	 * 'qhaigc.read-timeout' if that is set.
	 */
	private @Nullable Duration responseTimeout;

	/**
	 * Maximum time without data during a response. Keep-alive events count as data.
	 * Defaults to 'qhaigc.read-timeout' if that is set.
	 */
	private @Nullable Duration streamIdleTimeout;

	/**
	 * Maximum duration of a call or stream, including retries and continuations.
	 * Unlimited by default.
	 */
	private @Nullable Duration callTimeout;

	/**
	 * Maximum size of a response, or of one event of a stream.
	 */
	private @Nullable DataSize maxResponseSize;

	/**
	 * Maximum delay that the gateway may request before a retry. If the gateway requests
	 * a longer delay, the call fails immediately.
	 */
	private @Nullable Duration maxRetryAfter;

	/**
	 * Maximum number of retries that the requests of one API key and model can make
	 * without waiting, to avoid overloading a failing gateway. The budget regains one
	 * retry per second, and one for every five successful requests; if it is used up,
	 * retries wait. Retries for which the gateway specifies a delay are not counted. 0
	 * means no limit.
	 */
	private @Nullable Integer retryBudget;

	/**
	 * Maximum time that a retry waits for the retry budget. Also the maximum time that a
	 * request waits while the gateway rate-limits the API key and model that the request
	 * uses.
	 */
	private @Nullable Duration maxRetryWait;

	/**
	 * Whether to retry a request after a timeout if it was already sent. The gateway may
	 * still be processing the first request, and may charge for both requests.
	 */
	private @Nullable Boolean retryAfterTimeout;

	/**
	 * Maximum number of requests in progress. Requests that exceed it wait, without
	 * blocking a thread. 0 means no limit.
	 */
	private @Nullable Integer maxConcurrentRequests;

	/**
	 * Whether to log requests and responses, without the API key. The log then contains
	 * the texts of users and models.
	 */
	private boolean wireLog;

	/**
	 * Additional headers for each request.
	 */
	private final Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Additional models by name. Each has the connection, quota and chat properties of
	 * 'qhaigc', and inherits those that it does not set.
	 */
	private final Map<String, QhaigcModelProperties> models = new LinkedHashMap<>();

	/**
	 * What to do about properties under 'qhaigc' that do not exist, such as misspelled
	 * ones.
	 */
	private UnknownProperties unknownProperties = UnknownProperties.WARN;

	/**
	 * Models that are used, in this order, if the default model fails: names of models
	 * under 'qhaigc.models', or bean names of other chat models.
	 */
	private List<String> failover = new ArrayList<>();

	private final Pool pool = new Pool();

	@NestedConfigurationProperty
	private final QhaigcQuotaProperties quota = new QhaigcQuotaProperties();

	private final Proxy proxy = new Proxy();

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public List<String> getApiKeys() {
		return this.apiKeys;
	}

	public void setApiKeys(List<String> apiKeys) {
		this.apiKeys = apiKeys;
	}

	public String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public String getModel() {
		return (this.model != null) ? this.model : QhaigcGeminiChatOptions.DEFAULT_MODEL;
	}

	/** Return the model, or null for the default. */
	@Nullable String configuredModel() {
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

	public @Nullable Duration getMaxRetryWait() {
		return this.maxRetryWait;
	}

	public void setMaxRetryWait(@Nullable Duration maxRetryWait) {
		this.maxRetryWait = maxRetryWait;
	}

	public @Nullable Boolean getRetryAfterTimeout() {
		return this.retryAfterTimeout;
	}

	public void setRetryAfterTimeout(@Nullable Boolean retryAfterTimeout) {
		this.retryAfterTimeout = retryAfterTimeout;
	}

	public @Nullable Integer getMaxConcurrentRequests() {
		return this.maxConcurrentRequests;
	}

	public void setMaxConcurrentRequests(@Nullable Integer maxConcurrentRequests) {
		this.maxConcurrentRequests = maxConcurrentRequests;
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

	public List<String> getFailover() {
		return this.failover;
	}

	public void setFailover(List<String> failover) {
		this.failover = failover;
	}

	public Map<String, QhaigcModelProperties> getModels() {
		return this.models;
	}

	public UnknownProperties getUnknownProperties() {
		return this.unknownProperties;
	}

	public void setUnknownProperties(UnknownProperties unknownProperties) {
		this.unknownProperties = unknownProperties;
	}

	public QhaigcQuotaProperties getQuota() {
		return this.quota;
	}

	public Pool getPool() {
		return this.pool;
	}

	public Proxy getProxy() {
		return this.proxy;
	}

	/**
	 * What to do about properties that do not exist.
	 */
	public enum UnknownProperties {

		/** Log a warning at startup. */
		WARN,

		/** Fail to start. */
		FAIL,

		/** Do not check the properties. */
		IGNORE

	}

	/**
	 * Properties of the connection pool. They apply to Reactor Netty, the default
	 * connector.
	 */
	public static class Pool {

		/**
		 * Maximum number of open connections. Each call and each stream uses one.
		 */
		private @Nullable Integer maxConnections;

		/**
		 * Maximum number of requests that wait for a connection.
		 */
		private @Nullable Integer maxPending;

		/**
		 * Maximum time that a connection is idle before it is closed. Should be less than
		 * the idle timeout of the gateway.
		 */
		private @Nullable Duration maxIdleTime;

		/**
		 * Maximum lifetime of a connection before it is replaced, so that changes of the
		 * gateway's IP address take effect.
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

	/**
	 * Properties of the HTTP proxy. They apply to Reactor Netty, the default connector.
	 */
	public static class Proxy {

		/**
		 * Host of the HTTP proxy through which the gateway is accessed. An empty host
		 * means no proxy. Defaults to the proxy of Java's system properties.
		 */
		private @Nullable String host;

		/**
		 * Port of the proxy. Required if a host is set.
		 */
		private @Nullable Integer port;

		/**
		 * Username for the proxy, if it requires basic authentication.
		 */
		private @Nullable String username;

		/**
		 * Password for the proxy. Requires a username.
		 */
		private @Nullable String password;

		/**
		 * Hosts that are accessed directly. An asterisk matches any characters.
		 */
		private List<String> nonProxyHosts = new ArrayList<>();

		public @Nullable String getHost() {
			return this.host;
		}

		public void setHost(@Nullable String host) {
			this.host = host;
		}

		public @Nullable Integer getPort() {
			return this.port;
		}

		public void setPort(@Nullable Integer port) {
			this.port = port;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		public List<String> getNonProxyHosts() {
			return this.nonProxyHosts;
		}

		public void setNonProxyHosts(List<String> nonProxyHosts) {
			this.nonProxyHosts = nonProxyHosts;
		}

	}

}
