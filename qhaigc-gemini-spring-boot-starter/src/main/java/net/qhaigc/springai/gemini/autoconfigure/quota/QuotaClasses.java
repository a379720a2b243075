package net.qhaigc.springai.gemini.autoconfigure.quota;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.util.ClassUtils;

/**
 * Checks whether the classes for quotas and budgets are present. Conditions call this
 * class after they have found properties, because {@code ConditionalOnClass} would load
 * the classes even without properties.
 */
final class QuotaClasses {

	private static final List<String> TYPES = List.of("net.qhaigc.springai.gemini.quota.BucketRequestQuota",
			"io.github.bucket4j.Bucket");

	private QuotaClasses() {
	}

	/** Return the match, or a mismatch if one of the classes is not present. */
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
