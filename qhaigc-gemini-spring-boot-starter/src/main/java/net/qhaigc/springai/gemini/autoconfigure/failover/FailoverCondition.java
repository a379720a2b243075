package net.qhaigc.springai.gemini.autoconfigure.failover;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if {@code qhaigc.failover} has at least one model. The properties are not bound
 * yet when conditions are evaluated.
 */
final class FailoverCondition extends SpringBootCondition {

	private static final String PROPERTY = "qhaigc.failover";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(PROPERTY);
		List<String> names = Binder.get(context.getEnvironment())
			.bind(PROPERTY, Bindable.listOf(String.class))
			.orElse(List.of());
		return names.isEmpty() ? ConditionOutcome.noMatch(message.because("it has no model"))
				: ConditionOutcome.match(message.foundExactly(names));
	}

}
