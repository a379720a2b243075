package net.qhaigc.springai.gemini.client;

import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.once;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WireLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WireLogTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void logsRequestAsCurlCommand(CapturedOutput output) {
		this.gateway.reply("It's raining.");
		client(Map.of("X-Team", "O'Hara", "X-Session-Token", "shh", "Cookie", "a=b")).generate(request())
			.block(TIMEOUT);
		assertThat(output).contains("curl -X POST '" + this.gateway.url()
				+ "/v1beta/models/gemini-2.5-flash:generateContent' \\\n  -H \"Authorization: Bearer $QHAIGC_API_KEY\"")
			.contains("-H 'X-Team: O'\\''Hara'")
			.contains("-H 'X-Session-Token: ***'")
			.contains("-H 'Cookie: ***'")
			.contains("-H 'content-type: application/json'")
			.contains("  -d '{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"How is the weather?\"}]}]}'")
			.contains("HTTP 200")
			.contains("It's raining.")
			.doesNotContain(this.gateway.apiKey());
	}

	@Test
	void redactsApiKeyInAnyHeader(CapturedOutput output) {
		this.gateway.reply("It's raining.");
		client(Map.of("X-Route", "key=" + this.gateway.apiKey() + ";eu")).generate(request()).block(TIMEOUT);
		assertThat(output).contains("-H 'X-Route: key=***;eu'").doesNotContain(this.gateway.apiKey());
	}

	@Test
	void abbreviatesBase64(CapturedOutput output) {
		byte[] image = new byte[3000];
		this.gateway.image(image);
		client(Map.of()).stream(request()).blockLast(TIMEOUT);
		assertThat(output).contains("<4000 characters of base64>")
			.doesNotContain(Base64.getEncoder().encodeToString(image).substring(0, 200));
	}

	@Test
	void abbreviatesBase64WithEscapedSlashes(CapturedOutput output) {
		String escaped = "ab\\/c".repeat(1000);
		this.gateway.replyRaw(200, "application/json", """
				{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"%s"}}]},\
				"finishReason":"STOP"}]}""".formatted(escaped));
		client(Map.of()).generate(request()).block(TIMEOUT);
		assertThat(output).contains("<5000 characters of base64>").doesNotContain("ab\\/cab");
	}

	@Test
	void logsNothingByDefault(CapturedOutput output) {
		this.gateway.reply("It's raining.");
		once(QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey())).generate(request())
			.block(TIMEOUT);
		assertThat(output).doesNotContain("curl").doesNotContain("raining");
	}

	private QhaigcClient client(Map<String, String> headers) {
		return once(QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.headers(headers)
			.wireLog(true));
	}

}
