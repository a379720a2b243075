package net.qhaigc.springai.gemini.client.error;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The kind of a failure. It indicates where the cause is, and therefore whether another
 * connection, another API key or another model can help. Whether the same request can
 * succeed later is indicated by the type of the exception.
 */
public enum FailureKind {

	/** Nothing was sent, in most cases because no connection was established. */
	CONNECTION,

	/** A timeout was exceeded. The gateway may still be processing the request. */
	TIMEOUT,

	/** The response ended prematurely, was empty, or could not be read. */
	RESPONSE,

	/** The gateway, or a quota of the application, limits the rate of requests. */
	RATE_LIMIT,

	/** The gateway, or the vendor behind it, is overloaded or has failed. */
	UNAVAILABLE,

	/**
	 * The API key could not be read, was rejected, or is not permitted to use the model.
	 */
	API_KEY,

	/** The account of the API key has insufficient credit. */
	CREDIT,

	/** The gateway does not serve the model. */
	MODEL,

	/**
	 * The server at the base URL does not serve the API, or a proxy or firewall in front
	 * of it rejects the requests of this application.
	 */
	GATEWAY,

	/** The prompt was blocked because of its content. */
	CONTENT,

	/** The request is not valid. */
	REQUEST,

	/**
	 * The application ended the request, or a limit of the application prevented or ended
	 * the request: a budget, the connection pool, the maximum size of a response or the
	 * available memory.
	 */
	APPLICATION;

	private static final int TOO_MANY_REQUESTS = 429;

	/** The kinds of failures that the client itself detects, by code. */
	private static final Map<String, FailureKind> BY_CODE = Map.ofEntries(Map.entry("connection_refused", CONNECTION),
			Map.entry("connect_timeout", CONNECTION), Map.entry("unknown_host", CONNECTION),
			Map.entry("tls_handshake", CONNECTION), Map.entry("proxy_error", CONNECTION),
			Map.entry("request_not_sent", CONNECTION), Map.entry("requests_paused", RATE_LIMIT),
			Map.entry("tls_error", GATEWAY), Map.entry("not_http", GATEWAY), Map.entry("proxy_authentication", GATEWAY),
			Map.entry("response_head_too_large", GATEWAY), Map.entry("connection_closed", RESPONSE),
			Map.entry("incomplete_stream", RESPONSE), Map.entry("malformed_response", RESPONSE),
			Map.entry("empty_response", RESPONSE), Map.entry("compressed_response", RESPONSE),
			Map.entry("invalid_compression", RESPONSE), Map.entry("response_timeout", TIMEOUT),
			Map.entry("request_timeout", TIMEOUT), Map.entry("stream_idle_timeout", TIMEOUT),
			Map.entry("call_timeout", TIMEOUT), Map.entry("api_key_timeout", API_KEY),
			Map.entry("api_key_unavailable", API_KEY), Map.entry("api_keys_rejected", API_KEY),
			Map.entry("api_keys_limited", RATE_LIMIT), Map.entry(GatewayProblem.QUOTA_EXCEEDED, RATE_LIMIT),
			Map.entry("quota_store_unavailable", RATE_LIMIT), Map.entry("no_route_available", UNAVAILABLE),
			Map.entry("pool_exhausted", APPLICATION), Map.entry("response_too_large", APPLICATION),
			Map.entry("client_closed", APPLICATION), Map.entry("budget_exceeded", APPLICATION),
			Map.entry("price_missing", APPLICATION), Map.entry("interrupted", APPLICATION),
			Map.entry("out_of_memory", APPLICATION));

	/**
	 * Return the kind of a failure.
	 * @param problem the details of the failure
	 * @param rule the rule that the error matches; null if there is none
	 */
	static FailureKind of(GatewayProblem problem, @Nullable ErrorRule rule) {
		if (rule != null) {
			return rule.kind();
		}
		String code = problem.code();
		FailureKind kind = (code != null) ? BY_CODE.get(code) : null;
		return (kind != null) ? kind : ofStatus(problem.status());
	}

	private static FailureKind ofStatus(int status) {
		if (status == TOO_MANY_REQUESTS) {
			return RATE_LIMIT;
		}
		if (status >= 500) {
			return UNAVAILABLE;
		}
		return (status == 0 || status >= 400) ? REQUEST : RESPONSE;
	}

}
