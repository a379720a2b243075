package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

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

import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;

/**
 * Analyzes failures to create a model of another provider, whose starter is on the
 * classpath but not configured.
 */
final class OtherProviderFailureAnalyzer extends AbstractFailureAnalyzer<BeanCreationException> {

	private final ConfigurableListableBeanFactory beanFactory;

	OtherProviderFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanCreationException cause) {
		ProviderCondition condition = ProviderCondition.of(cause.getBeanName(), this.beanFactory);
		if (condition == null || condition.isQhaigc()) {
			return (cause.getCause() instanceof Exception nested) ? analyze(nested) : null;
		}
		return new FailureAnalysis("The bean '%s' of the provider '%s' could not be created: %s"
			.formatted(cause.getBeanName(), condition.provider(), cause.getMostSpecificCause().getMessage()), """
					Configure the provider '%s', or disable its models with the following properties:

					%s
					""".formatted(condition.provider(), disablingProperties(condition.provider())), cause);
	}

	/** Return the properties that disable all models of a provider. */
	private String disablingProperties(String provider) {
		return Stream.of(this.beanFactory.getBeanDefinitionNames())
			.map((beanName) -> ProviderCondition.of(beanName, this.beanFactory))
			.filter(Objects::nonNull)
			.filter((condition) -> condition.provider().equals(provider))
			.map(ProviderCondition::property)
			.distinct()
			.sorted()
			.map((property) -> "    %s=%s".formatted(property,
					property.equals(SpringAIModelProperties.CHAT_MODEL) ? QhaigcGeminiChatAutoConfiguration.PROVIDER
							: "none"))
			.collect(Collectors.joining("\n"));
	}

}
