package net.qhaigc.springai.gemini.autoconfigure.quota;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if a property under {@code qhaigc.budget} is set and the classes that
 * {@link QuotaClasses} checks are present.
 */
final class BudgetCondition extends SpringBootCondition {

	static final String PREFIX = "qhaigc.budget";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(PREFIX);
		boolean bound = Binder.get(context.getEnvironment())
			.bind(PREFIX, Bindable.mapOf(String.class, String.class))
			.isBound();
		return bound ? QuotaClasses.require(ConditionOutcome.match(message.because("has properties")), message,
				context.getClassLoader()) : ConditionOutcome.noMatch(message.because("has no properties"));
	}

}
