package net.qhaigc.springai.gemini.docs;

import java.time.Duration;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Contains the code in {@code docs/reliability.md}.
 */
class ReliabilityTests extends SnippetTest {

	@Test
	void transientFailureContainsRetryDelay() {
		this.gateway.googleError(429).retryAfter(120);
		assertThat(ask(model(this.client))).isEqualTo("""
				Please retry in 120 seconds.""");
		assertThat(this.gateway.received()).hasSize(1);
	}

	@Test
	void messageSaysWhyRequestWasNotRetried() {
		this.gateway.googleError(429).retryAfter(120);
		assertThatExceptionOfType(QhaigcTransientException.class)
			.isThrownBy(() -> model(this.client).call("Say hello."))
			.withMessage("""
					The gateway returned 429 RESOURCE_EXHAUSTED: Resource has been exhausted (e.g. check quota). \
					The gateway limits the requests or the tokens per minute. \
					Send fewer concurrent requests (qhaigc.max-concurrent-requests), \
					or allow more retries (spring.ai.retry.max-attempts). \
					Retry after 2 min. Not retried, since the retry delay is longer than \
					qhaigc.max-retry-after""");
	}

	@Test
	void permanentFailureIsNonTransientException() {
		this.gateway.googleError(400, "Invalid value at 'contents'");
		assertThat(ask(model(this.client))).isEqualTo("This request cannot be answered.");
	}

	@Test
	void retriesWithCustomTemplate() {
		this.gateway.googleError(503);
		this.gateway.googleError(503);
		this.gateway.reply("Hello.");
		// tag::retry[]
		RetryTemplate retryTemplate = new RetryTemplate(
				RetryPolicy.builder().maxRetries(5).delay(Duration.ofMillis(200)).multiplier(2).build());
		ChatModel model = QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").build())
			.retryTemplate(retryTemplate)
			.build();
		// end::retry[]
		assertThat(model.call("Say hello.")).isEqualTo("Hello.");
		assertThat(this.gateway.received()).hasSize(3);
	}

	@Test
	void callTimeoutLimitsCall() {
		this.gateway.hang();
		String baseUrl = this.gateway.url();
		String apiKey = this.gateway.apiKey();
		// tag::call-timeout[]
		QhaigcClient client = QhaigcClient.builder()
			.baseUrl(baseUrl)
			.apiKey(apiKey)
			.connectTimeout(Duration.ofSeconds(2))
			.responseTimeout(Duration.ofSeconds(30))
			.callTimeout(Duration.ofSeconds(1))
			.build();
		// end::call-timeout[]
		assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> model(client).call("Say hello."))
			.withMessageContaining("qhaigc.call-timeout");
	}

	@Test
	void redactsApiKeyInException() {
		this.gateway.replyRaw(500, "text/plain", "Bad key: " + this.gateway.apiKey());
		assertThatExceptionOfType(QhaigcTransientException.class)
			.isThrownBy(() -> model(
					this.client.withRetryTemplate(new RetryTemplate(RetryPolicy.builder().maxRetries(0).build())))
				.call("Say hello."))
			.satisfies((failure) -> assertThat(failure.getMessage() + failure.problem())
				.doesNotContain(this.gateway.apiKey()));
	}

	// tag::catch[]
	private static String ask(ChatModel model) {
		try {
			return Objects.requireNonNull(model.call("Say hello."));
		}
		catch (QhaigcTransientException ex) {
			Duration wait = ex.problem().retryAfter();
			return (wait != null) ? "Please retry in " + wait.toSeconds() + " seconds." : "Please try again later.";
		}
		catch (QhaigcNonTransientException ex) {
			return "This request cannot be answered.";
		}
	}
	// end::catch[]

	private static ChatModel model(QhaigcClient client) {
		return QhaigcGeminiChatModel.builder()
			.client(client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").build())
			.build();
	}

}
