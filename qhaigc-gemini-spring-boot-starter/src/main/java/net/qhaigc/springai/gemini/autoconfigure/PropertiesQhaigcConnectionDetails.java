package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.NoopApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.ApiKeyResolver;

/**
 * {@link QhaigcConnectionDetails} from {@link QhaigcProperties}. An {@link ApiKey} bean
 * takes precedence over {@code qhaigc.api-key}, which is not required if there is an
 * {@link ApiKeyResolver} bean.
 */
final class PropertiesQhaigcConnectionDetails implements QhaigcConnectionDetails {

	private static final String ACTION = """
			Do one of the following:

			    - set the environment variable QHAIGC_API_KEY, or the property 'qhaigc.api-key', to your API key;
			    - define a bean of type ApiKey, ApiKeyResolver, QhaigcConnectionDetails or QhaigcClient;
			    - to use the chat model of another provider, set 'spring.ai.model.chat' to that provider.
			""";

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
		return isLeftToResolver() ? new NoopApiKey() : new SimpleApiKey(validate(this.properties.getApiKey()));
	}

	@Override
	public String getApiKeySource() {
		if (this.apiKey != null) {
			return "the ApiKey bean";
		}
		return isLeftToResolver() ? "the ApiKeyResolver bean" : "qhaigc.api-key";
	}

	/** Whether requests for which the resolver returns no key fail. */
	private boolean isLeftToResolver() {
		return this.hasResolver && !StringUtils.hasText(this.properties.getApiKey());
	}

	private static String validate(@Nullable String key) {
		if (key == null || key.isBlank()) {
			throw new ConfigurationException("The API key is required, but the property 'qhaigc.api-key' is not set.",
					ACTION);
		}
		if (key.startsWith("${")) {
			throw new ConfigurationException(
					"The property 'qhaigc.api-key' is '%s', which could not be resolved.".formatted(key), ACTION);
		}
		return key;
	}

}
