package net.qhaigc.springai.gemini.autoconfigure;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Keeps all keys out of what actuator endpoints show, by the name of a property and by
 * its value: a key may come by way of another property, or of the command line.
 */
final class KeySanitizer implements SanitizingFunction {

	private final Set<String> keys;

	KeySanitizer(Set<String> keys) {
		this.keys = keys;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		return (isSecret(data.getLowerCaseKey()) || holdsKey(data.getValue())) ? data.withSanitizedValue() : data;
	}

	private static boolean isSecret(String property) {
		String name = property.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
		return name.startsWith("qhaigc") && (name.endsWith("apikey") || name.contains("headers"));
	}

	private boolean holdsKey(@Nullable Object value) {
		return value != null && this.keys.stream().anyMatch(value.toString()::contains);
	}

}
