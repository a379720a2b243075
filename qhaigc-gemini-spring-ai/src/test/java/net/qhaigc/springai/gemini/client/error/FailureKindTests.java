package net.qhaigc.springai.gemini.client.error;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import net.qhaigc.springai.gemini.client.ClientFixtures;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the {@link FailureKind} of failed calls and streams.
 */
class FailureKindTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			400 | {"error":{"code":400,"status":"INVALID_ARGUMENT","message":"topK is too large"}} | REQUEST
			413 | too large                                                                        | REQUEST
			400 | {"error":{"code":"prompt_blocked","message":"blocked"}}                          | CONTENT
			401 | {"error":{"code":"invalid_api_key","message":"bad key"}}                         | API_KEY
			403 | {"error":{"code":"permission_denied","message":"not yours"}}                     | API_KEY
			403 | {"error":{"code":"insufficient_user_quota","message":"用户额度不足"}}              | CREDIT
			503 | {"error":{"code":"model_not_found","message":"No available channel"}}            | MODEL
			404 | 404 page not found                                                               | GATEWAY
			429 | {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"slow down"}}       | RATE_LIMIT
			500 | Internal error                                                                   | UNAVAILABLE
			503 | {"error":{"code":503,"status":"UNAVAILABLE","message":"overloaded"}}             | UNAVAILABLE
			524 | timeout                                                                          | TIMEOUT
			200 | {"candidates":[{"content":{"par                                                  | RESPONSE
			""")
	void kindDependsOnStatusAndBody(int status, String body, FailureKind kind) {
		for (boolean streaming : new boolean[] { false, true }) {
			this.gateway.reset();
			this.gateway.replyRaw(status, Map.of("Content-Type", "application/json"),
					body.getBytes(StandardCharsets.UTF_8));
			try (QhaigcClient client = ClientFixtures.withoutRetries(builder())) {
				RuntimeException failure = streaming ? ClientFixtures.streamFailure(client, ClientFixtures.request())
						: ClientFixtures.failure(client, ClientFixtures.request());
				assertThat(kind(failure)).as(streaming ? "stream" : "call").isEqualTo(kind);
			}
		}
	}

	@Test
	void kindIsConnectionIfConnectionCannotBeOpened() {
		this.gateway.close();
		try (QhaigcClient client = ClientFixtures.withoutRetries(builder())) {
			assertThat(kind(ClientFixtures.failure(client, ClientFixtures.request())))
				.isEqualTo(FailureKind.CONNECTION);
		}
	}

	@Test
	void kindIsTimeoutIfResponseTimesOut() {
		this.gateway.hang();
		try (QhaigcClient client = ClientFixtures.withoutRetries(builder().responseTimeout(Duration.ofMillis(100)))) {
			assertThat(kind(ClientFixtures.failure(client, ClientFixtures.request()))).isEqualTo(FailureKind.TIMEOUT);
		}
	}

	@Test
	void kindIsApplicationIfClientIsClosed() {
		QhaigcClient client = ClientFixtures.withoutRetries(builder());
		client.close();
		assertThat(kind(ClientFixtures.failure(client, ClientFixtures.request()))).isEqualTo(FailureKind.APPLICATION);
	}

	private QhaigcClient.Builder builder() {
		return QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey());
	}

	private static FailureKind kind(RuntimeException failure) {
		assertThat(failure).isInstanceOf(GatewayFailure.class);
		return ((GatewayFailure) failure).kind();
	}

}
