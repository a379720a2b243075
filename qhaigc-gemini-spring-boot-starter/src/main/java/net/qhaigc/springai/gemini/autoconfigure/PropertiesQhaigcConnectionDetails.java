package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;

/**
 * The connection that the properties describe, unless an {@link ApiKey} bean supplies the
 * key.
 */
final class PropertiesQhaigcConnectionDetails implements QhaigcConnectionDetails {

	private static final String ACTION = """
			Do one of these:

			    - set the environment variable QHAIGC_API_KEY, or the property 'qhaigc.api-key', to your key;
			    - supply the key by a bean of type ApiKey, QhaigcConnectionDetails or QhaigcClient;
			    - if another provider's model is to answer, name that provider in 'spring.ai.model.chat'.
			""";

	private final QhaigcProperties properties;

	private final @Nullable ApiKey apiKey;

	PropertiesQhaigcConnectionDetails(QhaigcProperties properties, @Nullable ApiKey apiKey) {
		this.properties = properties;
		this.apiKey = apiKey;
	}

	@Override
	public String getBaseUrl() {
		return this.properties.getBaseUrl();
	}

	@Override
	public ApiKey getApiKey() {
		return (this.apiKey != null) ? this.apiKey : new SimpleApiKey(checked(this.properties.getApiKey()));
	}

	private static String checked(@Nullable String key) {
		if (key == null || key.isBlank()) {
			throw new ConfigurationException(
					"The Qhaigc gateway needs a key, and the property 'qhaigc.api-key' is not set.", ACTION);
		}
		if (key.startsWith("${")) {
			throw new ConfigurationException(
					"The Qhaigc gateway needs a key, and the property 'qhaigc.api-key' is '%s',".formatted(key)
							+ " which stands for nothing.",
					ACTION);
		}
		if (!key.chars().allMatch((character) -> character > ' ' && character < 0x7f)) {
			throw new ConfigurationException(
					"The property 'qhaigc.api-key' has a character in it that no key has, such as a space or a line break.",
					"Copy the key once more, without anything around it. It may come from the environment variable"
							+ " QHAIGC_API_KEY.");
		}
		return key;
	}

}
