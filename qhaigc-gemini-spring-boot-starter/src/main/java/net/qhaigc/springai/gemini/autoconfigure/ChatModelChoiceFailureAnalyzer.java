package net.qhaigc.springai.gemini.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;

/**
 * Says how to choose among the chat models of several starters. Comes before Spring
 * Boot's own analysis, which does not know of {@code spring.ai.model.chat}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ChatModelChoiceFailureAnalyzer extends AbstractFailureAnalyzer<NoUniqueBeanDefinitionException> {

	private final ConfigurableListableBeanFactory beanFactory;

	ChatModelChoiceFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause) {
		Collection<String> models = cause.getBeanNamesFound();
		if (cause.getBeanType() != ChatModel.class || models == null) {
			return null;
		}
		List<String> providers = models.stream().map(this::provider).filter(Objects::nonNull).sorted().toList();
		if (providers.size() < 2) {
			return null;
		}
		return new FailureAnalysis("%d chat models are there (%s) and nothing says which one is to answer."
			.formatted(models.size(), String.join(", ", models)), """
					Do one of these:

					    - set the property '%s' to the provider that is to answer: %s;
					    - mark one of the beans as @Primary;
					    - to use several side by side, inject each ChatModel by its @Qualifier, build every ChatClient
					      by ChatClient.create(chatModel), and set 'spring.ai.chat.client.enabled' to false.
					""".formatted(SpringAIModelProperties.CHAT_MODEL, String.join(" or ", providers)), cause);
	}

	/**
	 * The value of the property that switches on the auto-configuration of the model;
	 * null if the model does not come from one.
	 */
	private @Nullable String provider(String model) {
		if (!this.beanFactory.containsBeanDefinition(model)) {
			return null;
		}
		String configuration = this.beanFactory.getBeanDefinition(model).getFactoryBeanName();
		Class<?> type = (configuration != null) ? this.beanFactory.getType(configuration, false) : null;
		ConditionalOnProperty condition = (type != null)
				? AnnotatedElementUtils.findMergedAnnotation(type, ConditionalOnProperty.class) : null;
		return (condition != null && List.of(condition.name()).contains(SpringAIModelProperties.CHAT_MODEL))
				? condition.havingValue() : null;
	}

}
