package net.qhaigc.springai.gemini.docs;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.failover.FailoverChatModel;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contains the code in {@code docs/failover.md}.
 */
class FailoverTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcGateway hongKongGateway = QhaigcGateway.start();

	@AfterEach
	void close() {
		this.gateway.close();
		this.hongKongGateway.close();
	}

	@Test
	void sendsRequestToSecondRouteIfFirstRouteFails() {
		ChatModel gemini = model(this.gateway);
		ChatModel hongKong = model(this.hongKongGateway);
		// tag::build[]
		FailoverChatModel model = FailoverChatModel.builder().route("default", gemini).route("hk", hongKong).build();
		// end::build[]
		this.gateway.googleError(401);
		this.hongKongGateway.reply("Hello.");
		assertThat(ChatClient.create(model).prompt("Say hello.").call().content()).isEqualTo("Hello.");
	}

	private static ChatModel model(QhaigcGateway gateway) {
		return QhaigcGeminiChatModel.builder()
			.client(QhaigcClient.builder().baseUrl(gateway.url()).apiKey(gateway.apiKey()).build())
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").build())
			.build();
	}

}
