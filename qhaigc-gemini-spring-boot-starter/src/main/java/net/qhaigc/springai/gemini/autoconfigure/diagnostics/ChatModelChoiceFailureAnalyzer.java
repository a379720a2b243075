package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes failures that occur if there are chat models of several providers and no
 * provider is selected. Takes precedence over Spring Boot's own analyzer, which does not
 * suggest {@code spring.ai.model.chat}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ChatModelChoiceFailureAnalyzer extends AbstractFailureAnalyzer<NoUniqueBeanDefinitionException> {

	private final ConfigurableListableBeanFactory beanFactory;

	ChatModelChoiceFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause) {
		Map<String, String> beanNames = chatModelsByProvider();
		if (cause.getBeanType() != ChatModel.class || beanNames.size() < 2) {
			return null;
		}
		return new FailureAnalysis("A single ChatModel bean is required, but %d were found: %s."
			.formatted(beanNames.size(), String.join(", ", beanNames.values())), """
					Do one of the following:

					    - set the property '%s' to the provider to use: %s;
					    - mark one of the beans as @Primary;
					    - to use several chat models, inject each ChatModel by its @Qualifier, create each ChatClient
					      with ChatClient.create(chatModel), and set 'spring.ai.chat.client.enabled' to false.
					""".formatted(SpringAIModelProperties.CHAT_MODEL, String.join(" or ", beanNames.keySet())), cause);
	}

	/** Return the bean names of the auto-configured chat models by provider. */
	private Map<String, String> chatModelsByProvider() {
		Map<String, String> beanNames = new TreeMap<>();
		for (String beanName : this.beanFactory.getBeanNamesForType(ChatModel.class, true, false)) {
			ProviderCondition condition = ProviderCondition.of(beanName, this.beanFactory);
			if (condition != null) {
				beanNames.put(condition.provider(), beanName);
			}
		}
		return beanNames;
	}

}
