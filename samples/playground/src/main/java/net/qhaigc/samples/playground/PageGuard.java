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
 * Keeps strangers out, since there is no login. The page may load nothing from elsewhere
 * and run no script but its own, whatever a model's answer holds; and a site elsewhere
 * may not reach the playground by a name of its own that leads to this machine.
 */
@Component
class PageGuard implements WebFilter {

	private static final String POLICY = String.join("; ", "default-src 'none'", "script-src 'self'",
			"style-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'", "base-uri 'none'",
			"form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
			"trusted-types dompurify");

	private static final Pattern THIS_MACHINE = Pattern.compile("localhost|[0-9.]+|\\[[0-9a-fA-F:.]+]");

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (!isThisMachine(exchange.getRequest().getHeaders().getHost())) {
			exchange.getResponse().setStatusCode(HttpStatus.MISDIRECTED_REQUEST);
			return exchange.getResponse().setComplete();
		}
		HttpHeaders headers = exchange.getResponse().getHeaders();
		headers.set("Content-Security-Policy", POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("Referrer-Policy", "no-referrer");
		return chain.filter(exchange);
	}

	private static boolean isThisMachine(@Nullable InetSocketAddress host) {
		return host != null && THIS_MACHINE.matcher(host.getHostString()).matches();
	}

}
