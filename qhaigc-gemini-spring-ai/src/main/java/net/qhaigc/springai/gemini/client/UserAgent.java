package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * The {@code User-Agent} of the client. Firewalls of some gateways block that of Reactor
 * Netty.
 */
final class UserAgent {

	private static final String VALUE = value(UserAgent.class.getPackage().getImplementationVersion());

	private UserAgent() {
	}

	/** Add the header, unless the application has set one. */
	static void addTo(ClientHttpRequest http) {
		HttpHeaders headers = http.getHeaders();
		if (!headers.containsHeader("user-agent") && !isSetByConnector(http.getNativeRequest())) {
			headers.set("user-agent", VALUE);
		}
	}

	private static boolean isSetByConnector(Object nativeRequest) {
		String value = (nativeRequest instanceof HttpClientRequest request) ? request.requestHeaders().get("user-agent")
				: null;
		return value != null && !value.startsWith("ReactorNetty/");
	}

	/** The version is that of the JAR; without a JAR, there is none. */
	private static String value(@Nullable String version) {
		return (version != null) ? "qhaigc-gemini-spring-ai/" + version : "qhaigc-gemini-spring-ai";
	}

}
