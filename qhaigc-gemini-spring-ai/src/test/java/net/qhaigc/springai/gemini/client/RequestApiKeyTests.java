package net.qhaigc.springai.gemini.client;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.model.ApiKey;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequestApiKey} and {@link UserAgent}.
 */
class RequestApiKeyTests {

	private final QhaigcGateway gateway = QhaigcGateway.builder().apiKey("sk-1").autoRespond().start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sk-1 ", " sk-1", "sk-1\n", "sk-1\r\n" })
	void stripsWhitespaceAroundKey(String key) {
		withoutRetries(builder().apiKey(key)).generate(request()).block(ClientFixtures.TIMEOUT);
		withoutRetries(builder().apiKey((ApiKey) () -> key)).generate(request()).block(ClientFixtures.TIMEOUT);
		assertThat(this.gateway.received()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.header("Authorization")).isEqualTo("Bearer sk-1"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					Bearer sk-1  | The API key begins with 'Bearer ', which the client adds. Remove it from qhaigc.api-key
					bearer  sk-1 | The API key begins with 'Bearer ', which the client adds. Remove it from qhaigc.api-key
					"sk-1"       | The API key is in quotes. Remove them from qhaigc.api-key
					'sk-1        | The API key is in quotes. Remove them from qhaigc.api-key
					\u201csk-1\u201d | The API key is in quotes. Remove them from qhaigc.api-key
					sk-1 sk-2    | The API key contains a space, a line break or another character that is not allowed in an API key. Check qhaigc.api-key
					sk-1密        | The API key contains a space, a line break or another character that is not allowed in an API key. Check qhaigc.api-key
					""")
	void rejectsKeyWithBearerPrefixOrQuotesOrInvalidCharacters(String key, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> builder().apiKey(key).build()).withMessage(message);
		assertThat(ClientFixtures.failure(withoutRetries(builder().apiKey((ApiKey) () -> key)), request()))
			.isInstanceOf(QhaigcNonTransientException.class)
			.hasMessage(message);
	}

	@Test
	void sendsDefaultUserAgentUnlessHeaderIsSet() {
		withoutRetries(builder().apiKey("sk-1")).generate(request()).block(ClientFixtures.TIMEOUT);
		assertThat(this.gateway.takeRequest().header("User-Agent")).startsWith("qhaigc-gemini-spring-ai");
		withoutRetries(builder().apiKey("sk-1").headers(Map.of("user-agent", "mine"))).generate(request())
			.block(ClientFixtures.TIMEOUT);
		assertThat(this.gateway.takeRequest().header("User-Agent")).isEqualTo("mine");
		GatewayRequest request = request("gemini-9", Map.of("User-Agent", "own"), Map.of());
		withoutRetries(builder().apiKey("sk-1")).generate(request).block(ClientFixtures.TIMEOUT);
		assertThat(this.gateway.takeRequest().header("User-Agent")).isEqualTo("own");
	}

	private QhaigcClient.Builder builder() {
		return QhaigcClient.builder().baseUrl(this.gateway.url());
	}

}
