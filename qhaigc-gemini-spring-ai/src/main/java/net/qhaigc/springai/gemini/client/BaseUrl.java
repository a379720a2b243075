package net.qhaigc.springai.gemini.client;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Validates the base URL, so that an application with an invalid URL fails at startup.
 */
final class BaseUrl {

	private static final Log logger = LogFactory.getLog(BaseUrl.class);

	private static final int MAX_PORT = 65535;

	/** A scheme, and a host that is not in brackets. */
	private static final Pattern AUTHORITY = Pattern.compile("(\\w+://)([^/?#@:\\[\\]]+)(?=[:/?#]|$)");

	/** A host name that is valid and has no characters to encode. */
	private static final Pattern ASCII_HOST = Pattern.compile("[\\w-]{1,63}(\\.[\\w-]{1,63})*");

	/** Extends to the last at sign, since a password can contain any character. */
	private static final Pattern USER_INFO = Pattern.compile("(?s)^(\\w+://)?.*@");

	private static final Pattern QUERY = Pattern.compile("(?s)([?#]).*");

	private BaseUrl() {
	}

	static URI validate(String baseUrl) {
		String error = BaseUrlCheck.validate(baseUrl.strip());
		if (error != null) {
			throw invalid(baseUrl, error);
		}
		URI url = parse(baseUrl.strip());
		String scheme = String.valueOf(url.getScheme());
		boolean plainHttp = scheme.equalsIgnoreCase("http");
		if (!plainHttp && !scheme.equalsIgnoreCase("https")) {
			throw invalid(baseUrl, "it must begin with https:// or http://");
		}
		if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
			throw invalid(baseUrl, "only a host, a port and a path are allowed");
		}
		if (url.getHost() == null) {
			throw invalid(baseUrl,
					(url.getRawAuthority() == null) ? "the host is missing" : "the host or the port is not valid");
		}
		if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
			throw invalid(baseUrl, "the port must be between 1 and " + MAX_PORT);
		}
		if (plainHttp && !isLoopback(url.getHost().toLowerCase(Locale.ROOT))) {
			logger.warn("qhaigc.base-url is " + url + ": plain http sends the API key unencrypted. Use https");
		}
		return url;
	}

	private static URI parse(String baseUrl) {
		try {
			return URI.create(new URI(withAsciiHost(baseUrl)).toASCIIString());
		}
		catch (URISyntaxException ex) {
			throw invalid(baseUrl, ex.getReason());
		}
	}

	/** Return the URL with an internationalized host name in Punycode. */
	private static String withAsciiHost(String baseUrl) {
		Matcher matcher = AUTHORITY.matcher(baseUrl);
		if (!matcher.lookingAt() || ASCII_HOST.matcher(matcher.group(2)).matches()) {
			return baseUrl;
		}
		try {
			return matcher.group(1) + IDN.toASCII(matcher.group(2)) + baseUrl.substring(matcher.end());
		}
		catch (IllegalArgumentException ex) {
			throw invalid(baseUrl, "the host is not a valid host name");
		}
	}

	private static IllegalArgumentException invalid(String baseUrl, String reason) {
		return new IllegalArgumentException("qhaigc.base-url '" + redact(baseUrl) + "' is not valid: " + reason);
	}

	/** The URL can contain a password or an API key, before the host or in the query. */
	private static String redact(String baseUrl) {
		return QUERY.matcher(USER_INFO.matcher(baseUrl).replaceFirst("$1***@")).replaceFirst("$1***");
	}

	private static boolean isLoopback(String host) {
		return host.equals("localhost") || host.endsWith(".localhost") || host.matches("127(\\.\\d+){3}")
				|| host.equals("[::1]");
	}

}
