package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the errors of relays and proxies ({@link RelayError}), and for unusual HTTP
 * responses.
 */
class RelayErrorTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final TestClient client = new TestClient(this.gateway);

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Nested
	class Errors {

		@ParameterizedTest
		@EnumSource
		void repliesWithErrorInEnglishAndChinese(RelayError error) {
			gateway.relayError(error);
			HttpResponse<String> english = client.generate("Hi");
			gateway.relayError(error, Locale.SIMPLIFIED_CHINESE);
			HttpResponse<String> chinese = client.stream("Hi");
			assertThat(english.statusCode()).isEqualTo(chinese.statusCode());
			assertThat(english.headers().firstValue("Content-Type"))
				.isEqualTo(chinese.headers().firstValue("Content-Type"));
			assertThat(english.body()).doesNotContain("{model}", "{path}", "{id}");
			if (english.headers().firstValue("Content-Type").orElse("").contains("json")) {
				assertThat(Json.read(english.body()).isObject()).isTrue();
			}
		}

		@Test
		void namesModelInChineseMessage() {
			gateway.relayError(RelayError.NO_CHANNEL, Locale.CHINESE);
			HttpResponse<String> response = client.generate("Hi");
			assertThat(response.statusCode()).isEqualTo(503);
			assertThat(Json.read(response.body())).isEqualTo(Json.read("""
					{"error":{"message":"当前分组 default 下对于模型 gemini-2.5-flash 无可用渠道（distributor） \
					(request id: 2026112900001)","type":"new_api_error","param":"","code":"model_not_found"}}"""));
			assertThat(response.headers().firstValue("X-Oneapi-Request-Id")).hasValue("2026112900001");
		}

		@Test
		void encodesBodyInCharsetOfContentType() throws IOException {
			gateway.relayError(RelayError.GBK);
			byte[] response = exchange();
			assertThat(new String(response, Charset.forName("GBK"))).contains("请求参数错误");
			assertThat(new String(response, StandardCharsets.UTF_8)).doesNotContain("请求参数错误");
		}

		@Test
		void wrapsErrorInServerSentEvent() {
			gateway.gatewayError(429, "rate_limit_exceeded", "Slow down").asServerSentEvent();
			HttpResponse<String> response = client.stream("Hi");
			assertThat(response.statusCode()).isEqualTo(429);
			assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
			assertThat(response.body()).endsWith("\n\n");
			assertThat(response.body().strip().lines()).allMatch((line) -> line.startsWith("data: "));
			JsonNode json = Json.read(response.body().replace("data: ", ""));
			assertThat(json.at("/error/message").asString()).isEqualTo("Slow down");
		}

		@Test
		void repliesWithHtmlPage() {
			gateway.replyHtml(502, "502 Bad Gateway");
			HttpResponse<String> response = client.generate("Hi");
			assertThat(response.statusCode()).isEqualTo(502);
			assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html");
			assertThat(response.body()).startsWith("<html>").contains("<title>502 Bad Gateway</title>");
		}

	}

	@Nested
	class ResponseHeads {

		@Test
		void sendsInterimResponses() throws IOException {
			gateway.reply("ok").interim(102).interim(103);
			assertThat(text(exchange()))
				.startsWith("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n")
				.contains("\"ok\"");
		}

		@Test
		void closesConnectionInsideHead() throws IOException {
			gateway.reply("ok").closeInHead(20);
			assertThat(text(exchange())).isEqualTo("HTTP/1.1 200 OK\r\nCon");
		}

		@Test
		void announcesLongerBodyThanItSends() throws IOException {
			gateway.replyRaw(200, "application/json", "{}").announceLength(100);
			assertThat(text(exchange()).toLowerCase(Locale.ROOT)).contains("content-length: 100\r\n").endsWith("{}");
			gateway.replyStream("a", "b").announceLength(100_000);
			assertThat(text(exchange()).toLowerCase(Locale.ROOT)).contains("content-length: 100000\r\n");
		}

	}

	/** Send a request, and return all bytes received until the connection is closed. */
	private byte[] exchange() throws IOException {
		try (Socket socket = new Socket("localhost", this.gateway.port())) {
			String body = TestClient.requestBody("Hi");
			socket.getOutputStream().write("""
					POST /v1beta/models/gemini-2.5-flash:generateContent HTTP/1.1\r
					Host: localhost\r
					Connection: close\r
					Authorization: Bearer %s\r
					Content-Length: %d\r
					\r
					%s""".formatted(this.gateway.apiKey(), body.length(), body).getBytes(StandardCharsets.UTF_8));
			return socket.getInputStream().readAllBytes();
		}
	}

	private static String text(byte[] response) {
		return new String(response, StandardCharsets.UTF_8);
	}

}
