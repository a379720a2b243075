package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import java.util.Locale;

import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;

/**
 * Fails if {@code spring.ai.model.chat} has a value, such as {@code qhaigc}, that
 * probably means this provider but is not its name.
 *
 * @param environment the environment of the application
 */
record ProviderNameCheck(Environment environment) implements ImportBeanDefinitionRegistrar {

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata, BeanDefinitionRegistry registry) {
		String provider = this.environment.getProperty(SpringAIModelProperties.CHAT_MODEL);
		if (provider != null && provider.strip().toLowerCase(Locale.ROOT).startsWith("qhaigc")
				&& !provider.equals(QhaigcGeminiChatAutoConfiguration.PROVIDER)) {
			throw new ConfigurationException(
					"The property '%s' is '%s', which is not the name of a provider."
						.formatted(SpringAIModelProperties.CHAT_MODEL, provider),
					"Set the property to '%s'.".formatted(QhaigcGeminiChatAutoConfiguration.PROVIDER));
		}
	}

}
