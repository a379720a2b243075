package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * The {@code User-Agent} of the client. Firewalls of some gateways block the default
 * value of Reactor Netty.
 */
final class UserAgent {

	private static final String VALUE = value(UserAgent.class.getPackage().getImplementationVersion());

	private UserAgent() {
	}

	/** Add the header, unless the application has set one. */
	static void addTo(ClientHttpRequest http) {
		HttpHeaders headers = http.getHeaders();
		if (!headers.containsHeader("user-agent") && !isSetByApplication(http.getNativeRequest())) {
			headers.set("user-agent", VALUE);
		}
	}

	private static boolean isSetByApplication(Object nativeRequest) {
		String value = (nativeRequest instanceof HttpClientRequest request) ? request.requestHeaders().get("user-agent")
				: null;
		return value != null && !value.startsWith("ReactorNetty/");
	}

	/** The version comes from the JAR; it is null if the classes are not in a JAR. */
	private static String value(@Nullable String version) {
		return (version != null) ? "qhaigc-gemini-spring-ai/" + version : "qhaigc-gemini-spring-ai";
	}

}
