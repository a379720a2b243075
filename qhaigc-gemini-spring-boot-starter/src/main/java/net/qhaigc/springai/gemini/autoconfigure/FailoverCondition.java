package net.qhaigc.springai.gemini.autoconfigure;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if {@code qhaigc.failover} has at least one model.
 */
final class FailoverCondition extends SpringBootCondition {

	private static final String PROPERTY = "qhaigc.failover";

	/** Return the names of the models. */
	static List<String> names(Environment environment) {
		return Binder.get(environment).bind(PROPERTY, Bindable.listOf(String.class)).orElse(List.of());
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(PROPERTY);
		List<String> names = names(context.getEnvironment());
		return names.isEmpty() ? ConditionOutcome.noMatch(message.because("it has no model"))
				: ConditionOutcome.match(message.foundExactly(names));
	}

}
