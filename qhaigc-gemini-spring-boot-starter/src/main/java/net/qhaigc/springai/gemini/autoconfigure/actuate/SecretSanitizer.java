package net.qhaigc.springai.gemini.autoconfigure.actuate;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Sanitizes API keys, proxy passwords and additional headers in the responses of actuator
 * endpoints. Properties are recognized by name. API keys and passwords are also
 * recognized by value, since another property or the command line can contain them. A
 * short password is sanitized only where it is the whole value.
 */
final class SecretSanitizer implements SanitizingFunction {

	/** The minimum length of a password that is searched for inside longer values. */
	private static final int MIN_CONTAINED_LENGTH = 8;

	private static final Pattern API_KEYS_NAME = Pattern.compile("apikeys(\\[\\d+])?$");

	private final Set<String> apiKeys;

	private final Set<String> passwords;

	SecretSanitizer(Set<String> apiKeys, Set<String> passwords) {
		this.apiKeys = apiKeys;
		this.passwords = passwords;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		return (isSecret(data.getLowerCaseKey()) || containsSecret(data.getValue())) ? data.withSanitizedValue() : data;
	}

	private static boolean isSecret(String property) {
		String name = property.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
		return name.startsWith("qhaigc") && (name.endsWith("apikey") || API_KEYS_NAME.matcher(name).find()
				|| name.endsWith("proxypassword") || name.contains("headers"));
	}

	private boolean containsSecret(@Nullable Object value) {
		if (value == null) {
			return false;
		}
		String text = value.toString();
		return this.apiKeys.stream().anyMatch(text::contains)
				|| this.passwords.stream().anyMatch((password) -> containsPassword(text, password));
	}

	private static boolean containsPassword(String text, String password) {
		return (password.length() < MIN_CONTAINED_LENGTH) ? text.equals(password) : text.contains(password);
	}

}
