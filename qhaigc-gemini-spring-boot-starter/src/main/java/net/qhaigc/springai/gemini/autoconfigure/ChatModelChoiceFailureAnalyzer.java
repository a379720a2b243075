package net.qhaigc.springai.gemini.autoconfigure;

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
		Map<String, String> models = modelsByProvider();
		if (cause.getBeanType() != ChatModel.class || models.size() < 2) {
			return null;
		}
		return new FailureAnalysis("%d chat models are there (%s), and nothing says which one is to answer."
			.formatted(models.size(), String.join(", ", models.values())), """
					Do one of these:

					    - set the property '%s' to the provider that is to answer: %s;
					    - mark one of the beans as @Primary;
					    - to use several side by side, inject each ChatModel by its @Qualifier, build every ChatClient
					      by ChatClient.create(chatModel), and set 'spring.ai.chat.client.enabled' to false.
					""".formatted(SpringAIModelProperties.CHAT_MODEL, String.join(" or ", models.keySet())), cause);
	}

	/** The chat models that come from starters. */
	private Map<String, String> modelsByProvider() {
		Map<String, String> models = new TreeMap<>();
		for (String bean : this.beanFactory.getBeanNamesForType(ChatModel.class, true, false)) {
			ProviderCondition model = ProviderCondition.of(bean, this.beanFactory);
			if (model != null) {
				models.put(model.provider(), bean);
			}
		}
		return models;
	}

}
