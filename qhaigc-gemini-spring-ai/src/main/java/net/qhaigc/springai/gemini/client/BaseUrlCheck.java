package net.qhaigc.springai.gemini.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Finds mistakes in a base URL: a second URL, a number sign at the end, or the path of an
 * endpoint. The client itself adds the path of an endpoint to the base URL, so each
 * request to such a URL would fail with a 404.
 */
final class BaseUrlCheck {

	private static final Pattern SECOND_SCHEME = Pattern.compile("(?i)^\\w+:/+.*?(https?:/+)");

	/** The path of an endpoint, including a {@code /models} before the model ID. */
	private static final Pattern ENDPOINT = Pattern
		.compile("(?i)(/v1(beta)?/models(/.*?)?|/v1beta/openai(/.*?)?|(/v1)?/chat/completions"
				+ "|/v1/(completions|responses|messages)|(/models)?/[^/]*:(stream)?generateContent)$");

	private BaseUrlCheck() {
	}

	/**
	 * Validate that a base URL contains nothing that has to be removed.
	 * @param baseUrl the base URL
	 * @return an instruction, such as {@code remove '#' from its end}; null if there is
	 * nothing to remove
	 */
	static @Nullable String validate(String baseUrl) {
		Matcher second = SECOND_SCHEME.matcher(baseUrl);
		if (second.find()) {
			return "remove the second '" + second.group(1) + "'";
		}
		if (baseUrl.endsWith("#")) {
			return "remove '#' from its end";
		}
		Matcher endpoint = ENDPOINT.matcher(StringUtils.trimTrailingCharacter(baseUrl, '/'));
		return endpoint.find() ? "remove '" + endpoint.group(1) + "' from its end, since the client adds the path"
				: null;
	}

}
