package net.qhaigc.springai.gemini.autoconfigure;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Sanitizes API keys in the responses of actuator endpoints, by the name of a property
 * and by its value: another property or the command line may contain the same key.
 */
final class KeySanitizer implements SanitizingFunction {

	private final Set<String> apiKeys;

	KeySanitizer(Set<String> apiKeys) {
		this.apiKeys = apiKeys;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		return (isSecret(data.getLowerCaseKey()) || containsApiKey(data.getValue())) ? data.withSanitizedValue() : data;
	}

	private static boolean isSecret(String property) {
		String name = property.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
		return name.startsWith("qhaigc") && (name.endsWith("apikey") || name.contains("headers"));
	}

	private boolean containsApiKey(@Nullable Object value) {
		return value != null && this.apiKeys.stream().anyMatch(value.toString()::contains);
	}

}
