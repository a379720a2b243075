package net.qhaigc.springai.gemini.test;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that the stand-in gateway received.
 */
public final class ReceivedRequest {

	private static final String BEARER = "Bearer ";

	private final int number;

	private final RequestTarget target;

	private final String method;

	private final String query;

	private final Map<String, List<String>> headers;

	private final RequestBody body;

	private volatile JsonNode canonicalJson;

	private volatile @Nullable ErrorResponse rejection;

	ReceivedRequest(int number, String method, RequestTarget target, String query, Map<String, List<String>> headers,
			RequestBody body) {
		this.number = number;
		this.method = method;
		this.target = target;
		this.query = query;
		Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		copy.putAll(headers);
		this.headers = Collections.unmodifiableMap(copy);
		this.body = body;
		this.canonicalJson = body.json();
	}

	/**
	 * Return the HTTP method in upper case.
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Return the path with a leading slash, not decoded.
	 */
	public String path() {
		return this.target.path();
	}

	/**
	 * Return the query without the question mark, not decoded; an empty string if there
	 * is no query.
	 */
	public String query() {
		return this.query;
	}

	/**
	 * Return all headers. The keys of the map are case-insensitive.
	 */
	public Map<String, List<String>> headers() {
		return this.headers;
	}

	/**
	 * Return the first value of a header.
	 * @param name the case-insensitive name
	 * @return the value, or null if the header is absent
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name);
		return (values != null) ? values.get(0) : null;
	}

	/**
	 * Return the API key, from the header {@code Authorization}, else from
	 * {@code x-goog-api-key}.
	 * @return the API key, or null if there is none
	 */
	public @Nullable String apiKey() {
		List<String> bearer = this.headers.getOrDefault("Authorization", List.of());
		if (bearer.size() == 1 && bearer.get(0).startsWith(BEARER)) {
			return bearer.get(0).substring(BEARER.length());
		}
		List<String> google = this.headers.getOrDefault("x-goog-api-key", List.of());
		return (google.size() == 1) ? google.get(0) : null;
	}

	/**
	 * Return the body as text, or an empty string if the request has no body.
	 */
	public String body() {
		return this.body.text();
	}

	/**
	 * Return the body as JSON. A form is returned as a JSON object with the fields of the
	 * form, in which a file has the properties {@code filename}, {@code content_type} and
	 * {@code bytes} (its size). Any other body that is not JSON is returned as a missing
	 * node.
	 */
	public JsonNode json() {
		return this.body.json();
	}

	/**
	 * Return the ID of the model, decoded, or an empty string if the request does not
	 * name a model.
	 */
	public String model() {
		return (endpoint() == Endpoint.NATIVE) ? this.target.model() : json().path("model").asString("");
	}

	/**
	 * Return whether the request is for a streaming response.
	 */
	public boolean isStream() {
		return (endpoint() == Endpoint.UNIFIED) ? json().path("stream").asBoolean(false) : this.target.stream();
	}

	/**
	 * Return the endpoint of the request.
	 */
	public Endpoint endpoint() {
		return this.target.endpoint();
	}

	/**
	 * Return the error message with which the gateway rejected the request, or null if
	 * the request was not rejected.
	 */
	public @Nullable String rejectionMessage() {
		ErrorResponse rejection = this.rejection;
		return (rejection != null) ? rejection.message() : null;
	}

	/**
	 * Return the number of this request. The first request has the number 1.
	 */
	int number() {
		return this.number;
	}

	/**
	 * Return the body as canonical JSON, in which names are in camel case and enum
	 * constants in upper case. Until the request has been validated, and for endpoints
	 * other than the native one, this is the JSON as received.
	 */
	JsonNode canonicalJson() {
		return this.canonicalJson;
	}

	void setCanonicalJson(JsonNode canonicalJson) {
		this.canonicalJson = canonicalJson;
	}

	/**
	 * Return the body as received.
	 */
	byte[] bytes() {
		return this.body.bytes();
	}

	boolean isForm() {
		return this.body.form() != null;
	}

	/**
	 * Return the content of the files of a form, by field name.
	 */
	Map<String, byte[]> files() {
		return this.body.files();
	}

	/**
	 * Return the base URL to which the request was sent, without a trailing slash.
	 */
	String baseUrl() {
		return "http://" + header("Host") + path().substring(0, path().length() - localPath().length());
	}

	/**
	 * Return the path without the prefix of the gateway.
	 */
	String localPath() {
		return this.target.localPath();
	}

	void setRejection(ErrorResponse rejection) {
		this.rejection = rejection;
	}

	boolean hasQueryParameter(String nameAndValue) {
		return List.of(this.query.split("&")).contains(nameAndValue);
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
		 * {@code /v1/embeddings}.
		 */
		EMBEDDINGS,

		/**
		 * {@code /v1/rerank}.
		 */
		RERANK,

		/**
		 * {@code /v1/images/generations} and {@code /v1/images/edits}.
		 */
		IMAGES,

		/**
		 * The URL of an image in a response of {@link #IMAGES}.
		 */
		IMAGE_FILE,

		/**
		 * {@code /v1/audio/speech}.
		 */
		SPEECH,

		/**
		 * {@code /v1/audio/transcriptions}.
		 */
		TRANSCRIPTIONS,

		/**
		 * {@code /v1/dashboard/billing/subscription} and
		 * {@code /v1/dashboard/billing/usage}.
		 */
		BILLING,

		/**
		 * A path that the gateway does not support.
		 */
		UNKNOWN

	}

}
