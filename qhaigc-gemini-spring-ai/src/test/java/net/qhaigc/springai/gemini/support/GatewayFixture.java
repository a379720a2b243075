package net.qhaigc.springai.gemini.support;

import java.util.ArrayList;
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
 * A stand-in gateway for each test, with clients and models that use it. Each native
 * request must be valid against the {@link RequestSchema}. All scripted replies must be
 * used, unless the fixture allows unused replies.
 */
public final class GatewayFixture implements BeforeEachCallback, AfterEachCallback {

	private final QhaigcGateway gateway;

	private final boolean requiresAllReplies;

	private final List<QhaigcClient> clients = new ArrayList<>();

	private GatewayFixture(QhaigcGateway gateway, boolean requiresAllReplies) {
		this.gateway = gateway;
		this.requiresAllReplies = requiresAllReplies;
	}

	/**
	 * Create a fixture whose scripted replies must all be used.
	 */
	public static GatewayFixture requiringAllReplies() {
		return new GatewayFixture(QhaigcGateway.start(), true);
	}

	/**
	 * Create a fixture whose scripted replies need not all be used.
	 */
	public static GatewayFixture allowingUnusedReplies() {
		return new GatewayFixture(QhaigcGateway.start(), false);
	}

	public QhaigcGateway gateway() {
		return this.gateway;
	}

	/**
	 * Return a client without retries, so that a test scripts only one reply for each
	 * failure.
	 */
	public QhaigcClient client() {
		return closeAfterTest(QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.build()
			.withRetryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0))));
	}

	/** Close a client after the test. */
	public QhaigcClient closeAfterTest(QhaigcClient client) {
		this.clients.add(client);
		return client;
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
	 * Return the bodies of the requests received so far.
	 */
	public List<String> bodies() {
		return this.gateway.received().stream().map(ReceivedRequest::body).toList();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.gateway.reset();
		this.gateway.onRequest((request) -> {
			if (request.path().contains("enerateContent")) {
				RequestSchema.validate(request.body());
			}
		});
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.clients.forEach(QhaigcClient::close);
		this.gateway.close();
		assertThat(this.gateway.problems()).isEmpty();
		if (this.requiresAllReplies) {
			assertThat(this.gateway.unusedReplies()).isZero();
		}
	}

}
