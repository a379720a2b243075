package net.qhaigc.springai.gemini.autoconfigure;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Keeps the key out of what actuator endpoints show, by the name of a property and by its
 * value: a key may come by way of another property, or of the command line.
 */
final class KeySanitizer implements SanitizingFunction {

	private final @Nullable String key;

	KeySanitizer(@Nullable String key) {
		this.key = key;
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
		return this.key != null && !this.key.isBlank() && value != null && value.toString().contains(this.key);
	}

}
