package net.qhaigc.springai.gemini.docs;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base class for tests that contain the code examples of the documentation. Provides a
 * stand-in gateway, a client and models, and verifies that the gateway received only
 * valid requests.
 */
abstract class SnippetTest {

	final QhaigcGateway gateway = QhaigcGateway.start();

	final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.build();

	final QhaigcGeminiChatModel model(String id) {
		return model(QhaigcGeminiChatOptions.builder().model(id).build());
	}

	final QhaigcGeminiChatModel model(QhaigcGeminiChatOptions options) {
		return QhaigcGeminiChatModel.builder().client(this.client).options(options).build();
	}

	/**
	 * Set the log level, since other tests start applications that change it.
	 */
	@BeforeEach
	final void setLogLevelToWarn() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("net.qhaigc.springai.gemini", LogLevel.WARN);
	}

	@AfterEach
	final void verifyRequestsAndClose() {
		assertThat(this.gateway.problems()).isEmpty();
		this.gateway.close();
	}

}
