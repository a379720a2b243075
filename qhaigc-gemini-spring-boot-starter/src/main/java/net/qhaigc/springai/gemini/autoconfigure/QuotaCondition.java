package net.qhaigc.springai.gemini.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if a property of {@code qhaigc.quota} is set, or one of a model under
 * {@code qhaigc.models}.
 */
final class QuotaCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Quota");
		Binder binder = Binder.get(context.getEnvironment());
		List<String> prefixes = new ArrayList<>(List.of("qhaigc.quota"));
		for (String name : new NamedModelReader(context.getEnvironment()).names()) {
			prefixes.add("qhaigc.models." + name + ".quota");
		}
		for (String prefix : prefixes) {
			if (binder.bind(prefix, Bindable.mapOf(String.class, String.class)).isBound()) {
				return ConditionOutcome.match(message.foundExactly(prefix));
			}
		}
		return ConditionOutcome.noMatch(message.because("there are no properties of qhaigc.quota"));
	}

}
