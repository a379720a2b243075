package net.qhaigc.springai.gemini.autoconfigure.memory;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if media is stored in the database. Binds the properties itself, since their
 * bean does not exist yet when conditions are evaluated.
 */
final class JdbcMediaCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		QhaigcMediaStoreProperties.Type type = Binder.get(environment)
			.bind(QhaigcMediaStoreProperties.PREFIX, Bindable.of(QhaigcMediaStoreProperties.class))
			.orElseGet(QhaigcMediaStoreProperties::new)
			.resolveType(environment);
		return new ConditionOutcome(type == QhaigcMediaStoreProperties.Type.JDBC,
				ConditionMessage.forCondition(QhaigcMediaStoreProperties.PREFIX).because("has the type " + type.id()));
	}

}
