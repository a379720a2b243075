package net.qhaigc.springai.gemini.autoconfigure.quota;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Matches if {@code qhaigc.quota.store} is {@code redis}, and the classes for Redis are
 * present. {@code ConditionalOnClass} would load these classes even without the property.
 */
final class RedisStoreCondition extends SpringBootCondition {

	private static final List<String> TYPES = List.of(
			"org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory",
			"io.github.bucket4j.redis.lettuce.Bucket4jLettuce");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(BucketStoreResolver.PROPERTY);
		if (!"redis".equalsIgnoreCase(context.getEnvironment().getProperty(BucketStoreResolver.PROPERTY))) {
			return ConditionOutcome.noMatch(message.because("is not redis"));
		}
		for (String type : TYPES) {
			if (!ClassUtils.isPresent(type, context.getClassLoader())) {
				return ConditionOutcome.noMatch(message.didNotFind("class").items(type));
			}
		}
		return ConditionOutcome.match(message.because("is redis"));
	}

}
