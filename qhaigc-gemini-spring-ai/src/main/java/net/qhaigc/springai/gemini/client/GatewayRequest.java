package net.qhaigc.springai.gemini.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.ai.model.ApiKey;
import org.springframework.util.Assert;

import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * A request to generate content: the model and the JSON body, in Gemini's format for the
 * native endpoint or in OpenAI's format for the unified endpoint. Immutable if its body
 * is immutable.
 */
public final class GatewayRequest {

	private final String model;

	private final Object body;

	private final boolean unified;

	private final Map<String, String> headers;

	private final Map<String, Object> extraBody;

	private final @Nullable ApiKey apiKey;

	private final String apiKeySource;

	private final @Nullable CallDeadline deadline;

	private final @Nullable String quotaKey;

	private final @Nullable RequestCondition condition;

	private GatewayRequest(String model, Object body, Builder builder) {
		this.model = model;
		this.body = body;
		this.unified = builder.unified;
		this.headers = copy(builder.headers);
		this.apiKey = builder.apiKey;
		this.apiKeySource = builder.apiKeySource;
		this.deadline = builder.deadline;
		this.quotaKey = builder.quotaKey;
		this.extraBody = copy(builder.extraBody);
		this.condition = null;
	}

	private GatewayRequest(GatewayRequest request, RequestCondition condition) {
		this.model = request.model;
		this.body = request.body;
		this.unified = request.unified;
		this.headers = request.headers;
		this.apiKey = request.apiKey;
		this.apiKeySource = request.apiKeySource;
		this.deadline = request.deadline;
		this.quotaKey = request.quotaKey;
		this.extraBody = request.extraBody;
		this.condition = condition;
	}

	/**
	 * Map.copyOf would reject the null values of a patch, and would fail for a null
	 * header value without naming the header.
	 */
	private static <V> Map<String, V> copy(Map<String, V> map) {
		return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
	}

	/**
	 * Create a builder. The model and the body are required.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the ID of the model.
	 * @return the ID as the user wrote it, without surrounding whitespace
	 */
	public String model() {
		return this.model;
	}

	/**
	 * Return the body before the {@linkplain #extraBody() patch} is applied.
	 * @return a value that Jackson serializes to a JSON object
	 */
	public Object body() {
		return this.body;
	}

	/**
	 * Return whether the request is sent to the unified endpoint.
	 * @return true for {@code /v1/chat/completions}, false for {@code generateContent}
	 */
	public boolean isUnified() {
		return this.unified;
	}

	/**
	 * Return the additional headers.
	 * @return the headers by name; unmodifiable
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Return the JSON Merge Patch (RFC 7396) that is applied to the body last.
	 * @return the patch; unmodifiable
	 */
	public Map<String, Object> extraBody() {
		return this.extraBody;
	}

	/**
	 * Return the API key of this request.
	 * @return the source of the key; null for the API key of the client
	 */
	public @Nullable ApiKey apiKey() {
		return this.apiKey;
	}

	/**
	 * Return the key of the quota and the budget that the request uses.
	 * @return the key; null for the quota and the budget that all requests without a
	 * quota key share
	 */
	public @Nullable String quotaKey() {
		return this.quotaKey;
	}

	/** Return a description of where the API key of this request comes from. */
	String apiKeySource() {
		return this.apiKeySource;
	}

	/** Return the deadline of the call; null if this request is the whole call. */
	@Nullable CallDeadline deadline() {
		return this.deadline;
	}

	/** Return a copy of this request that is sent only if the condition allows it. */
	GatewayRequest withCondition(RequestCondition condition) {
		return new GatewayRequest(this, condition);
	}

	/** Return whether this request can be sent now. */
	boolean canBeSent() {
		return this.condition == null || this.condition.allowsSending();
	}

	/**
	 * Return the body after the {@linkplain #extraBody() patch} has been applied.
	 * @return the JSON that is sent, except for the fields that the client adds to
	 * request a stream from the unified endpoint
	 */
	public String json() {
		ByteArrayOutputStream json = new ByteArrayOutputStream();
		WireJson.write(this.body, this.extraBody, json);
		return json.toString(StandardCharsets.UTF_8);
	}

