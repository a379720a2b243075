package net.qhaigc.springai.gemini.support;

import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway for each test, and a model that talks to it. Each native request has to pass
 * the strict schema, and nothing may be left over at the end.
 */
public final class GatewayFixture implements BeforeEachCallback, AfterEachCallback {

	private final QhaigcGateway gateway;

	private final boolean leavesNothing;

	private GatewayFixture(QhaigcGateway gateway, boolean leavesNothing) {
		this.gateway = gateway;
		this.leavesNothing = leavesNothing;
	}

	/**
	 * A strict gateway that answers what is scripted.
	 */
	public static GatewayFixture scripted() {
		return new GatewayFixture(QhaigcGateway.start(), true);
	}

	/**
	 * A strict gateway with rules, of which a test need not use each.
	 */
	public static GatewayFixture ruled() {
		return new GatewayFixture(QhaigcGateway.start(), false);
	}

	public QhaigcGateway gateway() {
		return this.gateway;
	}

	/**
	 * A client that tries once, so that one reply is scripted for each failure.
	 */
	public QhaigcClient client() {
		return QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.build()
			.withRetryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0)));
	}

	public QhaigcGeminiChatModel.Builder modelBuilder() {
		return QhaigcGeminiChatModel.builder().client(client());
	}

	public QhaigcGeminiChatModel model(QhaigcGeminiChatOptions options) {
		return modelBuilder().options(options).build();
	}

	public QhaigcGeminiChatModel model(String model) {
		return model(QhaigcGeminiChatOptions.builder().model(model).build());
	}

	/**
	 * The bodies of the requests so far.
	 */
	public List<String> bodies() {
		return this.gateway.received().stream().map(ReceivedRequest::body).toList();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.gateway.reset();
		this.gateway.onRequest((request) -> {
			if (request.path().contains("enerateContent")) {
				StrictSchema.check(request.body());
			}
		});
	}

	@Override
	public void afterEach(ExtensionContext context) {
		assertThat(this.gateway.problems()).isEmpty();
		if (this.leavesNothing) {
			assertThat(this.gateway.unusedReplies()).isZero();
		}
	}

}
