package net.qhaigc.springai.gemini.autoconfigure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the example in the gateway's documentation. The example uses
 * {@code gemini-2.5-flash}, which Google retired in 2026.
 */
class GatewayExampleTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void sendsDocumentedRequest() {
		this.gateway.replyJson("""
				{"candidates":[{"content":{"role":"model","parts":[{"text":"RAG works in three steps: ..."}]},\
				"finishReason":"STOP"}],\
				"usageMetadata":{"promptTokenCount":18,"candidatesTokenCount":76,"totalTokenCount":94}}""");
		Applications.connectedTo(this.gateway).withPropertyValues("qhaigc.model=gemini-2.5-flash").run((context) -> {
			ChatResponse response = call(context.getBean(ChatClient.Builder.class));
			assertThat(response.getResult().getOutput().getText()).isEqualTo("RAG works in three steps: ...");
			assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
			Usage usage = response.getMetadata().getUsage();
			assertThat(usage.getPromptTokens()).isEqualTo(18);
			assertThat(usage.getCompletionTokens()).isEqualTo(76);
			assertThat(usage.getTotalTokens()).isEqualTo(94);
		});
		ReceivedRequest request = this.gateway.takeRequest();
		assertThat(request).hasToString("POST /v1beta/models/gemini-2.5-flash:generateContent");
		assertThat(request.header("Authorization")).isEqualTo("Bearer " + this.gateway.apiKey());
		assertThat(request.body()).isEqualTo("""
				{"contents":[{"role":"user","parts":[{"text":"Explain how RAG works in three concise steps."}]}],\
				"generationConfig":{"temperature":0.4,"maxOutputTokens":512}}""");
	}

	private static ChatResponse call(ChatClient.Builder chatClientBuilder) {
		return chatClientBuilder.build()
			.prompt("Explain how RAG works in three concise steps.")
			.options(QhaigcGeminiChatOptions.builder().temperature(0.4).maxOutputTokens(512))
			.call()
			.chatResponse();
	}

}
