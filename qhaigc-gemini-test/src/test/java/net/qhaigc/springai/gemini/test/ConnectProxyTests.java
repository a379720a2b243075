package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectProxyTests {

	private static final String CONNECT = "CONNECT gateway.test:443 HTTP/1.1\r\n";

	@Test
	void opensTunnelToServer() throws IOException {
		try (QhaigcGateway gateway = QhaigcGateway.start();
				ConnectProxy proxy = ConnectProxy.start(gateway.url());
				Socket client = connect(proxy)) {
			send(client, CONNECT + "\r\n");
			assertThat(head(client)).startsWith("HTTP/1.1 200 ");
			send(client, "GET /v1/models HTTP/1.1\r\nHost: gateway.test\r\nAuthorization: Bearer test-key\r\n\r\n");

			assertThat(head(client)).startsWith("HTTP/1.1 200 OK");
			assertThat(proxy.requests()).containsExactly(CONNECT.strip());
		}
	}

	@Test
	void requiresUsernameAndPassword() throws IOException {
		try (ConnectProxy proxy = ConnectProxy.start("http://localhost:1", "me", "secret")) {
			try (Socket client = connect(proxy)) {
				send(client, CONNECT + "\r\n");
				assertThat(head(client)).startsWith("HTTP/1.1 407 ").contains("Proxy-Authenticate: Basic ");
			}
			try (Socket client = connect(proxy)) {
				send(client, CONNECT + "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n");
				assertThat(head(client)).startsWith("HTTP/1.1 502 ");
			}
			assertThat(proxy.requestHeads()).hasSize(2).last().asString().contains("bWU6c2VjcmV0");
		}
	}

	private static Socket connect(ConnectProxy proxy) throws IOException {
		return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
	}

	private static void send(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static String head(Socket client) throws IOException {
		InputStream input = client.getInputStream();
		StringBuilder head = new StringBuilder();
		while (!head.toString().endsWith("\r\n\r\n")) {
			int next = input.read();
			assertThat(next).as("next byte of the response head, or -1 if the connection has ended").isNotNegative();
			head.append((char) next);
		}
		return head.toString();
	}

}
