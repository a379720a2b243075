package net.qhaigc.springai.gemini.client;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.model.SimpleApiKey;

import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link GatewayRequest} and {@link GatewayResponse} with bodies that the
 * application provides or reads as JSON.
 */
class GatewayRequestTests {

	private static final String REQUEST = """
			{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}""";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.gateway.close();
	}

	@Test
	void sendsJsonAndReturnsJson() {
		this.gateway.replyJson("""
				{"candidates":[{"content":{"role":"model","parts":[{"text":"Hello"}]},"finishReason":"STOP","novel":1}],
				"novel":{"a":[1]}}""");
		GatewayResponse response = this.client
			.generate(GatewayRequest.builder().model("gemini-2.5-flash").json(REQUEST).build())
			.block(TIMEOUT);
		assertThat(this.gateway.takeRequest().body()).isEqualTo(REQUEST);
		assertThat(response.body(JsonNode.class).at("/novel/a/0").asInt()).isEqualTo(1);
		assertThat(response.json()).contains("\"text\":\"Hello\"", "\"novel\":1", "\"finishReason\":\"STOP\"");
		assertThat(response.head().status()).isEqualTo(200);
	}

	@Test
	void streamsFromUnifiedEndpoint() {
		this.gateway.replyStream("Hel", "lo");
		GatewayRequest request = GatewayRequest.builder().model("gpt-5-mini").unified(true).json("""
				{"model":"gpt-5-mini","messages":[{"role":"user","content":"Hi"}],"style":"gemini"}""").build();
		assertThat(this.client.stream(request).map(ClientFixtures::text).collectList().block(TIMEOUT)).contains("Hel",
				"lo");
		assertThat(this.gateway.takeRequest().json().path("stream").asBoolean()).isTrue();
	}

	@Test
	void sendsApiKeyOfRequestInsteadOfApiKeyOfClient() {
		this.gateway.reply("call");
		this.gateway.reply("stream");
		GatewayRequest request = GatewayRequest.builder()
			.model("gemini-2.5-flash")
			.json(REQUEST)
			.apiKey(new SimpleApiKey(this.gateway.apiKey()))
			.build();
		try (QhaigcClient client = QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey("sk-client").build()) {
			assertThat(ClientFixtures.text(client.generate(request).block(TIMEOUT))).isEqualTo("call");
			assertThat(client.stream(request).map(ClientFixtures::text).collectList().block(TIMEOUT))
				.contains("stream");
		}
		assertThat(request.toString()).doesNotContain(this.gateway.apiKey());
	}

	@Test
	void appliesExtraBodyToJson() {
		Map<String, Object> extraBody = new HashMap<>();
		extraBody.put("contents", null);
		extraBody.put("labels", Map.of("team", "a"));
		GatewayRequest request = GatewayRequest.builder()
			.model("gemini-2.5-flash")
			.json(REQUEST)
			.extraBody(extraBody)
			.build();
		assertThat(request.json()).isEqualTo("{\"labels\":{\"team\":\"a\"}}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "null", "{\"contents\":", "Hi" })
	void rejectsBodyThatIsNotAJsonObject(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> GatewayRequest.builder().json(json))
			.withMessageStartingWith("The body is not");
		assertThatIllegalArgumentException().isThrownBy(() -> GatewayResponse.of(json))
			.withMessageStartingWith("The body is not");
	}

	@Test
	void requiresModelAndBody() {
		assertThatIllegalArgumentException().isThrownBy(() -> GatewayRequest.builder().json(REQUEST).build())
			.withMessageContaining("model");
		assertThatIllegalArgumentException().isThrownBy(() -> GatewayRequest.builder().model("m").build())
			.withMessageContaining("body");
	}

	@Test
	void toStringShowsNoContent() {
		assertThat(GatewayRequest.builder().model("m").json(REQUEST).build())
			.hasToString("GatewayRequest[model=m, unified=false]");
		assertThat(GatewayResponse.of(REQUEST)).hasToString("GatewayResponse[status=0, requestId=null]");
	}

	@Test
	void writesBodyOfResponseAsJson() {
		assertThat(GatewayResponse.of(ResponseHead.NONE, Map.of("a", 1)).json()).isEqualTo("{\"a\":1}");
	}

}
