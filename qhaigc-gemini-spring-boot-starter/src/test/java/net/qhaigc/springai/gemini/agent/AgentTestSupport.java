package net.qhaigc.springai.gemini.agent;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.model.tool.ToolCallingManager;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base class of tests with a {@code ChatClient} that is connected to a stand-in gateway.
 */
abstract class AgentTestSupport {

	final QhaigcGateway gateway = QhaigcGateway.start();

	final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.build();

	@AfterEach
	void close() {
		assertThat(this.gateway.problems()).isEmpty();
		this.client.close();
		this.gateway.close();
	}

	final QhaigcGeminiChatModel model(String model) {
		return QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(QhaigcGeminiChatOptions.builder().model(model).build())
			.build();
	}

	final ChatClient chat(ToolCallingManager manager) {
		return chat(BoundedToolCallingAdvisor.builder().toolCallingManager(manager));
	}

	final ChatClient chat(ToolCallingAdvisor.Builder<?> toolLoop) {
		return ChatClient.builder(model("gemini-3-flash-preview"), ObservationRegistry.NOOP, null, null, toolLoop)
			.build();
	}

	final ChatClient chat() {
		return chat(ToolCallingManager.builder().build());
	}

	static ChatResponse ask(ChatClient.ChatClientRequestSpec request, boolean streamed) {
		return streamed ? request.stream().chatResponse().blockLast() : request.call().chatResponse();
	}

}
