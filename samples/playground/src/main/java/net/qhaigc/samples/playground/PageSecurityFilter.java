package net.qhaigc.samples.playground;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Protects the page, which has no authentication. A Content-Security-Policy restricts
 * resources and scripts to those of the page, regardless of what a response of a model
 * contains. Only requests to {@code localhost} or an IP address are accepted, to prevent
 * DNS rebinding.
 */
@Component
class PageSecurityFilter implements WebFilter {

	static final String POLICY_HEADER = "Content-Security-Policy";

	private static final String CONTENT_SECURITY_POLICY = String.join("; ", "default-src 'none'", "script-src 'self'",
			"style-src 'self'", "img-src 'self' data: blob:", "media-src 'self' data: blob:", "frame-src 'self'",
			"connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
			"require-trusted-types-for 'script'", "trusted-types dompurify");

	private static final Pattern ALLOWED_HOST = Pattern.compile("localhost|[0-9.]+|\\[[0-9a-fA-F:.]+]");

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (!isAllowed(exchange.getRequest().getHeaders().getHost())) {
			exchange.getResponse().setStatusCode(HttpStatus.MISDIRECTED_REQUEST);
			return exchange.getResponse().setComplete();
		}
		HttpHeaders headers = exchange.getResponse().getHeaders();
		headers.set(POLICY_HEADER, CONTENT_SECURITY_POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("Referrer-Policy", "no-referrer");
		return chain.filter(exchange);
	}

	private static boolean isAllowed(@Nullable InetSocketAddress host) {
		return host != null && ALLOWED_HOST.matcher(host.getHostString()).matches();
	}

}
