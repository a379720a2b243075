package net.qhaigc.springai.gemini.test;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request as the gateway received it.
 */
public final class ReceivedRequest {

	private final int number;

	private final RequestTarget target;

	private final String method;

	private final String query;

	private final Map<String, List<String>> headers;

	private final String body;

	private final JsonNode json;

	private volatile JsonNode canonicalJson;

	private volatile @Nullable Rejection rejection;

	ReceivedRequest(int number, String method, RequestTarget target, String query, Map<String, List<String>> headers,
			String body, JsonNode json) {
		this.number = number;
		this.method = method;
		this.target = target;
		this.query = query;
		Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		copy.putAll(headers);
		this.headers = Collections.unmodifiableMap(copy);
		this.body = body;
		this.json = json;
		this.canonicalJson = json;
	}

	/**
	 * The HTTP method, upper case.
	 * @return the method
	 */
	public String method() {
		return this.method;
	}

	/**
	 * The path as it was sent, not decoded.
	 * @return the path, with a leading slash
	 */
	public String path() {
		return this.target.path();
	}

	/**
	 * The query as it was sent.
	 * @return the query without its question mark, empty if there is none
	 */
	public String query() {
		return this.query;
	}

	/**
	 * All headers.
	 * @return the headers; names are looked up in any case
	 */
	public Map<String, List<String>> headers() {
		return this.headers;
	}

	/**
	 * One header.
	 * @param name the name, in any case
	 * @return the first value, or null if there is none
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name);
		return (values != null) ? values.get(0) : null;
	}

	/**
	 * The body as text.
	 * @return the body, empty if there is none
	 */
	public String body() {
		return this.body;
	}

	/**
	 * The body as JSON.
	 * @return the body; a missing node if there is none or it is not JSON
	 */
	public JsonNode json() {
		return this.json;
	}

	/**
	 * The model that was asked for.
	 * @return the model's id, decoded, empty if the request names none
	 */
	public String model() {
		return (endpoint() == Endpoint.UNIFIED) ? this.json.path("model").asString("") : this.target.model();
	}

	/**
	 * Whether the answer is to be streamed.
	 * @return whether it is
	 */
	public boolean isStream() {
		return (endpoint() == Endpoint.UNIFIED) ? this.json.path("stream").asBoolean(false) : this.target.stream();
	}

	/**
	 * The endpoint that was asked.
	 * @return the endpoint
	 */
	public Endpoint endpoint() {
		return this.target.endpoint();
	}

	/**
	 * Why the request was refused for breaking a rule of the wire.
	 * @return the message of the refusal, or null if the request is valid
	 */
	public @Nullable String rejectionMessage() {
		Rejection rejection = this.rejection;
		return (rejection != null) ? rejection.message() : null;
	}

	/**
	 * The place of this request among those received, from 1.
	 */
	int number() {
		return this.number;
	}

	/**
	 * The body in canonical spelling, once the rules have read it.
	 */
	JsonNode canonicalJson() {
		return this.canonicalJson;
	}

	void respell(JsonNode canonicalJson) {
		this.canonicalJson = canonicalJson;
	}

	/**
	 * The path without the prefix that the gateway was given.
	 */
	String localPath() {
		return this.target.localPath();
	}

	void reject(Rejection rejection) {
		this.rejection = rejection;
	}

	boolean hasQuery(String parameter) {
		return List.of(this.query.split("&")).contains(parameter);
	}

	@Override
	public String toString() {
		return this.method + " " + path() + (this.query.isEmpty() ? "" : "?" + this.query);
	}

	/**
	 * The endpoints of the gateway.
	 */
	public enum Endpoint {

		/**
		 * {@code /v1beta/models/{model}:generateContent} and
		 * {@code :streamGenerateContent}.
		 */
		NATIVE,

		/**
		 * {@code /v1/chat/completions}.
		 */
		UNIFIED,

		/**
		 * {@code /v1/models}.
		 */
		MODELS,

		/**
		 * No endpoint of the gateway.
		 */
		UNKNOWN

	}

}
