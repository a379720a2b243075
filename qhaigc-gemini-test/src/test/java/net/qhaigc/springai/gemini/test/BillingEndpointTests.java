package net.qhaigc.springai.gemini.test;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import net.qhaigc.springai.gemini.test.junit.QhaigcGatewayExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(QhaigcGatewayExtension.class)
class BillingEndpointTests {

	private final QhaigcGateway gateway;

	private final TestClient client;

	BillingEndpointTests(QhaigcGateway gateway) {
		this.gateway = gateway;
		this.client = new TestClient(gateway);
	}

	@Test
	void returnsSubscriptionAndUsage() {
		assertThat(Json.read(this.client.get("/v1/dashboard/billing/subscription").body())).isEqualTo(Json.read("""
				{
				  "object": "billing_subscription",
				  "has_payment_method": true,
				  "soft_limit_usd": 100,
				  "hard_limit_usd": 100,
				  "system_hard_limit_usd": 100,
				  "access_until": 0
				}"""));
		assertThat(this.client.get("/dashboard/billing/subscription").statusCode()).isEqualTo(200);
		assertThat(this.client.get("/v1/dashboard/billing/usage?start_date=2026-11-01&end_date=2026-11-30").body())
			.isEqualTo("{\"object\":\"list\",\"total_usage\":0}");
	}

	@Test
	void returnsScriptedSubscription() {
		this.gateway.when(Endpoint.BILLING).replyJson("{\"hard_limit_usd\": 1.5}");

		assertThat(this.client.get("/v1/dashboard/billing/subscription").body()).isEqualTo("{\"hard_limit_usd\":1.5}");
	}

	@Test
	void relayThatServesOnlyOneModelAcceptsBillingRequest() {
		try (QhaigcGateway relay = QhaigcGateway.builder().models("bge-m3").respondAsRelay().start()) {
			assertThat(new TestClient(relay).get("/v1/dashboard/billing/subscription").statusCode()).isEqualTo(200);
		}
	}

}
