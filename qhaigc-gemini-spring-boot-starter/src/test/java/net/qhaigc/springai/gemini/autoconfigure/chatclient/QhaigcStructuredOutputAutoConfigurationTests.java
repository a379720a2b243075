package net.qhaigc.springai.gemini.autoconfigure.chatclient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import net.qhaigc.springai.gemini.autoconfigure.Applications;
import net.qhaigc.springai.gemini.entity.EntityResponseException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QhaigcStructuredOutputAutoConfiguration}.
 */
class QhaigcStructuredOutputAutoConfigurationTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final ApplicationContextRunner application = Applications.connectedTo(this.gateway);

	@AfterEach
	void close() {
		this.gateway.close();
	}

	@Test
	void checksEntityResponses() {
		this.gateway.reply("{\"name\":\"West").finishReason("MAX_TOKENS");
		this.application.run((context) -> assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> ask(context.getBean(ChatClient.Builder.class)))
			.satisfies((ex) -> assertThat(ex.getFinishReason()).isEqualTo("MAX_TOKENS")));
	}

	@Test
	void doesNotCheckResponsesIfDisabled() {
		this.gateway.reply("{\"name\":\"West").finishReason("MAX_TOKENS");
		this.application.withPropertyValues("qhaigc.structured-output.check-responses=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ChatClientBuilderCustomizer.class);
			assertThatExceptionOfType(JacksonException.class)
				.isThrownBy(() -> ask(context.getBean(ChatClient.Builder.class)));
		});
	}

	@Test
	void doesNotCheckResponsesOfOtherProvider() {
		this.application
			.withPropertyValues("spring.ai.model.chat=openai", "spring.ai.openai.api-key=key",
					"spring.ai.openai.base-url=" + this.gateway.url())
			.run((context) -> assertThat(context).doesNotHaveBean(ChatClientBuilderCustomizer.class));
	}

	private static Lake ask(ChatClient.Builder builder) {
		return builder.build().prompt("A lake?").call().entity(Lake.class);
	}

	record Lake(String name) {

	}

}
