package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * What switches on a model that a starter brings, such as {@code spring.ai.model.chat}
 * and {@code openai}.
 *
 * @param property the name of the property
 * @param provider the value by which the property chooses the model
 */
record ProviderCondition(String property, String provider) {

	private static final String PREFIX = "spring.ai.model.";

	/**
	 * The switch of a bean, as its auto-configuration declares it; null if the bean does
	 * not come from one that has a switch.
	 */
	static @Nullable ProviderCondition of(@Nullable String bean, ConfigurableListableBeanFactory beanFactory) {
		if (bean == null || !beanFactory.containsBeanDefinition(bean)) {
			return null;
		}
		String configuration = beanFactory.getBeanDefinition(bean).getFactoryBeanName();
		Class<?> type = (configuration != null) ? beanFactory.getType(configuration, false) : null;
		ConditionalOnProperty condition = (type != null)
				? AnnotatedElementUtils.findMergedAnnotation(type, ConditionalOnProperty.class) : null;
		return (condition != null && condition.name().length == 1 && condition.name()[0].startsWith(PREFIX))
				? new ProviderCondition(condition.name()[0], condition.havingValue()) : null;
	}

	boolean isOurs() {
		return this.provider.equals(QhaigcGeminiChatAutoConfiguration.PROVIDER);
	}

}
