package net.qhaigc.springai.gemini.client;

import java.net.URI;
import java.net.URISyntaxException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What a base URL must be, so that a mistake in it shows at the start.
 */
final class BaseUrl {

	private static final Log logger = LogFactory.getLog(BaseUrl.class);

	private BaseUrl() {
	}

	static URI check(String baseUrl) {
		URI url = parse(baseUrl.strip());
		String scheme = String.valueOf(url.getScheme());
		boolean plain = scheme.equalsIgnoreCase("http");
		if (!plain && !scheme.equalsIgnoreCase("https")) {
			throw invalid(baseUrl, "it must begin with https:// or http://");
		}
		if (url.getHost() == null) {
			throw invalid(baseUrl, "it names no host");
		}
		if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
			throw invalid(url.getScheme() + "://" + url.getHost() + "/...", "it may have a path, and nothing else");
		}
		if (plain && !isLoopback(url.getHost())) {
			logger.warn("qhaigc.base-url is " + url + ": over plain http the key can be read on the way; use https");
		}
		return url;
	}

	private static URI parse(String baseUrl) {
		try {
			return new URI(baseUrl);
		}
		catch (URISyntaxException ex) {
			throw invalid(baseUrl, ex.getReason());
		}
	}

	private static IllegalArgumentException invalid(String baseUrl, String why) {
		return new IllegalArgumentException("qhaigc.base-url '" + baseUrl + "' cannot be used: " + why);
	}

	private static boolean isLoopback(String host) {
		return host.equals("localhost") || host.endsWith(".localhost") || host.matches("127(\\.\\d+){3}")
				|| host.equals("[::1]");
	}

}
