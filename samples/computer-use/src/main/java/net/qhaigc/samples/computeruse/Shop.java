package net.qhaigc.samples.computeruse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Serves the page of a shop on the loopback interface.
 */
@Component
class Shop implements AutoCloseable {

	private final HttpServer server;

	private final byte[] page;

	Shop() throws IOException {
		this.page = new ClassPathResource("shop.html").getContentAsByteArray();
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::serve);
		this.server.start();
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/");
	}

	private void serve(HttpExchange exchange) throws IOException {
		try (exchange) {
			boolean found = "/".equals(exchange.getRequestURI().getPath());
			exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
			exchange.sendResponseHeaders(found ? 200 : 404, found ? this.page.length : -1);
			if (found) {
				exchange.getResponseBody().write(this.page);
			}
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
