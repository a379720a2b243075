package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Analyzes failures caused by a missing chat model, if {@code spring.ai.model.chat} has a
 * value that selects no provider on the classpath. Takes precedence over Spring Boot's
 * own analyzer, which does not mention the property.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingChatModelFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	MissingChatModelFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		String selected = this.environment.getProperty(SpringAIModelProperties.CHAT_MODEL);
		Set<String> providers = providers();
		if (selected == null || cause.getNumberOfBeansFound() > 0 || !isChatModel(cause)
				|| providers.contains(selected)) {
			return null;
		}
		return new FailureAnalysis(
				"A ChatModel bean is required, but the property '%s' is '%s', which is not a provider on the classpath."
					.formatted(SpringAIModelProperties.CHAT_MODEL, selected),
				"Add the starter of the provider '%s', or set the property to one of the following providers: %s."
					.formatted(selected, String.join(", ", providers)),
				cause);
	}

	private static boolean isChatModel(NoSuchBeanDefinitionException cause) {
		return cause.getBeanType() != null && ChatModel.class.isAssignableFrom(cause.getBeanType());
	}

	/**
	 * Return the values of {@code spring.ai.model.chat} that enable an
	 * auto-configuration. They are read from annotations, since the condition evaluation
	 * report has already been discarded with the beans of the application.
	 */
	private Set<String> providers() {
		ClassLoader classLoader = this.beanFactory.getBeanClassLoader();
		Set<String> providers = new TreeSet<>();
		for (String candidate : ImportCandidates.load(AutoConfiguration.class, classLoader)) {
			if (candidate.contains("Chat") && ClassUtils.isPresent(candidate, classLoader)) {
				ConditionalOnProperty condition = AnnotatedElementUtils.findMergedAnnotation(
						ClassUtils.resolveClassName(candidate, classLoader), ConditionalOnProperty.class);
				if (condition != null && condition.name().length == 1
						&& condition.name()[0].equals(SpringAIModelProperties.CHAT_MODEL)) {
					providers.add(condition.havingValue());
				}
			}
		}
		return providers;
	}

}
