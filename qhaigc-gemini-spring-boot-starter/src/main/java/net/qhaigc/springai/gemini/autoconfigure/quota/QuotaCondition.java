package net.qhaigc.springai.gemini.autoconfigure.quota;

import java.util.Map;
import java.util.Set;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

import net.qhaigc.springai.gemini.autoconfigure.NamedModelReader;

/**
 * Matches if a property is set under {@code qhaigc.quota} or
 * {@code qhaigc.models.<name>.quota}, and the classes for quotas are present.
 */
final class QuotaCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Quota");
		ConditionOutcome outcome = matchProperties(context, message);
		return outcome.isMatch() ? QuotaClasses.require(outcome, message, context.getClassLoader()) : outcome;
	}

	private static ConditionOutcome matchProperties(ConditionContext context, ConditionMessage.Builder message) {
		Binder binder = Binder.get(context.getEnvironment());
		if (isBound(binder, "qhaigc.quota")) {
			return ConditionOutcome.match(message.foundExactly("qhaigc.quota"));
		}
		for (String name : modelNames(binder)) {
			String prefix = NamedModelReader.modelPrefix(name) + ".quota";
			if (isBound(binder, prefix)) {
				return ConditionOutcome.match(message.foundExactly(prefix));
			}
		}
		return ConditionOutcome
			.noMatch(message.because("there are no properties under qhaigc.quota or qhaigc.models.<name>.quota"));
	}

	/**
	 * Return the names of the models, including invalid ones.
	 * {@link NamedModelReader#names()} would reject an invalid name, but startup should
	 * fail when the models are registered, not in a condition.
	 */
	private static Set<String> modelNames(Binder binder) {
		return binder.bind("qhaigc.models", Bindable.mapOf(String.class, Object.class)).orElseGet(Map::of).keySet();
	}

	private static boolean isBound(Binder binder, String prefix) {
		return binder.bind(prefix, Bindable.mapOf(String.class, String.class)).isBound();
	}

}
