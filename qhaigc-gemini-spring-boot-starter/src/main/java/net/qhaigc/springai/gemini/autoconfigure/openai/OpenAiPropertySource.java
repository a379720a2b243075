package net.qhaigc.springai.gemini.autoconfigure.openai;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.autoconfigure.QhaigcProperties;

/**
 * Defaults for the connection of Spring AI's OpenAI modules: the API key and the base URL
 * of the gateway. A value in any other property source takes precedence. Values are
 * computed when they are read, since the properties of the gateway may be set after this
 * property source has been added.
 */
class OpenAiPropertySource extends EnumerablePropertySource<Object> {

	static final String NAME = "qhaigcOpenAi";

	static final String API_KEY = "spring.ai.openai.api-key";

	static final String BASE_URL = "spring.ai.openai.base-url";

	private static final String DEFAULT_BASE_URL = new QhaigcProperties().getBaseUrl();

	/** The slashes and the API version with which the gateway's base URL may end. */
	private static final Pattern VERSION = Pattern.compile("/+(v1(beta)?/*)?$");

	/**
	 * Not passed to the superclass as the source, since Spring Boot would then search the
	 * property sources of the environment again.
	 */
	private final ConfigurableEnvironment environment;

	OpenAiPropertySource(ConfigurableEnvironment environment) {
		super(NAME);
		this.environment = environment;
	}

	@Override
	public String[] getPropertyNames() {
		return new String[] { API_KEY, BASE_URL };
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return switch (name) {
			case API_KEY -> isSetWithLowerPrecedence(name) ? null : apiKey();
			case BASE_URL -> isSetWithLowerPrecedence(name) ? null : baseUrl();
			default -> null;
		};
	}

	/**
	 * Return the API key, or the first of several, since the OpenAI modules use only one.
	 */
	private @Nullable String apiKey() {
		String apiKey = this.environment.getProperty("qhaigc.api-key");
		if (StringUtils.hasText(apiKey)) {
			return apiKey;
		}
		List<String> apiKeys = Binder.get(this.environment)
			.bind("qhaigc.api-keys", Bindable.listOf(String.class))
			.orElse(List.of());
		return apiKeys.isEmpty() ? apiKey : apiKeys.get(0);
	}

	private String baseUrl() {
		String baseUrl = this.environment.getProperty("qhaigc.base-url", DEFAULT_BASE_URL).strip();
		return VERSION.matcher(baseUrl).replaceFirst("") + "/v1";
	}

	/**
	 * Return whether a property source of lower precedence, such as the default
	 * properties, contains the property.
	 */
	private boolean isSetWithLowerPrecedence(String name) {
		boolean hasLowerPrecedence = false;
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (hasLowerPrecedence && source.containsProperty(name)) {
				return true;
			}
			hasLowerPrecedence = hasLowerPrecedence || source == this;
		}
		return false;
	}

}
