package net.qhaigc.springai.gemini.client;

import java.math.BigDecimal;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QhaigcClient#spendingLimits()}.
 */
class SpendingLimitsTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url() + "/v1")
		.apiKey(this.gateway.apiKey())
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.gateway.close();
	}

	@Test
	void returnsLimits() {
		BigDecimal hundred = new BigDecimal(100);
		assertThat(this.client.spendingLimits().block()).isEqualTo(new SpendingLimits(hundred, hundred, null));
		assertThat(this.gateway.takeRequest().path()).isEqualTo("/v1/dashboard/billing/subscription");
	}

	@Test
	void returnsFractionalLimitAndExpiry() {
		this.gateway.when(Endpoint.BILLING).replyRaw(200, "application/json", """
				{"object":"billing_subscription","hard_limit_usd":12.345678,"access_until":1796083200}""");
		assertThat(this.client.spendingLimits().block())
			.isEqualTo(new SpendingLimits(new BigDecimal("12.345678"), null, Instant.parse("2026-12-01T00:00:00Z")));
	}

	@Test
	void failsIfGatewayDoesNotReportLimits() {
		this.gateway.when(Endpoint.BILLING).replyRaw(200, "text/html", "<html>Welcome</html>");
		assertThatExceptionOfType(QhaigcNonTransientException.class)
			.isThrownBy(() -> this.client.spendingLimits().block());
	}

}
