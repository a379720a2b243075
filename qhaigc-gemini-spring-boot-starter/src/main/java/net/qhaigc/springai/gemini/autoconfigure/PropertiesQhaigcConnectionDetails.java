package net.qhaigc.springai.gemini.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.NoopApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.ApiKeyResolver;
import net.qhaigc.springai.gemini.client.RoundRobinApiKey;

/**
 * {@link QhaigcConnectionDetails} from {@link QhaigcProperties}. An {@link ApiKey} bean
 * takes precedence over {@code qhaigc.api-key} and {@code qhaigc.api-keys}, which are not
 * required if there is an {@link ApiKeyResolver} bean.
 */
final class PropertiesQhaigcConnectionDetails implements QhaigcConnectionDetails {

	private static final String API_KEY = "qhaigc.api-key";

	private static final String API_KEYS = "qhaigc.api-keys";

	private static final String ACTION = """
			Do one of the following:

			    - set the environment variable QHAIGC_API_KEY, or the property 'qhaigc.api-key', to your API key;
			    - define a bean of type ApiKey, ApiKeyResolver, QhaigcConnectionDetails or QhaigcClient;
			    - to use the chat model of another provider, set 'spring.ai.model.chat' to that provider.
			""";

	private static final String LIST_ACTION = "Set each element of 'qhaigc.api-keys' to an API key.";

	private final QhaigcProperties properties;

	private final @Nullable ApiKey apiKey;

	private final boolean hasResolver;

	PropertiesQhaigcConnectionDetails(QhaigcProperties properties, @Nullable ApiKey apiKey, boolean hasResolver) {
		this.properties = properties;
		this.apiKey = apiKey;
		this.hasResolver = hasResolver;
	}

	@Override
	public String getBaseUrl() {
		return this.properties.getBaseUrl();
	}

	@Override
	public ApiKey getApiKey() {
		if (this.apiKey != null) {
			return this.apiKey;
		}
		if (!this.properties.getApiKeys().isEmpty()) {
			return apiKeyFromList(this.properties.getApiKeys());
		}
		return hasOnlyResolver() ? new NoopApiKey()
				: new SimpleApiKey(validate(this.properties.getApiKey(), API_KEY, ACTION));
	}

	/**
	 * A list with only one key is treated like {@code qhaigc.api-key}: the key is used
	 * even after the gateway has rejected it.
	 */
	private ApiKey apiKeyFromList(List<String> apiKeys) {
		if (StringUtils.hasText(this.properties.getApiKey())) {
			throw new ConfigurationException(
					"The properties 'qhaigc.api-key' and 'qhaigc.api-keys' are mutually exclusive.",
					"Set only one of them. The environment variable QHAIGC_API_KEY also sets 'qhaigc.api-key'.");
		}
		for (int i = 0; i < apiKeys.size(); i++) {
			validate(apiKeys.get(i), API_KEYS + "[" + i + "]", LIST_ACTION);
		}
		try {
			return (apiKeys.size() == 1) ? new SimpleApiKey(apiKeys.get(0)) : RoundRobinApiKey.of(apiKeys);
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigurationException(
					"The property 'qhaigc.api-keys' is invalid: %s.".formatted(ex.getMessage()),
					"List each API key once.");
		}
	}

	@Override
	public String getApiKeySource() {
		if (this.apiKey != null) {
			return "the ApiKey bean";
		}
		if (!this.properties.getApiKeys().isEmpty()) {
			return API_KEYS;
		}
		return hasOnlyResolver() ? "the ApiKeyResolver bean" : API_KEY;
	}

	/**
	 * Whether only the resolver provides API keys. In that case, a request for which the
	 * resolver returns no API key fails.
	 */
	private boolean hasOnlyResolver() {
		return this.hasResolver && !StringUtils.hasText(this.properties.getApiKey());
	}

	private static String validate(@Nullable String key, String property, String action) {
		if (key == null || key.isBlank()) {
			throw new ConfigurationException("The API key is required, but the property '%s' is %s.".formatted(property,
					(key == null) ? "not set" : "empty"), action);
		}
		if (key.startsWith("${")) {
			throw new ConfigurationException(
					"The property '%s' is '%s', which could not be resolved.".formatted(property, key), action);
		}
		return key;
	}

}