	/** Omits the API key, and the body, which may contain user data. */
	@Override
	public String toString() {
		return "GatewayRequest[model=" + this.model + ", unified=" + this.unified + "]";
	}

	static Object readObject(String json) {
		try {
			if (WireJson.readValue(json) instanceof Map<?, ?> object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The body is not valid JSON", ex);
		}
		throw new IllegalArgumentException("The body is not a JSON object");
	}

	/**
	 * Builder for {@link GatewayRequest}.
	 */
	public static final class Builder {

		private @Nullable String model;

		private @Nullable Object body;

		private boolean unified;

		private Map<String, String> headers = Map.of();

		private Map<String, Object> extraBody = Map.of();

		private @Nullable ApiKey apiKey;

		private String apiKeySource = "";

		private @Nullable CallDeadline deadline;

		private @Nullable String quotaKey;

		private Builder() {
		}

		/**
		 * Set the ID of the model. Required.
		 * @param model the ID; whitespace around it is ignored
		 * @return this builder
		 */
		public Builder model(String model) {
			this.model = model.strip();
			return this;
		}

		/**
		 * Set the body. Required, unless {@link #json(String)} is used.
		 * @param body a value that Jackson serializes to a JSON object, such as a map
		 * @return this builder
		 */
		public Builder body(Object body) {
			this.body = body;
			return this;
		}

		/**
		 * Set the body.
		 * @param json the body in JSON
		 * @return this builder
		 * @throws IllegalArgumentException if the text is not a JSON object
		 */
		public Builder json(String json) {
			this.body = readObject(json);
			return this;
		}

		/**
		 * Set whether to send the request to the unified endpoint.
		 * @param unified true for {@code /v1/chat/completions}; false, the default, for
		 * {@code generateContent}
		 * @return this builder
		 */
		public Builder unified(boolean unified) {
			this.unified = unified;
			return this;
		}

		/**
		 * Set additional headers.
		 * @param headers the headers by name
		 * @return this builder
		 */
		public Builder headers(Map<String, String> headers) {
			this.headers = headers;
			return this;
		}

		/**
		 * Set a JSON Merge Patch (RFC 7396) that is applied to the body last.
		 * @param extraBody the patch; null values remove fields
		 * @return this builder
		 */
		public Builder extraBody(Map<String, Object> extraBody) {
			this.extraBody = extraBody;
			return this;
		}

		/**
		 * Set the API key of this request, for example the key of a tenant.
		 * @param apiKey the source of the key, which is called for each attempt, and
		 * never on an event loop; null, the default, for the API key of the client.
		 * Requests with equal sources and the same model share one retry budget
		 * @return this builder
		 */
		public Builder apiKey(@Nullable ApiKey apiKey) {
			return apiKey(apiKey, "the API key of the request");
		}

		/**
		 * Set the API key of this request, and the description of its source.
		 * @param apiKey the source of the key; null for the API key of the client
		 * @param source where the key comes from, for messages that advise the user to
		 * check it, such as {@code the API key of the tenant}
		 * @return this builder
		 * @see #apiKey(ApiKey)
		 */
		public Builder apiKey(@Nullable ApiKey apiKey, String source) {
			this.apiKey = apiKey;
			this.apiKeySource = source;
			return this;
		}

		/**
		 * Set the key of the quota and the budget that this request uses, for example the
		 * ID of a tenant.
		 * @param quotaKey the key; null, the default, for the quota and the budget that
		 * all requests without a quota key share
		 * @return this builder
		 * @see RequestQuota
		 */
		public Builder quotaKey(@Nullable String quotaKey) {
			this.quotaKey = quotaKey;
			return this;
		}

		/**
		 * Set the deadline that this request shares with other requests of the same call.
		 * @param deadline the deadline; null, the default, if the call timeout of the
		 * client applies to this request alone
		 * @return this builder
		 */
		public Builder deadline(@Nullable CallDeadline deadline) {
			this.deadline = deadline;
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 * @throws IllegalArgumentException if the model or the body is not set
		 */
		public GatewayRequest build() {
			String model = this.model;
			Object body = this.body;
			Assert.hasText(model, "model must not be empty");
			Assert.notNull(body, "body must not be null");
			return new GatewayRequest(model, body, this);
		}

	}

}
