package net.qhaigc.springai.gemini.autoconfigure;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says how to switch off the models of another provider whose starter is there, but not
 * what it needs.
 */
final class OtherProviderFailureAnalyzer extends AbstractFailureAnalyzer<BeanCreationException> {

	private final ConfigurableListableBeanFactory beanFactory;

	OtherProviderFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanCreationException cause) {
		ProviderCondition model = ProviderCondition.of(cause.getBeanName(), this.beanFactory);
		if (model == null || model.isOurs()) {
			return (cause.getCause() instanceof Exception nested) ? analyze(nested) : null;
		}
		return new FailureAnalysis(
				"'%s', a model of the provider '%s', cannot be made: %s".formatted(cause.getBeanName(),
						model.provider(), cause.getMostSpecificCause().getMessage()),
				"""
						Configure that provider. If its starter is there for other reasons and Qhaigc is to answer, set

						%s
						""".formatted(switchedOff(model.provider())), cause);
	}

	/** Properties that leave no model of a provider on. */
	private String switchedOff(String provider) {
		return Stream.of(this.beanFactory.getBeanDefinitionNames())
			.map((bean) -> ProviderCondition.of(bean, this.beanFactory))
			.filter(Objects::nonNull)
			.filter((model) -> model.provider().equals(provider))
			.map(ProviderCondition::property)
			.distinct()
			.sorted()
			.map((property) -> "    %s=%s".formatted(property,
					property.equals(SpringAIModelProperties.CHAT_MODEL) ? QhaigcGeminiChatAutoConfiguration.PROVIDER
							: "none"))
			.collect(Collectors.joining("\n"));
	}

}
