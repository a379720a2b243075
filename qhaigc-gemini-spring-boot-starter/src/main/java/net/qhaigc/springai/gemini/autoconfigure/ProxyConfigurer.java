package net.qhaigc.springai.gemini.autoconfigure;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.netty.resolver.NoopAddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

/**
 * Sets the proxy of a Reactor Netty client, or removes it if {@code qhaigc.proxy.host} is
 * empty.
 */
final class ProxyConfigurer {

	private static final int MAX_PORT = 65_535;

	private final QhaigcProperties.Proxy properties;

	private ProxyConfigurer(QhaigcProperties.Proxy properties) {
		this.properties = properties;
	}

	/**
	 * Return the configurer; null if no property under {@code qhaigc.proxy} is set.
	 * @throws ConfigurationException if a property is missing or invalid
	 */
	static @Nullable ProxyConfigurer of(QhaigcProperties.Proxy proxy) {
		if (proxy.getHost() == null) {
			if (Stream.of(proxy.getPort(), proxy.getUsername(), proxy.getPassword()).anyMatch((value) -> value != null)
					|| !proxy.getNonProxyHosts().isEmpty()) {
				throw new ConfigurationException(
						"The property 'qhaigc.proxy.host' is not set, but other properties under 'qhaigc.proxy' are.",
						"Set 'qhaigc.proxy.host' to the host of the proxy, or remove the other properties. A model under"
								+ " 'qhaigc.models' inherits either all properties under 'qhaigc.proxy' or none.");
			}
			return null;
		}
		if (!proxy.getHost().isBlank()) {
			validate(proxy);
		}
		return new ProxyConfigurer(proxy);
	}

	private static void validate(QhaigcProperties.Proxy proxy) {
		Integer port = proxy.getPort();
		if (port == null || port < 1 || port > MAX_PORT) {
			throw new ConfigurationException(
					(port == null) ? "The property 'qhaigc.proxy.port' is required."
							: "The property 'qhaigc.proxy.port' is %d, which is not a port.".formatted(port),
					"Set 'qhaigc.proxy.port' to the port of the proxy, such as 3128.");
		}
		if (proxy.getHost() != null && proxy.getHost().contains("/")) {
			throw new ConfigurationException("The property 'qhaigc.proxy.host' contains a URL.",
					"Set 'qhaigc.proxy.host' to only the host name or the IP address of the proxy.");
		}
		if (proxy.getPassword() != null && proxy.getUsername() == null) {
			throw new ConfigurationException(
					"The property 'qhaigc.proxy.password' is set, but 'qhaigc.proxy.username' is not.",
					"Set both of them, or neither.");
		}
	}

	/**
	 * Return a client that uses the proxy, or no proxy if the host is empty. Since a
	 * proxy resolves the host of the gateway, this method disables the resolver of a
	 * client with a proxy. Otherwise, Reactor Netty would keep the resolver that was set
	 * together with Spring Boot's event loops.
	 */
	HttpClient configure(HttpClient httpClient) {
		String host = this.properties.getHost();
		Integer port = this.properties.getPort();
		return (host == null || host.isBlank() || port == null) ? httpClient.noProxy()
				: httpClient.proxy((proxy) -> configure(proxy.type(ProxyProvider.Proxy.HTTP).host(host).port(port)))
					.resolver(NoopAddressResolverGroup.INSTANCE);
	}

	/** Set the optional properties of the proxy. */
	private void configure(ProxyProvider.Builder proxy) {
		String username = this.properties.getUsername();
		if (username != null) {
			String password = this.properties.getPassword();
			proxy.username(username).password((user) -> (password != null) ? password : "");
		}
		if (!this.properties.getNonProxyHosts().isEmpty()) {
			proxy.nonProxyHosts(toRegex(this.properties.getNonProxyHosts()));
		}
	}

	private static String toRegex(List<String> hosts) {
		return hosts.stream()
			.map((host) -> Stream.of(host.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
			.collect(Collectors.joining("|", "(?i)(?:", ")"));
	}

}
