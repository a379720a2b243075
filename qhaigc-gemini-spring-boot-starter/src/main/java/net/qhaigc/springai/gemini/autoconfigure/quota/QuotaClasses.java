package net.qhaigc.springai.gemini.autoconfigure.quota;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.util.ClassUtils;

/**
 * The classes for quotas and budgets. They are looked up only if properties are set;
 * {@code ConditionalOnClass} would load them in any case.
 */
final class QuotaClasses {

	private static final List<String> TYPES = List.of("net.qhaigc.springai.gemini.quota.BucketRequestQuota",
			"io.github.bucket4j.Bucket");

	private QuotaClasses() {
	}

	/** Return a match, unless one of the classes is not present. */
	static ConditionOutcome require(ConditionOutcome match, ConditionMessage.Builder message,
			@Nullable ClassLoader classLoader) {
		for (String type : TYPES) {
			if (!ClassUtils.isPresent(type, classLoader)) {
				return ConditionOutcome.noMatch(message.didNotFind("class").items(type));
			}
		}
		return match;
	}

}
