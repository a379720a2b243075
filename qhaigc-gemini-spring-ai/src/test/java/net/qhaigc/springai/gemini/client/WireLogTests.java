package net.qhaigc.springai.gemini.client;

import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
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
	void shortensLongText(CapturedOutput output) {
		this.gateway.reply("雨".repeat(700_000));
		GatewayRequest request = GatewayRequest.builder()
			.model("gemini-2.5-flash")
			.json("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + "It rains. ".repeat(200_000)
					+ "\"},{\"text\":\"Sum up.\"}]}]}")
			.build();
		client(Map.of()).generate(request).block(TIMEOUT);
		assertThat(output).contains("It rains. It r... <2000000 characters>\"},{\"text\":\"Sum up.\"}]}]}'")
			.contains("雨... <700000 characters>\"")
			.hasSizeLessThan(8_000);
	}

	@Test
	void shortensRequestWithManyMessages(CapturedOutput output) {
		this.gateway.reply("It's raining.");
		String messages = "{\"role\":\"user\",\"parts\":[{\"text\":\"It rains.\"}]},".repeat(20_000);
		GatewayRequest request = GatewayRequest.builder()
			.model("gemini-2.5-flash")
			.json("{\"contents\":[" + messages.substring(0, messages.length() - 1) + "]}")
			.build();
		client(Map.of()).generate(request).block(TIMEOUT);
		assertThat(output).contains("... <" + (messages.length() + 14) + " characters>'").hasSizeLessThan(70_000);
	}

	@Test
	void shortensTextWithoutSplittingEscapesOrCharacters() {
		for (int before = 1010; before < 1030; before++) {
			String text = "{\"a\":\"" + "x".repeat(before);
			String rest = "y".repeat(4096) + "\",\"b\":1}";
			for (String character : List.of("\\n", "\\\"", "\\\\", "\\u5e74", "🌧")) {
				String json = text + character.repeat(3) + rest;
				String shortened = LongText.shorten(json, Integer.MAX_VALUE);
				JsonNode read = JsonMapper.shared().readTree(shortened);
				String value = read.get("a").stringValue();
				assertThat(value).matches("x{1010,1024}(\n|\"|\\\\|年|🌧){0,3}y*\\.\\.\\. <\\d+ characters>");
				assertThat(read.get("b").intValue()).isEqualTo(1);
			}
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|',
			textBlock = """
					{"authConfig":{"apiKey":"shh"}}                             | {"authConfig":{"apiKey":"***"}}
					{"authConfig":{"apiKeyConfig":{"apiKeyString":"shh"}}}      | {"authConfig":{"apiKeyConfig":{"apiKeyString":"***"}}}
					{"headers":{"Authorization":"Bearer s\\"hh","X-Team":"a"}}   | {"headers":{"Authorization":"***","X-Team":"a"}}
					{"headers":{"X-Goog-Api-Key":"shh\\\\","Cookie":"shh"}}      | {"headers":{"X-Goog-Api-Key":"***","Cookie":"***"}}
					{"headers":{"X-Auth":"shh","x-access-token":"shh"}}         | {"headers":{"X-Auth":"***","x-access-token":"***"}}
					{"client_secret":"shh","password":"shh","key":"shh"}        | {"client_secret":"***","password":"***","key":"***"}
					{"author":"Ann","keyword":"sea","maxTokens":3}              | {"author":"Ann","keyword":"sea","maxTokens":3}
					{"text":"My \\"apiKey\\":\\"a\\"","role":"user"}            | {"text":"My \\"apiKey\\":\\"a\\"","role":"user"}
					""")
	void redactsSecretsInBody(String tool, String logged, CapturedOutput output) {
		GatewayRequest request = GatewayRequest.builder()
			.model("gemini-2.5-flash")
			.json("{\"tools\":[" + tool + "]}")
			.build();
		client(Map.of()).generate(request).onErrorComplete().block(TIMEOUT);
		assertThat(output).contains("  -d '{\"tools\":[" + logged + "]}'").doesNotContain("shh");
		assertThat(this.gateway.received().get(0).body()).contains(tool);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "shh", "shh\\", "shh\\\"" })
	void redactsSecretInUnterminatedString(String secret) {
		assertThat(SecretMembers.redact("{\"secret\":\"" + secret)).isEqualTo("{\"secret\":\"***");
	}

	@Test
	void redactsSecretsInLargeBody() {
		String text = "\"token " + "token".repeat(200_000) + "\\n".repeat(200_000);
		String body = "{\"text\":\"a" + text.substring(1) + "\",\"secret\":\"%s\"}";
		assertThat(SecretMembers.redact(body.formatted("\\n".repeat(200_000)))).isEqualTo(body.formatted("***"));
	}

	@Test
	void logsLengthInsteadOfBase64(CapturedOutput output) {
		byte[] image = new byte[3000];
		this.gateway.image(image);
		client(Map.of()).stream(request()).blockLast(TIMEOUT);
		assertThat(output).contains("<4000 characters of base64>")
			.doesNotContain(Base64.getEncoder().encodeToString(image).substring(0, 200));
	}

	@Test
	void logsLengthInsteadOfBase64WithEscapedSlashes(CapturedOutput output) {
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
		withoutRetries(QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey()))
			.generate(request())
			.block(TIMEOUT);
		assertThat(output).doesNotContain("curl").doesNotContain("raining");
	}

	private QhaigcClient client(Map<String, String> headers) {
		return withoutRetries(QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.headers(headers)
			.wireLog(true));
	}

}
