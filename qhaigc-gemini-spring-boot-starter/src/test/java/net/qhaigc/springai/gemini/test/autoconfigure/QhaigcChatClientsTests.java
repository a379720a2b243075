package net.qhaigc.springai.gemini.test.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.entity.EntityResponseException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.junit.QhaigcGatewayExtension;

import static net.qhaigc.springai.gemini.test.assertj.QhaigcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QhaigcChatClients}.
 */
@ExtendWith(QhaigcGatewayExtension.class)
class QhaigcChatClientsTests {

	@Test
	void componentCanBeTestedWithoutSpring(QhaigcGateway gateway) {
		gateway.callTool("getWeather", Map.of("city", "Linz"));
		gateway.reply("It is raining.");

		assertThat(new AssistantService(QhaigcChatClients.builder(gateway), "Linz").weather())
			.isEqualTo("It is raining.");
		assertThat(gateway).lastRequest().hasModel("gemini-3.5-flash");
	}

	@Test
	void clientCanStream(QhaigcGateway gateway) {
		gateway.replyStream("Hel", "lo.");

		assertThat(QhaigcChatClients.chatClient(gateway).prompt("Hi").stream().content().collectList().block())
			.containsExactly("Hel", "lo.");
	}

	@Test
	void clientHasAdvisorsOfStarter(QhaigcGateway gateway) {
		ChatClient chat = QhaigcChatClients.chatClient(gateway);
		gateway.reply("{\"name\":").finishReason("MAX_TOKENS");

		assertThatExceptionOfType(EntityResponseException.class)
			.isThrownBy(() -> chat.prompt("A city?").call().entity(City.class));
	}

	@Test
	void modelDoesNotRetry(QhaigcGateway gateway) {
		gateway.googleError(503);

		assertThatExceptionOfType(QhaigcTransientException.class)
			.isThrownBy(() -> QhaigcChatClients.chatModel(gateway).call(new Prompt("Hi")));
	}

	record City(String name) {

	}

}
