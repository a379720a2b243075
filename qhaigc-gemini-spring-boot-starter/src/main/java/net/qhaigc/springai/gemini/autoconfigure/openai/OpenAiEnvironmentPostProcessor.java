package net.qhaigc.springai.gemini.autoconfigure.openai;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Adds an {@link OpenAiPropertySource} if {@code qhaigc.openai.enabled} is true.
 */
class OpenAiEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String ENABLED = "qhaigc.openai.enabled";

	/**
	 * Runs after configuration files have been loaded, since one of them usually sets the
	 * property.
	 */
	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getProperty(ENABLED, Boolean.class, false)) {
			environment.getPropertySources().addLast(new OpenAiPropertySource(environment));
		}
	}

}
