package net.qhaigc.springai.gemini.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code qhaigc.api-keys}.
 */
class ApiKeysPropertyTests {

	private final QhaigcGateway gateway = QhaigcGateway.builder().apiKeys("sk-a", "sk-b", "sk-c").autoRespond().start();

	private final ApplicationContextRunner application = Applications.withoutProperties()
		.withPropertyValues("qhaigc.base-url=" + this.gateway.url(), "spring.ai.retry.max-attempts=0");

	@AfterEach
	void close() {
		this.gateway.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void requestsAlternateBetweenKeysOfList(boolean streamed) {
		this.application.withPropertyValues("qhaigc.api-keys=sk-a, sk-b").run((context) -> {
			ChatClient chat = context.getBean(ChatClient.Builder.class).build();
			for (int i = 0; i < 3; i++) {
				send(chat, streamed);
			}
		});
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-a");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void rejectedKeyIsNotUsedAgain(boolean streamed) {
		this.gateway.when((request) -> "sk-a".equals(request.apiKey())).googleError(401);
		this.application.withPropertyValues("qhaigc.api-keys[0]=sk-a", "qhaigc.api-keys[1]=sk-b").run((context) -> {
			ChatClient chat = context.getBean(ChatClient.Builder.class).build();
			send(chat, streamed);
			send(chat, streamed);
		});
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "qhaigc.api-key=sk-c", "qhaigc.api-keys=sk-c" })
	void namedModelHasItsOwnKeys(String defaultKey) {
		this.application.withPropertyValues(defaultKey, "qhaigc.models.other.api-keys=sk-a,sk-b").run((context) -> {
			context.getBean("other", ChatModel.class).call("Hi");
			context.getBean("other", ChatModel.class).call("Hi");
			context.getBean("qhaigcGeminiChatModel", ChatModel.class).call("Hi");
		});
		assertThat(sentKeys()).containsExactly("sk-a", "sk-b", "sk-c");
	}

	@Test
	void namedModelWithSingleKeyDoesNotInheritKeys() {
		this.application.withPropertyValues("qhaigc.api-keys=sk-a,sk-b", "qhaigc.models.other.api-key=sk-c")
			.run((context) -> context.getBean("other", ChatModel.class).call("Hi"));
		assertThat(sentKeys()).containsExactly("sk-c");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					qhaigc.api-keys=a,b;qhaigc.api-key=c | The properties 'qhaigc.api-key' and 'qhaigc.api-keys' are mutually exclusive.
					qhaigc.api-keys=a,b,a                | The property 'qhaigc.api-keys' is invalid: The API key at index 2 is a duplicate.
					qhaigc.api-keys[0]=a;qhaigc.api-keys[1]= | The API key is required, but the property 'qhaigc.api-keys[1]' is empty.
					qhaigc.api-keys[0]=a;qhaigc.api-keys[1]=Bearer b | The API key begins with 'Bearer ', which the client adds. Remove it from qhaigc.api-keys[1]
					""")
	void rejectsInvalidKeys(String properties, String message) {
		this.application.withPropertyValues(properties.split(";"))
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message));
	}

	@Test
	void actionSaysHowToSetEmptyElementOfApiKeys() {
		this.application.withPropertyValues("qhaigc.api-keys[0]=a", "qhaigc.api-keys[1]=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(ConfigurationException.class, (ex) -> assertThat(ex.getAction())
					.isEqualTo("Set each element of 'qhaigc.api-keys' to an API key.")));
	}

	private static void send(ChatClient chat, boolean streamed) {
		if (streamed) {
			chat.prompt("Hi").stream().content().blockLast();
		}
		else {
			chat.prompt("Hi").call().content();
		}
	}

	private List<String> sentKeys() {
		return this.gateway.received().stream().map(ReceivedRequest::apiKey).toList();
	}

}
