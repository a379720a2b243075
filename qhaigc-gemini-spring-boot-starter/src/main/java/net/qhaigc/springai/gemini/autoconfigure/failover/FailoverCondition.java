package net.qhaigc.springai.gemini.autoconfigure.failover;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Matches if {@code qhaigc.failover} has at least one model, and the classes for failover
 * are present. This condition reads the property from the environment, because the
 * properties are not bound yet when conditions are evaluated. It also checks the classes,
 * because {@code ConditionalOnClass} would load them even without the property.
 */
final class FailoverCondition extends SpringBootCondition {

	private static final String PROPERTY = "qhaigc.failover";

	private static final List<String> TYPES = List.of("net.qhaigc.springai.gemini.failover.FailoverChatModel",
			"io.github.resilience4j.circuitbreaker.CircuitBreaker");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(PROPERTY);
		List<String> names = Binder.get(context.getEnvironment())
			.bind(PROPERTY, Bindable.listOf(String.class))
			.orElse(List.of());
		if (names.isEmpty()) {
			return ConditionOutcome.noMatch(message.because("has no models"));
		}
		for (String type : TYPES) {
			if (!ClassUtils.isPresent(type, context.getClassLoader())) {
				return ConditionOutcome.noMatch(message.didNotFind("class").items(type));
			}
		}
		return ConditionOutcome.match(message.foundExactly(names));
	}

}
