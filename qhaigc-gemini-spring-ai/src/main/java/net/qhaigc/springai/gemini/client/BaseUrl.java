package net.qhaigc.springai.gemini.client;

import java.net.URI;
import java.net.URISyntaxException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Validates the base URL, so that an application with an invalid URL fails at startup.
 */
final class BaseUrl {

	private static final Log logger = LogFactory.getLog(BaseUrl.class);

	private BaseUrl() {
	}

	static URI validate(String baseUrl) {
		URI url = parse(baseUrl.strip());
		String scheme = String.valueOf(url.getScheme());
		boolean plain = scheme.equalsIgnoreCase("http");
		if (!plain && !scheme.equalsIgnoreCase("https")) {
			throw invalid(baseUrl, "it must begin with https:// or http://");
		}
		if (url.getHost() == null) {
			throw invalid(baseUrl, "the host is missing");
		}
		if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
			throw invalid(url.getScheme() + "://" + url.getHost() + "/...",
					"only a host, a port and a path are allowed");
		}
		if (plain && !isLoopback(url.getHost())) {
			logger.warn("qhaigc.base-url is " + url + ": plain http sends the API key unencrypted. Use https");
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

	private static IllegalArgumentException invalid(String baseUrl, String reason) {
		return new IllegalArgumentException("qhaigc.base-url '" + baseUrl + "' is not valid: " + reason);
	}

	private static boolean isLoopback(String host) {
		return host.equals("localhost") || host.endsWith(".localhost") || host.matches("127(\\.\\d+){3}")
				|| host.equals("[::1]");
	}

}
