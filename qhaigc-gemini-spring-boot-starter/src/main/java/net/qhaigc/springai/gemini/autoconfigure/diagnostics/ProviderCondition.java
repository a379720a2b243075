package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.AnnotatedElementUtils;

import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;

/**
 * The condition under which the auto-configuration of a provider creates a model, such as
 * {@code spring.ai.model.chat=openai}.
 *
 * @param property the name of the property
 * @param provider the value that enables the model
 */
record ProviderCondition(String property, String provider) {

	private static final String PREFIX = "spring.ai.model.";

	/**
	 * Return the condition of the auto-configuration that defines the bean, or null if
	 * there is no such condition.
	 */
	static @Nullable ProviderCondition of(@Nullable String beanName, ConfigurableListableBeanFactory beanFactory) {
		if (beanName == null || !beanFactory.containsBeanDefinition(beanName)) {
			return null;
		}
		String configuration = beanFactory.getBeanDefinition(beanName).getFactoryBeanName();
		Class<?> type = (configuration != null) ? beanFactory.getType(configuration, false) : null;
		ConditionalOnProperty condition = (type != null)
				? AnnotatedElementUtils.findMergedAnnotation(type, ConditionalOnProperty.class) : null;
		return (condition != null && condition.name().length == 1 && condition.name()[0].startsWith(PREFIX))
				? new ProviderCondition(condition.name()[0], condition.havingValue()) : null;
	}

	boolean isQhaigc() {
		return this.provider.equals(QhaigcGeminiChatAutoConfiguration.PROVIDER);
	}

}
