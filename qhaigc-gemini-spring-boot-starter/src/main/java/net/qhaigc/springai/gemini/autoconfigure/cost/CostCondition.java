package net.qhaigc.springai.gemini.autoconfigure.cost;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if there are prices under {@code qhaigc.prices}.
 */
final class CostCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(PriceReader.PREFIX);
		return PriceReader.hasPrices(context.getEnvironment()) ? ConditionOutcome.match(message.because("has prices"))
				: ConditionOutcome.noMatch(message.because("has no prices"));
	}

}
